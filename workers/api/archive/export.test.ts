/** Exports over HTTP in workerd, with real R2 and real objects: out, in, and out again. */
import { describe, expect, it, vi } from "vitest";
import { ok } from "../../contracts/errors.ts";
import { assetKey } from "../../media/keys.ts";
import {
  begin,
  bindings,
  call,
  digest,
  exported,
  importAll,
  listed,
  makeExport,
} from "../../testing/archives.ts";
import { readError } from "../../testing/read-error.ts";
import { testHttp } from "../../testing/test-http.ts";

describe("a project", () => {
  it("comes in, goes out and comes in again, the same each time, byte for byte", async () => {
    const made = await makeExport();
    const first = await importAll(made);
    const out = await exported(first.project.id);
    expect([...out.files.keys()].sort()).toEqual([...made.files.keys()].sort());
    for (const { path, sha256, bytes } of out.manifest.assets) {
      const file = out.files.get(path) ?? new Uint8Array();
      expect([bytes, sha256]).toEqual([file.length, await digest(file)]);
      expect(sha256).toBe(made.manifest.assets.find((asset) => asset.path === path)?.sha256);
    }
    const second = await importAll(out);
    expect(second.project.id).not.toBe(first.project.id);
    const { spentUsd, title, settings } = made.manifest.project;
    expect(second.project).toMatchObject({ spentUsd, title, settings, station: "finished" });
    expect(second.clips).toHaveLength(made.manifest.clips.length);
    const film = second.films.at(-1)?.assetId ?? "";
    const played = await call("GET", `/api/projects/${second.project.id}/assets/${film}`);
    expect(await digest(new Uint8Array(await played.arrayBuffer()))).toBe(
      made.manifest.assets.find(({ path }) => path === "films/film 2.mp4")?.sha256,
    );
    await vi.waitFor(async () => {
      expect(await listed()).toEqual(
        expect.arrayContaining([first, second].map((s) => s.project.id)),
      );
    });
  });

  it("is named after its title, is no page, and tells its length to HEAD", async () => {
    const { project } = await importAll(await makeExport());
    const { response } = await exported(project.id);
    expect(response.headers.get("Content-Type")).toBe("application/zip");
    expect(response.headers.get("Content-Disposition")).toContain('filename="a-title.zip"');
    expect(response.headers.get("Cache-Control")).toBe("private, no-store");
    const head = await call("HEAD", `/api/projects/${project.id}/export`);
    expect(head.headers.get("Content-Length")).toBe(response.headers.get("Content-Length"));
    expect(head.body).toBeNull();
  });

  it("leaves without a file that the store lost, and says so", async () => {
    const { project, songs } = await importAll(await makeExport());
    await bindings.MEDIA.delete(assetKey("default", songs[0]?.assetId ?? ""));
    const { manifest, files } = await exported(project.id);
    expect(manifest.missing).toEqual(["songs/Night the waves part 2.mp3"]);
    expect([manifest.songs, files.has(manifest.missing[0] ?? "")]).toEqual([[], false]);
    expect((await importAll({ manifest, files })).songs).toEqual([]);
  });

  it("that is unknown, deleted or only half here has no export", async () => {
    const { manifest } = await makeExport();
    const half = (await begin(manifest)).projectId;
    const { project } = await importAll(await makeExport());
    await call("DELETE", `/api/projects/${project.id}`);
    for (const id of [half, project.id, crypto.randomUUID()]) {
      const response = await call("GET", `/api/projects/${id}/export`);
      expect((await readError(response)).code).toBe("not_found");
    }
  });
});

describe("the download", () => {
  function withStream(open: () => ReadableStream<Uint8Array>) {
    const http = testHttp();
    http.works.archive.export = async () => ok({ fileName: "x.zip", bytes: 6, open });
    const ask = (method: string) =>
      http.send(method, `/api/projects/${crypto.randomUUID()}/export`);
    return { ...http, ask };
  }

  it("is not begun for HEAD", async () => {
    let opened = 0;
    const { ask } = withStream(() => {
      opened += 1;
      return new Blob(["PK-ZIP"]).stream() as ReadableStream<Uint8Array>;
    });
    expect((await ask("HEAD")).headers.get("Content-Length")).toBe("6");
    expect(opened).toBe(0);
    expect((await (await ask("GET")).arrayBuffer()).byteLength).toBe(6);
    expect(opened).toBe(1);
  });

  it("breaks off where a file can't be read, and the log has why", async () => {
    const { ask, logged } = withStream(
      () =>
        new ReadableStream({
          start: (controller) => controller.enqueue(new Uint8Array(3)),
          pull: (controller) => controller.error(new Error("The file is gone.")),
        }),
    );
    await expect((await ask("GET")).arrayBuffer()).rejects.toThrow();
    await vi.waitFor(() =>
      expect(logged).toContainEqual(
        expect.objectContaining({
          event: "export_stopped",
          cause: expect.objectContaining({ message: "The file is gone." }) as unknown,
        }),
      ),
    );
  });
});
