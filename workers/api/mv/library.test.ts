/** The library over real R2 and real objects. Only the container that decodes files is stood in for. */
import { env } from "cloudflare:workers";
import { runInDurableObject, SELF } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import type { Media } from "../../stitch/protocol.ts";
import { type Config, type Env, parseConfig } from "../../env.ts";
import { assetKey } from "../../media/keys.ts";
import { projectOf } from "../../project/project-stub.ts";
import { workspaceOf } from "../../workspace/workspace-stub.ts";
import { createLibrary, type Library, type NewFile } from "./library.ts";

const bindings = env as unknown as Env;
const parsed = parseConfig(bindings);
if (!parsed.ok) throw new Error(parsed.error.message);
/** Nobody listens at the address of its container. */
const settings = parsed.value;
const ports = { now: Date.now, newId: () => crypto.randomUUID() };

const media: Record<"image" | "audio", Media> = {
  image: {
    media: "image",
    format: "png",
    bytes: 5,
    duration_ms: 40,
    video: { codec: "png", width: 30, height: 20, fps: 25, frames: 1, duration_ms: 40 },
    audio: null,
  },
  audio: {
    media: "audio",
    format: "mp3",
    bytes: 5,
    duration_ms: 201_300.4,
    video: null,
    audio: { codec: "mp3", channels: 2, sample_rate: 44_100, duration_ms: 201_300.4 },
  },
};

type Answer = (asked: { url: string; media: "image" | "audio" }) => Promise<Response> | Response;

const seesIt: Answer = (asked) => Response.json({ protocol: 1, media: media[asked.media] });
const refusesIt: Answer = () =>
  Response.json(
    { code: "input_invalid", message: "No picture can be seen in it." },
    { status: 422 },
  );
const isAway: Answer = () => Promise.reject(new TypeError("Network connection lost."));

/** The real library but for the container, which answers every probe with `answer`. */
function withProber(answer: Answer, change: Partial<Config> = {}): Library {
  const container = {
    idFromName: (name: string) => ({ name }),
    get: () => ({
      fetch: async (_url: string, init: RequestInit) =>
        answer(JSON.parse(init.body as string) as Parameters<Answer>[0]),
    }),
  };
  const STITCHERS = container as unknown as Env["STITCHERS"];
  const config = { ...settings, stitcherUrl: null, ...change };
  return createLibrary({ ...bindings, STITCHERS }, config, ports);
}

const library = withProber(seesIt);

function picture(change: Partial<NewFile> = {}): NewFile {
  const chunks = [Uint8Array.of(1, 2), Uint8Array.of(3, 4, 5)];
  return {
    media: "image",
    contentType: "image/png",
    chunks,
    title: "Robot",
    projectId: null,
    ...change,
  };
}

const song = (change: Partial<NewFile> = {}): NewFile =>
  picture({ media: "audio", contentType: "audio/mpeg", title: "Dawn", ...change });

async function added(file: NewFile, by: Library = library) {
  const found = await by.add(file);
  if (!found.ok) throw new Error(found.error.message);
  return found.value;
}

async function snapshotOf(projectId: string) {
  const snapshot = await projectOf(bindings, projectId).snapshot();
  if (!snapshot.ok) throw new Error(snapshot.error.message);
  return snapshot.value;
}

function waitingUploads(projectId: string): Promise<string[]> {
  const stub = bindings.PROJECTS.get(bindings.PROJECTS.idFromName(projectId));
  return runInDurableObject(stub, (_object, { storage }) =>
    storage.sql
      .exec("SELECT id FROM uploads")
      .toArray()
      .map((row) => row["id"] as string),
  );
}

const stored = (assetId: string) => bindings.MEDIA.head(assetKey("default", assetId));

describe("adding a file", () => {
  it("makes a manual project for it, with the picture as a portrait to choose from", async () => {
    const found = await added(picture());
    expect(found).toMatchObject({
      isPublished: false,
      origin: { prompt: null, model: null, seed: null },
      asset: {
        media: "image",
        contentType: "image/png",
        bytes: 5,
        width: 30,
        height: 20,
        durationMs: null,
        hasAudio: null,
        isChecked: true,
        isSimulated: false,
      },
    });
    const { project, characterReferences, jobs } = await snapshotOf(found.projectId);
    expect(project).toMatchObject({ title: "Robot", mode: "manual", characterReferenceId: null });
    expect(characterReferences).toMatchObject([
      { option: 1, jobId: null, assetId: found.asset.id },
    ]);
    expect(jobs).toEqual([]);
    const object = await bindings.MEDIA.get(found.key);
    expect([...new Uint8Array((await object?.arrayBuffer()) ?? [])]).toEqual([1, 2, 3, 4, 5]);
    expect(await waitingUploads(found.projectId)).toEqual([]);
  });

  it("puts a song into the project that was named", async () => {
    const { projectId } = await added(picture());
    const found = await added(song({ projectId }));
    expect(found).toMatchObject({ projectId, asset: { durationMs: 201_300, hasAudio: true } });
    const { songs, characterReferences } = await snapshotOf(projectId);
    expect(songs).toMatchObject([{ title: "Dawn", assetId: found.asset.id }]);
    expect(characterReferences).toHaveLength(1);
  });

  it("counts it only once it was decoded, from an address that reads it for a while", async () => {
    const { projectId } = await added(picture());
    const assetId = crypto.randomUUID();
    let seen: unknown = null;
    const prober = withProber(async (asked) => {
      const response = await SELF.fetch(asked.url);
      const bytes = [...new Uint8Array(await response.arrayBuffer())];
      const uploads = await waitingUploads(projectId);
      seen = { bytes, uploads, found: await library.find(assetId) };
      const forged = asked.url.replace(assetId, crypto.randomUUID());
      expect((await SELF.fetch(forged)).status).toBe(401);
      return seesIt(asked);
    });
    await added(picture({ projectId, assetId }), prober);
    expect(seen).toEqual({ bytes: [1, 2, 3, 4, 5], uploads: [assetId], found: null });
    expect(await library.find(assetId)).toMatchObject({ projectId });
  });

  it("under a known id is done once", async () => {
    const { projectId } = await added(picture());
    const file = picture({ projectId, assetId: crypto.randomUUID() });
    const [first, second] = await Promise.all([added(file), added(file)]);
    expect(second).toEqual(first);
    expect(await added(file, withProber(refusesIt))).toEqual(first);
    expect((await snapshotOf(projectId)).characterReferences).toHaveLength(2);
    expect(await waitingUploads(projectId)).toEqual([]);
  });

  it("leaves a file alone that another run attached while this one failed", async () => {
    const { projectId } = await added(picture());
    const assetId = crypto.randomUUID();
    const file = picture({ projectId, assetId });
    const late = withProber(async (asked) => {
      await added(file);
      return refusesIt(asked);
    });
    expect(await late.add(file)).toMatchObject({ error: { code: "asset_invalid" } });
    expect(await stored(assetId)).not.toBeNull();
    expect(await library.find(assetId)).toMatchObject({ projectId });
  });
});

describe("a file that can't be added", () => {
  it.each([
    ["decoded", refusesIt, "asset_invalid"],
    ["looked at, as nobody is there", isAway, "stitch_unavailable"],
    [
      "taken for what it is",
      () => Response.json({ protocol: 1, media: media.audio }),
      "asset_invalid",
    ],
  ] as const)("because it can't be %s leaves nothing", async (_why, answer, code) => {
    const { projectId } = await added(picture());
    const prober = withProber(answer);
    const assetId = crypto.randomUUID();
    const refused = await prober.add(picture({ projectId, assetId }));
    expect(refused).toMatchObject({ ok: false, error: { code } });
    expect(await stored(assetId)).toBeNull();
    expect(await library.find(assetId)).toBeNull();
    expect((await snapshotOf(projectId)).assets).toHaveLength(1);
  });

  it("leaves no project that was made for it", async () => {
    const ids: string[] = [];
    const newId = () => {
      const id = crypto.randomUUID();
      ids.push(id);
      return id;
    };
    const alone = createLibrary(bindings, settings, { ...ports, newId });
    expect(await alone.add(picture())).toMatchObject({ error: { code: "stitch_unavailable" } });
    for (const id of ids) {
      expect(await stored(id)).toBeNull();
      expect(await projectOf(bindings, id).snapshot()).toMatchObject({ ok: false });
    }
    await vi.waitFor(async () => {
      const listed = (await workspaceOf(bindings, "default").list()).map(({ id }) => id);
      expect(listed.filter((id) => ids.includes(id))).toEqual([]);
    }, 10_000);
  });

  it("because its project is not here, or was deleted, is not even stored", async () => {
    const { projectId } = await added(picture());
    await projectOf(bindings, projectId).perform({ type: "remove" }, null);
    let probes = 0;
    const prober = withProber((asked) => {
      probes += 1;
      return seesIt(asked);
    });
    for (const id of [projectId, crypto.randomUUID()]) {
      const assetId = crypto.randomUUID();
      const refused = await prober.add(picture({ projectId: id, assetId }));
      expect(refused).toMatchObject({ error: { code: "not_found" } });
      expect(await stored(assetId)).toBeNull();
    }
    expect(probes).toBe(0);
  });
});

describe("finding a file by its id", () => {
  it("tells where it is and whose", async () => {
    const found = await added(picture());
    expect(await library.find(found.asset.id)).toEqual(found);
    const bytes = await library.read(found);
    expect(bytes.ok && [...new Uint8Array(bytes.value)]).toEqual([1, 2, 3, 4, 5]);
  });

  it.each(["", "uuid-1", "../default", "00000000-0000-0000-0000-000000000000"])(
    "knows nothing under %j",
    async (id) => expect(await library.find(id)).toBeNull(),
  );

  it("knows nothing of another workspace", async () => {
    const { asset } = await added(picture());
    const elsewhere = withProber(seesIt, { workspaceId: "another" as Config["workspaceId"] });
    expect(await elsewhere.find(asset.id)).toBeNull();
  });

  it("knows nothing that lies in R2 and that no project names", async () => {
    const { projectId } = await added(picture());
    for (const customMetadata of [{}, { project: projectId }, { project: "nobody" }]) {
      const id = crypto.randomUUID();
      await bindings.MEDIA.put(assetKey("default", id), "x", { customMetadata });
      expect(await library.find(id)).toBeNull();
    }
  });

  it("knows nothing of a deleted project, nor of a file whose object is gone", async () => {
    const [kept, deleted] = [await added(picture()), await added(picture())];
    await projectOf(bindings, deleted.projectId).perform({ type: "remove" }, null);
    expect(await library.find(deleted.asset.id)).toBeNull();
    await bindings.MEDIA.delete(kept.key);
    expect(await library.find(kept.asset.id)).toBeNull();
    expect(await library.read(kept)).toMatchObject({ error: { code: "asset_missing" } });
  });
});

describe("the whole Worker", () => {
  const status = async (path: string) =>
    (await SELF.fetch(`http://localhost/api/mv/${path}`)).status;

  it("shows a picture as picture alone, until its project is deleted", async () => {
    const [{ asset, projectId }, sound] = [await added(picture()), await added(song())];
    const response = await SELF.fetch(
      `http://localhost/api/mv/get_character_reference/${asset.id}`,
    );
    expect([response.status, response.headers.get("Content-Type")]).toEqual([200, "image/png"]);
    await response.body?.cancel();
    expect(await status(`get_video/${asset.id}`)).toBe(404);
    expect(await status(`get_character_reference/${sound.asset.id}`)).toBe(404);
    await projectOf(bindings, projectId).perform({ type: "remove" }, null);
    expect(await status(`get_character_reference/${asset.id}`)).toBe(404);
    expect(await status(`get_scenes/${projectId}`)).toBe(404);
  });
});
