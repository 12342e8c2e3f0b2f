/** Imports over HTTP in workerd, with real R2 and real objects. */
import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import type { Manifest } from "../../contracts/manifest.ts";
import { withFiles } from "../../domain/archive/write.ts";
import {
  begin,
  bindings,
  call,
  complete,
  digest,
  isStored,
  keyOf,
  listed,
  makeExport,
  PART,
  post,
  send,
  sendAll,
  stateOf,
} from "../../testing/archives.ts";
import { readError } from "../../testing/read-error.ts";
import { receivePart } from "./receive-part.ts";

describe("an import", () => {
  it("is seen by nobody until it is complete", async () => {
    const { manifest, files } = await makeExport();
    const state = await begin(manifest);
    const path = `/api/projects/${state.projectId}`;
    expect((await call("GET", path)).status).toBe(404);
    const early = await call("POST", `${path}/import`);
    expect(await readError(early)).toMatchObject({
      code: "conflict",
      message: expect.stringContaining(` and ${files.size - 1} more. Send what`),
    });
    await sendAll(state, files);
    expect((await call("GET", path)).status).toBe(404);
    expect(await listed()).not.toContain(state.projectId);
    await complete(state.projectId);
    expect((await complete(state.projectId)).project.id).toBe(state.projectId);
  });

  it("is one import however often it is begun under one key, and goes on where it stopped", async () => {
    const { manifest, files } = await makeExport();
    const key = crypto.randomUUID();
    const first = await begin(manifest, key);
    const [some, ...rest] = first.files;
    await sendAll({ ...first, files: some === undefined ? [] : [some] }, files);
    const again = await begin(manifest, key);
    expect(again).toEqual({ ...first, files: rest });
    const asked = await call("GET", `/api/projects/${first.projectId}/import`);
    expect(await stateOf(asked)).toEqual(again);
    const other = { ...manifest, appVersion: "another" };
    expect((await readError(await post(other, key))).code).toBe("conflict");
    await sendAll(again, files);
    await complete(first.projectId);
    expect(await begin(manifest, key)).toMatchObject({ isComplete: true, files: [] });
  });

  it("takes a large file in parts, in any order and again", async () => {
    const { manifest, files } = await makeExport(PART + 1_000);
    const state = await begin(manifest);
    const large = state.files.find(({ missingParts }) => missingParts.length === 2);
    const bytes = files.get(large?.path ?? "") ?? new Uint8Array();
    const url = large?.url ?? "";
    for (const part of [2, 2, 1]) {
      expect(await isStored(url)).toBe(false);
      const piece = bytes.subarray((part - 1) * PART, part * PART);
      expect((await send(url, piece, part)).status).toBe(204);
    }
    const stored = await bindings.MEDIA.get(keyOf(url));
    expect(await digest(new Uint8Array((await stored?.arrayBuffer()) ?? []))).toBe(
      await digest(bytes),
    );
    expect(stored?.httpMetadata?.contentType).toBe("video/mp4");
    expect((await send(url, new Uint8Array(5))).status).toBe(204);
    expect((await bindings.MEDIA.head(keyOf(url)))?.size).toBe(bytes.length);
  });

  it("drops a file with other bytes than told, and takes the right one after it", async () => {
    const { manifest, files } = await makeExport();
    const state = await begin(manifest);
    const { url = "", path = "" } = state.files[0] ?? {};
    const right = files.get(path) ?? new Uint8Array();
    const wrong = right.slice();
    wrong[100] = 1;
    const refused = await send(url, wrong);
    expect(refused.status).toBe(422);
    expect(await readError(refused)).toMatchObject({ code: "asset_invalid", detail: path });
    expect(await isStored(url)).toBe(false);
    expect((await send(url, right)).status).toBe(204);
    expect(await isStored(url)).toBe(true);
  });

  it("refuses a part of another length, one that there is not, and files of nobody", async () => {
    const { manifest, files } = await makeExport();
    const { files: wanted, projectId } = await begin(manifest);
    const { url = "", path = "" } = wanted[0] ?? {};
    const right = files.get(path) ?? new Uint8Array();
    const code = async (response: Response) => (await readError(response)).code;
    expect(await code(await send(url, right.subarray(1)))).toBe("invalid_request");
    expect(await code(await send(url, right, 2))).toBe("not_found");
    expect(await code(await call("PUT", `${url}?part=0`, { body: right }))).toBe("invalid_request");
    const nobody = `/api/projects/${projectId}/import/${crypto.randomUUID()}`;
    expect(await code(await send(nobody, right))).toBe("not_found");
    const nowhere = url.replace(projectId, crypto.randomUUID());
    expect(await code(await send(nowhere, right))).toBe("not_found");
    expect(await isStored(url)).toBe(false);
  });

  it("is given up after a day, and its files go", async () => {
    const { manifest, files } = await makeExport();
    const state = await begin(manifest);
    const [first] = state.files;
    await sendAll({ ...state, files: first === undefined ? [] : [first] }, files);
    expect(await isStored(first?.url ?? "")).toBe(true);
    const { PROJECTS } = bindings;
    const stub = PROJECTS.get(PROJECTS.idFromName(state.projectId));
    const due = await runInDurableObject(stub, async (_object, { storage }) => {
      const rows = storage.sql.exec("SELECT due_at FROM wakeups WHERE key = 'purge'").toArray();
      storage.sql.exec("UPDATE wakeups SET due_at = 0 WHERE key = 'purge'");
      await storage.setAlarm(Date.now());
      return Number(rows[0]?.["due_at"]);
    });
    expect(due).toBe(state.expiresAt);
    await vi.waitFor(async () => expect(await isStored(first?.url ?? "")).toBe(false), 10_000);
  });

  it("that is given up while its last part is looked at keeps no file", async () => {
    const { manifest, files } = await makeExport();
    const state = await begin(manifest);
    const { url = "", path = "" } = state.files[0] ?? {};
    const MEDIA = new Proxy(bindings.MEDIA, {
      get: (bucket, name: keyof R2Bucket) => {
        if (name !== "get") return bucket[name].bind(bucket);
        return async (key: string, options?: R2GetOptions) => {
          await call("DELETE", `/api/projects/${state.projectId}`);
          return bucket.get(key, options);
        };
      },
    });
    const bytes = files.get(path) ?? new Uint8Array();
    const received = await receivePart({ ...bindings, MEDIA }, "default", {
      projectId: state.projectId,
      fileId: url.split("/").at(-1) ?? "",
      part: 1,
      body: new Blob([bytes]).stream() as ReadableStream<Uint8Array>,
      contentLength: String(bytes.length),
    });
    expect(received).toMatchObject({ error: { code: "not_found" } });
    expect(await isStored(url)).toBe(false);
  });

  it("that somebody deletes takes nothing any more", async () => {
    const { manifest, files } = await makeExport();
    const state = await begin(manifest);
    expect((await call("DELETE", `/api/projects/${state.projectId}`)).status).toBe(204);
    const { url = "", path = "" } = state.files[0] ?? {};
    expect((await send(url, files.get(path) ?? new Uint8Array())).status).toBe(404);
    expect((await call("POST", `/api/projects/${state.projectId}/import`)).status).toBe(404);
  });

  it("writes no event of its rows, which could be longer than one row may be", async () => {
    const { manifest } = await makeExport();
    const none = withFiles(manifest, new Map());
    for (const each of [manifest, { ...none, missing: [] }]) {
      const { projectId } = await begin(each);
      const stub = bindings.PROJECTS.get(bindings.PROJECTS.idFromName(projectId));
      const events = await runInDurableObject(stub, (_object, { storage }) =>
        storage.sql.exec("SELECT seq FROM events").toArray(),
      );
      expect(events).toEqual([]);
    }
  });
});

describe("a manifest that can't be imported", () => {
  it.each<[string, (good: Manifest) => unknown, string, RegExp]>([
    ["no JSON", () => "PK\u0003\u0004", "malformed_json", /not valid JSON/],
    ["another version", (good) => ({ ...good, version: 2 }), "invalid_request", /a newer one/],
    ["another format", (good) => ({ ...good, format: "x" }), "invalid_request", /"format" must be/],
    ["nothing in it", () => ({}), "invalid_request", /"format" is missing/],
    [
      "a scene twice",
      (good) => ({ ...good, scenes: [...good.scenes, ...good.scenes] }),
      "invalid_request",
      /there twice/,
    ],
    [
      "a path that leads elsewhere",
      (good) => ({ ...good, assets: good.assets.map((a) => ({ ...a, path: "../x.png" })) }),
      "invalid_request",
      /"assets.0.path" is wrong: A file lies in a folder/,
    ],
    [
      "a file of a kind that is not kept",
      (good) => ({ ...good, assets: good.assets.map((a) => ({ ...a, contentType: "text/html" })) }),
      "invalid_request",
      /text\/html as image, which is not kept/,
    ],
    [
      "too much of it",
      (good) => ({ ...good, appVersion: "x".repeat(9_000_000) }),
      "payload_too_large",
      /8,388,608 bytes/,
    ],
  ])("has %s: it is refused and leaves nothing", async (_name, change, code, message) => {
    const { manifest } = await makeExport();
    const key = crypto.randomUUID();
    const error = await readError(await post(change(manifest), key));
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) as string });
    expect(error.detail?.length ?? 0).toBeLessThan(5_000);
    // The key is free: nothing was begun under it.
    expect((await post(manifest, key)).status).toBe(201);
  });
});
