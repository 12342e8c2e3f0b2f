/** A film's attempt in workerd: R2 and the signed addresses are real, the container is answered for. */
import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { ok } from "../../contracts/errors.ts";
import type { FilmOptions } from "../../contracts/film-options.ts";
import type { NewsCommand } from "../../domain/commands.ts";
import { Bench, PROJECT, times } from "../../domain/testing.ts";
import type { Config } from "../../env.ts";
import { assetKey, filmPartKey } from "../../media/keys.ts";
import { mediaRoutes } from "../../media/routes.ts";
import { createStitcher } from "../../stitch/client.ts";
import { type FilmRequest, JobReport } from "../../stitch/protocol.ts";
import type { Ports } from "../ports.ts";
import { cancelFilm, newsOf, startFilm, submitFilm } from "./film.ts";
import { pruneParts } from "./housekeeping.ts";
import { ingest } from "./ingest.ts";

const { MEDIA: bucket } = env as unknown as { MEDIA: R2Bucket };
const signingKey = btoa("0123456789abcdef0123456789abcdef");
const media = new Hono().route("/media", mediaRoutes({ bucket, signingKey, now: Date.now }));

const VIDEO = {
  media: "video",
  format: "mp4",
  bytes: 10,
  duration_ms: 8_000,
  video: { codec: "h264", width: 720, height: 1280, fps: 24, frames: 192, duration_ms: 8_000 },
  audio: { codec: "aac", channels: 2, sample_rate: 48_000, duration_ms: 8_000 },
};
const PICTURE = { ...VIDEO, media: "image", format: "jpg", duration_ms: 0, audio: null };

/** A project with two takes, and the effects that a film of it asks for. */
function withFilm(options: Partial<FilmOptions>) {
  const bench = new Bench();
  bench.upToClips("step");
  const [reference] = bench.state.characterReferences.values();
  bench.tell({ type: "choose", characterReferenceId: reference?.id ?? "" });
  bench.tell({ type: "start", input: { kind: "clip" } });
  const [one, two] = bench.jobs("clip");
  bench.deliver(bench.run(one?.id ?? ""));
  bench.tell({ type: "cancel", jobId: two?.id ?? "" });
  const job = bench.cut({ allowMissing: true, options })?.jobs[0];
  if (job === undefined) throw new Error("No film was ordered");
  const asked: FilmRequest[] = [];
  const stopped: string[] = [];
  const stitcher = createStitcher({
    baseUrl: "http://127.0.0.1:9",
    container: null,
    fetch: async (url, init) => {
      if (init.method === "DELETE") stopped.push(new URL(url).pathname);
      else asked.push(JSON.parse(init.body as string) as FilmRequest);
      return Response.json({
        ...{ protocol: 2, job_id: new URL(url).pathname.split("/")[2] ?? asked.at(-1)?.job_id },
        ...{ status: "running", progress: 0.25, doing: "Fetching 2 clips" },
        ...{ result: null, error: null },
      });
    },
  });
  const config: Pick<Config, "internalOrigin" | "mediaSigningKey" | "workspaceId"> = {
    internalOrigin: "http://films.example",
    mediaSigningKey: signingKey,
    workspaceId: "default",
  };
  const ports = {
    config,
    times,
    stitcher,
    bucket,
    now: Date.now,
    newId: () => crypto.randomUUID(),
    state: () => bench.state,
  } as unknown as Ports;
  const tell = (news: NewsCommand) => void bench.tell(news);
  const task = { settle: tell, hear: tell };
  const attempt = () => bench.attempt(job.id);
  /** Begun and handed over; the manifest is the container's. */
  const handOver = async () => {
    await submitFilm(ports, task, job);
    await startFilm(ports, task, attempt().id, 0);
    const [manifest] = asked;
    if (manifest === undefined) throw new Error("Nothing was handed over");
    return manifest;
  };
  const save = () => ingest(ports, task, attempt().id);
  return { bench, job, ports, attempt, handOver, save, stopped, tell };
}

/** Sends the one part of a file as the container does. */
async function send(text: string, { part_url }: { part_url: string }, facts: object) {
  const headers = { "content-length": String(text.length) };
  const url = part_url.replace("{part}", "1");
  const response = await media.request(url, { method: "PUT", body: text, headers });
  if (!response.ok) throw new Error(`The part was answered with ${response.status}`);
  const { etag } = await response.json<{ etag: string }>();
  const parts = [{ part: 1, etag, bytes: text.length }];
  return { bytes: text.length, parts, media: facts };
}

/** The container's last word, with the renditions named in `made`. */
async function finish(film: ReturnType<typeof withFilm>, manifest: FilmRequest, made: string[]) {
  const files = [];
  for (const rendition of manifest.renditions ?? []) {
    if (!made.includes(rendition.name)) continue;
    const facts = rendition.kind === "poster" ? PICTURE : VIDEO;
    files.push({ name: rendition.name, ...(await send(rendition.name, rendition.upload, facts)) });
  }
  const result = { ...(await send("the film", manifest.upload, VIDEO)), warnings: [], files };
  const value = JobReport.parse({
    ...{ protocol: 2, job_id: manifest.job_id, status: "succeeded", progress: 1, doing: "Done" },
    ...{ result, error: null },
  });
  const news = newsOf(ok(value));
  film.tell({ type: "film", attemptId: manifest.job_id, news, isPoll: false });
}

describe("the manifest of a film", () => {
  it("says how the film is to be cut, in the container's words", async () => {
    const film = withFilm({
      transitions: [{ kind: "wipe", lengthS: 0.8 }],
      ratio: "9:16",
      gaps: "still",
      fit: "blur",
      renditions: ["9:16", "audio", "gif", "poster"],
    });
    const manifest = await film.handOver();
    expect(manifest).toMatchObject({
      protocol: 2,
      joins: [{ kind: "wipe", length_s: 0.8 }],
      output: { width: 720, height: 1280, fps: null },
      keep: "clips",
      fit: "blur",
      missing: "still",
      sound: { normalize: {}, level_clips: true, suppress_clips: false, music: null },
    });
    const [clip, still] = manifest.clips;
    expect(clip?.url).toContain("/media/default/");
    expect(still).toMatchObject({ url: null, still: { text: "Scene 2", length_s: 8 } });
    expect(still?.still?.picture_url).toContain("/media/default/");
    expect(manifest.renditions?.map(({ upload: _upload, ...shape }) => shape)).toEqual([
      { name: "9x16", kind: "ratio", ratio: "9:16" },
      { name: "audio", kind: "audio" },
      { name: "gif", kind: "preview", format: "gif" },
      { name: "poster", kind: "poster" },
    ]);
  });

  it("gives the container an address that keeps parts of this project", async () => {
    const manifest = await withFilm({}).handOver();
    const key = "ab".repeat(32);
    const url = (manifest.parts_url ?? "").replace("{key}", key);
    const headers = { "content-length": "4" };
    const kept = await media.request(url, { method: "PUT", body: "part", headers });
    expect(kept.status).toBe(204);
    expect(await bucket.head(filmPartKey("default", PROJECT, key))).not.toBeNull();
  });

  it("shows on the job what the container does", async () => {
    const film = withFilm({});
    await film.handOver();
    expect(film.bench.job(film.job.id)).toMatchObject({
      status: "running",
      progress: 0.25,
      doing: "Fetching 2 clips",
    });
  });
});

describe("the files of a film", () => {
  it("are put together, each an asset of its own", async () => {
    const film = withFilm({ renditions: ["9:16", "poster"] });
    await finish(film, await film.handOver(), ["9x16", "poster"]);
    await film.save();
    const { assets, films } = film.bench.state;
    const [made] = films.values();
    expect(made?.renditions.map(({ kind }) => kind)).toEqual(["9:16", "poster"]);
    const ids = [made?.assetId, ...(made?.renditions ?? []).map(({ assetId }) => assetId)];
    const kept = ids.map((id) => assets.get(id ?? ""));
    expect(kept).toMatchObject([
      { media: "video", contentType: "video/mp4", bytes: 8, durationMs: 8_000 },
      { media: "video", contentType: "video/mp4", bytes: 4, height: 1280 },
      { media: "image", contentType: "image/jpeg", bytes: 6, durationMs: null, hasAudio: null },
    ]);
    for (const id of ids) expect(await bucket.head(assetKey("default", id ?? ""))).not.toBeNull();
    expect(film.bench.job(film.job.id).status).toBe("succeeded");
  });

  it("are saved once, however often that is tried", async () => {
    const film = withFilm({ renditions: ["poster"] });
    await finish(film, await film.handOver(), ["poster"]);
    const cut = film.bench.state;
    await film.save();
    film.bench.state = cut;
    await film.save();
    expect(film.bench.job(film.job.id)).toMatchObject({ status: "succeeded", warnings: [] });
    expect([...film.bench.state.films.values()][0]?.renditions).toHaveLength(1);
  });

  it("do without a rendition that the container left out", async () => {
    const film = withFilm({ renditions: ["audio", "poster"] });
    const manifest = await film.handOver();
    await finish(film, manifest, ["poster"]);
    await film.save();
    expect([...film.bench.state.films.values()][0]?.renditions).toHaveLength(1);
    const [audio] = manifest.renditions ?? [];
    if (audio === undefined) throw new Error("A rendition expected");
    await expect(send("late", audio.upload, VIDEO)).rejects.toThrow("404");
  });

  it("are given up, all of them, when the film is canceled", async () => {
    const film = withFilm({ renditions: ["draft"] });
    const manifest = await film.handOver();
    film.bench.tell({ type: "cancel", jobId: film.job.id });
    await cancelFilm(film.ports, film.attempt(), 0);
    expect(film.stopped).toEqual([`/jobs/${manifest.job_id}`]);
    for (const { upload } of [manifest, ...(manifest.renditions ?? [])]) {
      await expect(send("late", upload, VIDEO)).rejects.toThrow("404");
    }
  });
});

describe("what is kept of films in the making", () => {
  it("goes when no film is at work, and only this project's", async () => {
    const film = withFilm({});
    const own = filmPartKey("default", PROJECT, "01".repeat(32));
    const strangers = filmPartKey("default", crypto.randomUUID(), "01".repeat(32));
    await bucket.put(own, "own");
    await bucket.put(strangers, "another project's");
    await pruneParts(film.ports);
    expect(await bucket.head(own)).not.toBeNull();
    film.bench.tell({ type: "cancel", jobId: film.job.id });
    await pruneParts(film.ports);
    expect(await bucket.head(own)).toBeNull();
    expect(await bucket.head(strangers)).not.toBeNull();
  });
});
