/** The check of a clip in workerd: R2 and the signed addresses are real, the container is answered for. */
import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import type { NewsCommand } from "../../domain/commands.ts";
import { derivedAssetIds } from "../../domain/leftovers.ts";
import type { Attempt } from "../../domain/state.ts";
import { Bench, times } from "../../domain/testing.ts";
import type { Config } from "../../env.ts";
import { assetKey } from "../../media/keys.ts";
import { mediaRoutes } from "../../media/routes.ts";
import { createStitcher } from "../../stitch/client.ts";
import type { CheckRequest } from "../../stitch/protocol.ts";
import type { Ports } from "../ports.ts";
import { check } from "./ingest.ts";

const { MEDIA: bucket } = env as unknown as { MEDIA: R2Bucket };
const signingKey = btoa("0123456789abcdef0123456789abcdef");
const media = new Hono().route("/media", mediaRoutes({ bucket, signingKey, now: Date.now }));
const keyOf = (assetId: string) => assetKey("default", assetId);

const CLIP = {
  media: "video",
  format: "mp4",
  bytes: 10,
  duration_ms: 8_000,
  video: { codec: "h264", width: 1280, height: 720, fps: 24, frames: 192, duration_ms: 8_000 },
  audio: { codec: "aac", channels: 2, sample_rate: 48_000, duration_ms: 8_000 },
};
const STRIP = {
  ...CLIP,
  ...{ media: "image", format: "jpg", duration_ms: 0, audio: null },
  video: { ...CLIP.video, width: 1280, height: 90, frames: 1 },
};
const FINDINGS = {
  loudness_lufs: -18,
  peak_dbtp: -2,
  black_share: 0,
  frozen_share: 0,
  silent_share: 0.5,
  mezzanine_reasons: [],
  poster: { width: 1280, height: 720 },
  strip: { frames: 8, tile_width: 160, tile_height: 90 },
};

type Report = Record<string, unknown>;
/** Does a job: its reports in order, the first being the answer; null is a container without the job. */
type Act = (job: CheckRequest) => Promise<(Report | null)[]>;

type Answer = { status: number; body: unknown };

/** A container that answers `/jobs` as told, and decodes every clip it is only asked to probe. */
function machine(act: Act | Answer) {
  const calls: string[] = [];
  let reports: (Report | null)[] = [];
  const stitcher = createStitcher({
    baseUrl: "http://127.0.0.1:9",
    container: null,
    fetch: async (url, init) => {
      const path = new URL(url).pathname;
      calls.push(`${init.method} ${path.replace(/[0-9a-f-]{36}/, ":id")}`);
      if (path === "/probe") return Response.json({ protocol: 1, media: CLIP });
      if (typeof act !== "function") return Response.json(act.body, { status: act.status });
      if (init.method === "POST")
        reports = await act(JSON.parse(init.body as string) as CheckRequest);
      const report = reports.length > 1 ? reports.shift() : reports[0];
      return report == null
        ? Response.json({ code: "not_found", message: "Not here." }, { status: 404 })
        : Response.json(report, { status: init.method === "POST" ? 202 : 200 });
    },
  });
  return { stitcher, calls };
}

/** A clip that is saved and waits for its check, with the outcome the effect settles on. */
function ingesting(stitcher: Ports["stitcher"], waits = 0) {
  const bench = new Bench();
  bench.upToClips();
  const begun = bench.run(bench.jobs("clip")[0]?.id ?? "");
  // Every test writes under ids of its own.
  const ids = { id: crypto.randomUUID(), assetId: crypto.randomUUID() };
  const attempt: Attempt = { ...begun, ...ids, status: "succeeded", waits };
  attempt.stored = { assetId: attempt.assetId, bytes: 10, contentType: "video/mp4" };
  const job = { ...bench.job(attempt.jobId), status: "ingesting" as const };
  const state = {
    ...bench.state,
    attempts: new Map([[attempt.id, attempt]]),
    jobs: new Map([[job.id, job]]),
  };
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
    state: () => state,
  } as unknown as Ports;
  const settled: NewsCommand[] = [];
  const run = async () => {
    await check(ports, { settle: (news) => settled.push(news), hear: () => {} }, attempt.id);
    return settled.at(-1);
  };
  return { attempt, ids: derivedAssetIds(attempt), run };
}

type Target = { part_url: string };

async function put(text: string, { part_url }: Target): Promise<Response> {
  const headers = { "content-length": String(text.length) };
  return media.request(part_url.replace("{part}", "1"), { method: "PUT", body: text, headers });
}

async function sent(text: string, target: Target) {
  const response = await put(text, target);
  expect(response.status).toBe(200);
  const { etag } = await response.json<{ etag: string }>();
  return { bytes: text.length, parts: [{ part: 1, etag, bytes: text.length }] };
}

function report(job: CheckRequest, news: Report): Report {
  const fresh = { status: "running", progress: 0.5, doing: "Checking", result: null, error: null };
  return { protocol: job.protocol, job_id: job.job_id, ...fresh, ...news };
}

/** Sends a poster and a strip, and a mezzanine where one is due. */
function works(
  seen: CheckRequest[] = [],
  options: { needsMezzanine?: boolean; findings?: Report } = {},
): Act {
  const { needsMezzanine = false, findings = FINDINGS } = options;
  return async (job) => {
    seen.push(job);
    if (job.strip === null || job.mezzanine === null) throw new Error("asked for too little");
    const files: Report[] = [];
    files.push({ name: "strip", media: STRIP, ...(await sent("strip", job.strip.upload)) });
    if (needsMezzanine) {
      const copy = await sent("mezzanine", job.mezzanine.upload);
      files.push({ name: "mezzanine", media: CLIP, ...copy });
    }
    const poster = await sent("poster", job.upload);
    const result = { ...poster, media: CLIP, warnings: [], files, findings };
    return [report(job, {}), report(job, { status: "succeeded", progress: 1, result })];
  };
}

function fails(code: string): Act {
  const error = { code, message: "It went wrong." };
  return async (job) => [report(job, {}), report(job, { status: "failed", error })];
}

const lost: Act = async (job) => [report(job, {}), null];

async function textAt(assetId: string): Promise<string | undefined> {
  return (await bucket.get(keyOf(assetId)))?.text();
}

describe("the check of a clip", () => {
  it("keeps poster and strip, and gives up the mezzanine that was not needed", async () => {
    const seen: CheckRequest[] = [];
    const { stitcher } = machine(works(seen));
    const { attempt, ids, run } = ingesting(stitcher);
    expect(await run()).toEqual({
      type: "checked",
      attemptId: attempt.id,
      stored: attempt.stored,
      facts: {
        ...{ width: 1280, height: 720, durationMs: 8_000, hasAudio: true },
        inspection: {
          findings: {
            loudnessLufs: -18,
            peakDbtp: -2,
            blackShare: 0,
            frozenShare: 0,
            silentShare: 0.5,
          },
          fps: 24,
          poster: {
            ...{ assetId: ids.poster, bytes: 6, contentType: "image/jpeg" },
            ...{ width: 1280, height: 720, durationMs: null, hasAudio: null },
          },
          strip: {
            ...{ assetId: ids.strip, bytes: 5, contentType: "image/jpeg" },
            ...{ width: 1280, height: 90, durationMs: null, hasAudio: null },
            ...{ frames: 8, tileWidth: 160, tileHeight: 90 },
          },
          mezzanine: null,
        },
      },
    });
    expect(await textAt(ids.poster)).toBe("poster");
    expect(await textAt(ids.strip)).toBe("strip");
    expect(await bucket.head(keyOf(ids.mezzanine))).toBeNull();
    const [job] = seen;
    if (job?.mezzanine == null) throw new Error("no mezzanine was asked for");
    expect(job.strip?.frames).toBe(12);
    expect((await put("late", job.mezzanine.upload)).status).toBe(404);
  });

  it("keeps the mezzanine where there is one, and a second run ends the same", async () => {
    const { stitcher } = machine(works([], { needsMezzanine: true }));
    const { ids, run } = ingesting(stitcher);
    const first = await run();
    expect(first).toMatchObject({
      facts: { inspection: { mezzanine: { assetId: ids.mezzanine, bytes: 9, width: 1280 } } },
    });
    expect(await run()).toEqual(first);
    expect(await textAt(ids.mezzanine)).toBe("mezzanine");
  });

  it("does without the strip of a container that does not tell its tiles, and the poster's size", async () => {
    const { poster: _poster, strip: _strip, ...findings } = FINDINGS;
    const { stitcher } = machine(works([], { findings }));
    const { ids, run } = ingesting(stitcher);
    expect(await run()).toMatchObject({
      facts: { inspection: { poster: { assetId: ids.poster, width: null }, strip: null } },
    });
    expect(await bucket.head(keyOf(ids.strip))).toBeNull();
  });

  it.each([
    ["a container of the protocol before", { code: "invalid_request", message: "Unknown." }, 400],
    ["a broken answer", { nonsense: true }, 404],
  ])("leaves it to a plain probe with %s", async (_, body, status) => {
    const { stitcher, calls } = machine({ status, body });
    const { ids, run } = ingesting(stitcher, 2);
    const settled = await run();
    expect(settled).toMatchObject({ type: "checked", facts: { durationMs: 8_000 } });
    expect(settled).not.toHaveProperty("facts.inspection");
    const made = calls.filter((call) => call !== "GET /health");
    expect(made).toEqual(["POST /jobs", "POST /probe"]);
    expect(await bucket.head(keyOf(ids.poster))).toBeNull();
  });

  it("fails the clip that the container can't decode", async () => {
    const { stitcher, calls } = machine(fails("input_invalid"));
    const { attempt, run } = ingesting(stitcher);
    expect(await run()).toEqual({
      type: "check_failed",
      attemptId: attempt.id,
      error: { code: "asset_invalid", message: "It went wrong." },
    });
    expect(calls).not.toContain("POST /probe");
  });

  it.each([
    ["is busy", { status: 503, body: { code: "busy", message: "Busy." } }, 9],
    ["could not send the poster", fails("upload_failed"), 0],
    ["was replaced while it worked", lost, 0],
  ])("waits for a container that %s", async (_, act, waits) => {
    const { stitcher, calls } = machine(act);
    const { attempt, run } = ingesting(stitcher, waits);
    expect(await run()).toEqual({ type: "check_unavailable", attemptId: attempt.id });
    expect(calls).not.toContain("POST /probe");
  });

  it.each(["upload_failed", "disk_full", "encode_failed"])(
    "stops waiting for what fails again and again: %s",
    async (code) => {
      const { stitcher } = machine(fails(code));
      const { run } = ingesting(stitcher, 2);
      expect(await run()).toMatchObject({ type: "checked", facts: { width: 1280 } });
    },
  );
});
