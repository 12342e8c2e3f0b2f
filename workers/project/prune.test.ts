/** Files that nothing names, in real R2: they go when their time has come, and no others. */
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import type { Env } from "../env.ts";
import { NOTHING_DERIVED } from "../contracts/project.ts";
import { assetKey } from "../media/keys.ts";
import { projectOf } from "./project-stub.ts";

const bindings = env as unknown as Env;

async function make() {
  const id = crypto.randomUUID();
  const rpc = projectOf(bindings, id);
  const stub = bindings.PROJECTS.get(bindings.PROJECTS.idFromName(id));
  const project = {
    id,
    workspaceId: "default",
    title: "A title",
    idea: "",
    characterDescription: "",
    mode: "manual" as const,
    settings: {
      sceneCount: 1,
      clipLengthS: 8,
      aspectRatio: "16:9" as const,
      resolution: "720p" as const,
      imageCount: 1,
      imageFormat: "png" as const,
      generateAudio: true,
      seed: null,
      negativePrompt: null,
      imageModel: "google/imagen-4",
      textModel: "google/gemini-2.5-flash",
      videoModel: "google/veo-3.1",
    },
  };
  expect(await rpc.perform({ type: "create", project }, null)).toMatchObject({ ok: true });
  const rows = (query: string) =>
    runInDurableObject(stub, (_object, { storage }) => storage.sql.exec(query).toArray());
  /** The wakeups of one kind are due now. */
  const passTime = (kind: "prune" | "purge") =>
    runInDurableObject(stub, async (_object, { storage }) => {
      storage.sql.exec("UPDATE wakeups SET due_at = 0 WHERE key LIKE ?", `${kind}%`);
      await storage.setAlarm(Date.now());
    });
  return { rpc, rows, passTime };
}

async function put(): Promise<string> {
  const id = crypto.randomUUID();
  await bindings.MEDIA.put(assetKey("default", id), "bytes");
  return id;
}

const isStored = async (id: string) =>
  (await bindings.MEDIA.head(assetKey("default", id))) !== null;

function attach(id: string) {
  const asset = {
    id,
    media: "image" as const,
    contentType: "image/png",
    bytes: 5,
    width: 3,
    height: 2,
    durationMs: null,
    hasAudio: null,
    isChecked: true,
    ...NOTHING_DERIVED,
  };
  return { type: "attach_upload" as const, asset, title: "" };
}

describe("an upload that was never attached", () => {
  it("goes, with the line that waited for it, and only that", async () => {
    const { rpc, rows, passTime } = await make();
    const [lost, kept, strangers] = [await put(), await put(), await put()];
    for (const assetId of [lost, kept]) await rpc.perform({ type: "begin_upload", assetId }, null);
    await rpc.perform(attach(kept), null);
    const [due] = await rows("SELECT due_at FROM wakeups WHERE key LIKE 'prune:%'");
    expect(Number(due?.["due_at"]) - Date.now()).toBeGreaterThan(23 * 3_600_000);
    await passTime("prune");
    await vi.waitFor(async () => expect(await isStored(lost)).toBe(false), 10_000);
    await vi.waitFor(async () => expect(await rows("SELECT id FROM uploads")).toEqual([]), 10_000);
    expect([await isStored(kept), await isStored(strangers)]).toEqual([true, true]);
    expect(await rpc.perform(attach(lost), null)).toMatchObject({
      error: { code: "asset_missing" },
    });
  });

  it("goes with its deleted project", async () => {
    const { rpc, passTime } = await make();
    const id = await put();
    await rpc.perform({ type: "begin_upload", assetId: id }, null);
    await rpc.perform({ type: "remove" }, null);
    await passTime("purge");
    await vi.waitFor(async () => expect(await isStored(id)).toBe(false), 10_000);
  });
});

describe("a file that came to be named after all", () => {
  it("stays, though it was already to be pruned", async () => {
    const { rpc, rows, passTime } = await make();
    const id = await put();
    await rpc.perform({ type: "begin_upload", assetId: id }, null);
    await rpc.perform(attach(id), null);
    // As if the time had come just before it was attached.
    const wakeup = JSON.stringify({ kind: "prune", assetId: id });
    await rows(`INSERT INTO wakeups VALUES ('prune:${id}', '${wakeup}', 0)`);
    await passTime("prune");
    await vi.waitFor(async () => {
      expect(await rows(`SELECT key FROM wakeups WHERE key = 'prune:${id}'`)).toEqual([]);
      expect(await rows(`SELECT key FROM outbox WHERE key = 'prune:${id}'`)).toEqual([]);
    }, 10_000);
    expect(await isStored(id)).toBe(true);
    expect(await rpc.assetFile(id)).toMatchObject({ ok: true });
  });
});
