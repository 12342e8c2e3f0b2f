/** Own clips over HTTP in workerd, with real R2 and real objects. The checker is out of reach here. */
import { describe, expect, it } from "vitest";
import { LIMITS } from "../../contracts/limits.ts";
import { Snapshot } from "../../contracts/live.ts";
import { OwnClipUpload } from "../../contracts/own-clips.ts";
import { ownClipsPath } from "../../contracts/paths.ts";
import { fromWire } from "../../contracts/wire.ts";
import { assetKey } from "../../media/keys.ts";
import {
  begin,
  bindings,
  call,
  complete,
  digest,
  makeExport,
  sendAll,
} from "../../testing/archives.ts";
import { readError } from "../../testing/read-error.ts";
import { json } from "../../testing/test-http.ts";

const PART = LIMITS.ownClipPartBytes;

async function project(): Promise<{ id: string; sceneId: string; snapshot: Snapshot }> {
  const { manifest, files } = await makeExport();
  const state = await begin(manifest);
  await sendAll(state, files);
  const snapshot = await complete(state.projectId);
  return { id: state.projectId, sceneId: snapshot.scenes[0]?.id ?? "", snapshot };
}

function video(bytes: number): Uint8Array {
  const file = new Uint8Array(bytes).fill(7);
  file.set(new TextEncoder().encode("\0\0\0\x18ftypisom"));
  return file;
}

function post(id: string, sceneId: string, file: object): Promise<Response> {
  return call("POST", ownClipsPath(id, sceneId), json(file));
}

async function uploadOf(response: Response): Promise<OwnClipUpload> {
  const read = fromWire(OwnClipUpload, await response.json());
  if (!read.success) throw read.error;
  return read.data;
}

async function start(bytes: number, fileName = "storm.mp4") {
  const made = await project();
  const response = await post(made.id, made.sceneId, { file_name: fileName, bytes });
  expect(response.status).toBe(201);
  return { ...made, upload: await uploadOf(response) };
}

const put = ({ url }: OwnClipUpload, file: Uint8Array, part: number) =>
  call("PUT", `${url}?part=${part}`, {
    body: file.slice((part - 1) * PART, part * PART),
    headers: { "Content-Type": "application/octet-stream" },
  });

const keyOf = ({ id }: OwnClipUpload) => assetKey("default", id);

describe("an own clip", () => {
  it("comes in parts, goes on where it stopped, and is a take that is being checked", async () => {
    const file = video(PART + 1_000);
    const { id, sceneId, snapshot, upload } = await start(file.length);
    expect(upload).toMatchObject({ sceneId, partBytes: PART, missingParts: [1, 2] });
    expect(await uploadOf(await put(upload, file, 2))).toMatchObject({ missingParts: [1] });
    const early = await call("POST", upload.url);
    expect(await readError(early)).toMatchObject({ code: "conflict" });
    const again = await post(id, sceneId, { file_name: "storm.mp4", bytes: file.length });
    expect(await uploadOf(again)).toMatchObject({ id: upload.id, missingParts: [1] });
    const listed = await call("GET", `/api/projects/${id}/own_clips`);
    expect(await listed.json()).toMatchObject({ uploads: [{ id: upload.id, missing_parts: [1] }] });
    await put(upload, file, 1);
    for (const _ of ["once", "and again, as after a lost answer"]) {
      const done = await call("POST", upload.url);
      expect(done.status).toBe(200);
      const read = fromWire(Snapshot, await done.json());
      const takes = read.data?.clips.filter(({ own }) => own?.assetId === upload.id) ?? [];
      expect(takes).toMatchObject([{ sceneId, own: { fileName: "storm.mp4" } }]);
      expect(read.data?.clips).toHaveLength(snapshot.clips.length + 1);
      const job = read.data?.jobs.find((each) => each.id === takes[0]?.jobId);
      expect(job).toMatchObject({ kind: "clip", status: "ingesting", estimateUsd: 0 });
    }
    const stored = await bindings.MEDIA.get(keyOf(upload));
    expect(await digest(new Uint8Array((await stored?.arrayBuffer()) ?? []))).toBe(
      await digest(file),
    );
  });

  it("that is a picture with another name is refused in words, and dropped", async () => {
    const picture = new Uint8Array(500).fill(1);
    picture.set(Uint8Array.from("\x89PNG\r\n\x1a\n", (letter) => letter.charCodeAt(0)));
    const { upload, id } = await start(picture.length, "holiday.mp4");
    await put(upload, picture, 1);
    const refused = await call("POST", upload.url);
    expect(refused.status).toBe(422);
    expect(await readError(refused)).toMatchObject({
      code: "asset_invalid",
      message: expect.stringContaining("“holiday.mp4” is a PNG picture"),
    });
    expect(await bindings.MEDIA.head(keyOf(upload))).toBeNull();
    expect(await (await call("GET", `/api/projects/${id}/own_clips`)).json()).toEqual({
      uploads: [],
    });
  });

  it("that is too large is refused before a byte of it comes", async () => {
    const { id, sceneId } = await project();
    const refused = await post(id, sceneId, { file_name: "long.mp4", bytes: 2 * 1024 ** 3 });
    expect(refused.status).toBe(400);
    expect((await readError(refused)).message).toContain("at most 500 MB");
  });

  it("takes no part that is not as long as it has to be, or that it does not have", async () => {
    const file = video(1_000);
    const { upload } = await start(file.length);
    const short = await put(upload, file.subarray(0, 900), 1);
    expect(await readError(short)).toMatchObject({ code: "invalid_request" });
    const beyond = await call("PUT", `${upload.url}?part=2`, { body: file });
    expect(beyond.status).toBe(404);
  });

  it("that is given up is gone, also the second time", async () => {
    const file = video(1_000);
    const { upload } = await start(file.length);
    await put(upload, file, 1);
    expect((await call("DELETE", upload.url)).status).toBe(204);
    expect((await call("DELETE", upload.url)).status).toBe(204);
    expect((await put(upload, file, 1)).status).toBe(404);
    expect((await call("POST", upload.url)).status).toBe(404);
  });
});
