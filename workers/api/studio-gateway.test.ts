/** The gateway over real objects and real R2. Only the container that decodes files is stood in for. */
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { LIMITS } from "../contracts/limits.ts";
import { CreateProject } from "../contracts/requests.ts";
import { type Env, parseConfig } from "../env.ts";
import { buildPng } from "../media/pictures/testing/build-png.ts";
import { createGateway } from "./gateway.ts";

const bindings = env as unknown as Env;
const parsed = parseConfig(bindings);
if (!parsed.ok) throw new Error(parsed.error.message);

const media = {
  ...{ media: "image", format: "png", bytes: 5, duration_ms: 40, audio: null },
  video: { codec: "png", width: 3, height: 2, fps: 25, frames: 1, duration_ms: 40 },
};
const song = {
  ...{ media: "audio", format: "wav", bytes: 5, duration_ms: 30_000, video: null },
  audio: { codec: "pcm_s16le", sample_rate: 44_100, channels: 2, duration_ms: 30_000 },
};
const STITCHERS = {
  idFromName: (name: string) => ({ name }),
  get: () => ({
    fetch: async (_url: string, { body }: { body: string }) =>
      Response.json({ protocol: 1, media: body.includes('"audio"') ? song : media }),
  }),
} as unknown as Env["STITCHERS"];

const gateway = createGateway({ ...bindings, STITCHERS }, { ...parsed.value, stitcherUrl: null });

async function made(): Promise<string> {
  const words = { idea: "A keeper and a whale", characterDescription: "An old keeper" };
  const input = CreateProject.parse({ ...words, mode: "manual" });
  const created = await gateway.createProject(input, crypto.randomUUID());
  if (!created.ok) throw new Error(created.error.message);
  return created.value.project.id;
}

async function snapshotOf(projectId: string) {
  const snapshot = await gateway.snapshot(projectId);
  if (!snapshot.ok) throw new Error(snapshot.error.message);
  return snapshot.value;
}

async function wordsOf(projectId: string): Promise<string[]> {
  const { scenes } = await snapshotOf(projectId);
  expect(scenes.map(({ number }) => number)).toEqual(scenes.map((_, index) => index + 1));
  return scenes.map(({ description }) => description);
}

async function add(projectId: string, description: string, key: string = crypto.randomUUID()) {
  const added = await gateway.addScene(projectId, { description, negativeDescription: "" }, key);
  if (!added.ok) throw new Error(added.error.message);
  return added.value;
}

describe("scenes by hand", () => {
  it("are added once for each key, moved, taken out and brought back", async () => {
    const id = await made();
    const key = crypto.randomUUID();
    const first = await add(id, "One", key);
    expect((await add(id, "One", key)).id).toBe(first.id);
    const second = await add(id, "Two");
    await add(id, "Three");
    await gateway.moveScene(id, second.id, 1);
    expect(await wordsOf(id)).toEqual(["Two", "One", "Three"]);
    await gateway.removeScene(id, second.id);
    expect(await wordsOf(id)).toEqual(["One", "Three"]);
    expect((await snapshotOf(id)).removedScenes).toMatchObject([{ scene: { id: second.id } }]);
    await gateway.restoreScene(id, second.id);
    expect(await wordsOf(id)).toEqual(["Two", "One", "Three"]);
    expect((await snapshotOf(id)).removedScenes).toEqual([]);
  });

  it("are written anew by one job for each key, with the scene as its target", async () => {
    const id = await made();
    const scene = await add(id, "One");
    const key = crypto.randomUUID();
    const job = await gateway.rewriteScene(id, scene.id, { wish: "Rain" }, key);
    expect(job).toMatchObject({ ok: true, value: { kind: "script", targetId: scene.id } });
    const again = await gateway.rewriteScene(id, scene.id, { wish: "Rain" }, key);
    expect(again.ok && again.value.id).toBe(job.ok && job.value.id);
    expect((await snapshotOf(id)).jobs).toHaveLength(1);
  });

  it("are not there for another project", async () => {
    const scene = await add(await made(), "One");
    const other = await made();
    for (const answer of [
      await gateway.removeScene(other, scene.id),
      await gateway.restoreScene(other, scene.id),
      await gateway.moveScene(other, scene.id, 1),
      await gateway.rewriteScene(other, scene.id, { wish: "" }, crypto.randomUUID()),
      await gateway.varyPortrait(other, scene.id, crypto.randomUUID()),
    ]) {
      expect(answer).toMatchObject({ ok: false, error: { code: "not_found" } });
    }
  });
});

describe("a portrait of one's own", () => {
  function form(bytes: Uint8Array, key = "form-key-1", name = "cat.png"): Request {
    const body = new FormData();
    body.set("form", "upload-portrait");
    body.set("key", key);
    body.set("file", new File([bytes], name, { type: "image/png" }));
    return new Request("http://localhost/", { method: "POST", body });
  }

  it("is added once however often its form comes, and another picture is another one", async () => {
    const id = await made();
    const picture = await buildPng();
    const fields = { form: "upload-portrait", key: "form-key-1" };
    for (let time = 0; time < 2; time++) {
      expect(await gateway.uploadPortrait(id, form(picture))).toEqual({ ok: true, value: fields });
    }
    expect((await snapshotOf(id)).characterReferences).toMatchObject([{ option: 1, jobId: null }]);
    await gateway.uploadPortrait(id, form(await buildPng({ width: 4 })));
    expect((await snapshotOf(id)).characterReferences).toHaveLength(2);
  });

  it("says what else the file is, and leaves nothing of it", async () => {
    const id = await made();
    const film = new TextEncoder().encode("\0\0\0\x18ftypisom\0\0\0\0isommp42");
    const refused = await gateway.uploadPortrait(id, form(film));
    expect(refused).toMatchObject({
      error: { code: "asset_invalid", message: expect.stringMatching(/MP4.*PNG, JPEG or WebP/) },
    });
    const large = await gateway.uploadPortrait(
      id,
      form(new Uint8Array(LIMITS.uploadImageBytes + 1)),
    );
    expect(large).toMatchObject({ error: { code: "payload_too_large" } });
    expect(await snapshotOf(id)).toMatchObject({ characterReferences: [], assets: [] });
  });
});

describe("a song", () => {
  /** The head of a WAV file of 16 bits and two channels, and nothing to hear. */
  function wav(key = "form-key-1"): Request {
    const bytes = new TextEncoder().encode(`RIFF\0\0\0\0WAVEfmt ${"\0".repeat(40)}`);
    const body = new FormData();
    body.set("form", "upload-song");
    body.set("key", key);
    body.set("file", new File([bytes], "Night waves.wav", { type: "audio/wav" }));
    return new Request("http://localhost/", { method: "POST", body });
  }

  it("is added once, and is under the next film where no other is", async () => {
    const id = await made();
    const fields = { form: "upload-song", key: "form-key-1" };
    for (let time = 0; time < 2; time++) {
      expect(await gateway.uploadSong(id, wav())).toEqual({ ok: true, value: fields });
    }
    const { songs, project } = await snapshotOf(id);
    expect(songs).toMatchObject([{ title: "Night waves" }]);
    expect(project.filmPlan).toMatchObject({ version: 1, music: { songId: songs[0]?.id } });
    await gateway.uploadSong(id, wav("form-key-2"));
    const after = await snapshotOf(id);
    expect(after.songs).toHaveLength(2);
    expect(after.project.filmPlan).toEqual(project.filmPlan);
  });

  it("is refused where it is none, and nothing is planned", async () => {
    const id = await made();
    const body = new FormData();
    body.set("file", new File(["not a song"], "song.mp3"));
    const request = new Request("http://localhost/", { method: "POST", body });
    expect(await gateway.uploadSong(id, request)).toMatchObject({
      ok: false,
      error: { code: "asset_invalid" },
    });
    expect((await snapshotOf(id)).project.filmPlan.music).toBeNull();
  });
});
