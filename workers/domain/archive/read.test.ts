/** Manifests that do not hold together: each is refused whole, with what is wrong named. */
import { describe, expect, it } from "vitest";
import { ArchivePath, Manifest } from "../../contracts/manifest.ts";
import { fromWire, toWire } from "../../contracts/wire.ts";
import { readManifest } from "./read.ts";
import version1 from "./manifest-1.json" with { type: "json" };
import { freshId, fullProject, manifestOf } from "./testing.ts";

const good = manifestOf(fullProject());
const STRANGER = "99999999-0000-4000-8000-000000000000";

type Rows<T extends keyof Manifest> = Manifest[T] extends (infer Row)[] ? Row : never;

/** The manifest with the first row of a table changed. */
function first<T extends keyof Manifest>(table: T, change: Partial<Rows<T>>): Manifest {
  const [row, ...others] = good[table] as Rows<T>[];
  return { ...good, [table]: [{ ...(row as object), ...change }, ...others] };
}

function refusal(manifest: Manifest): string {
  const done = readManifest(manifest, freshId);
  return done.ok ? "taken" : `${done.error.code}: ${done.error.message}`;
}

describe("a manifest is refused", () => {
  it("but not the good one", () => expect(refusal(good)).toBe("taken"));

  it.each<[string, Manifest, RegExp]>([
    [
      "a scene twice",
      { ...good, scenes: [...good.scenes, ...good.scenes] },
      /The scene \S+ is there twice/,
    ],
    ["a job twice", { ...good, jobs: [...good.jobs, ...good.jobs] }, /The job \S+ is there twice/],
    [
      "a file twice",
      { ...good, assets: [...good.assets, ...good.assets] },
      /The file \S+ is there twice/,
    ],
    [
      "a chosen portrait that is not there",
      { ...good, project: { ...good.project, characterReferenceId: STRANGER } },
      /The project names the portrait 9999/,
    ],
    [
      "a take that is not there",
      first("scenes", { selectedClipId: STRANGER }),
      /Scene 1 names the clip 9999/,
    ],
    [
      "a take of another scene",
      first("scenes", { selectedClipId: good.clips[1]?.id ?? "" }),
      /Scene 1 uses a clip of another scene/,
    ],
    ["a clip of no scene", first("clips", { sceneId: STRANGER }), /clip \S+ names the scene 9999/],
    ["a clip of no job", first("clips", { jobId: STRANGER }), /clip \S+ names the job 9999/],
    ["a clip of no file", first("clips", { assetId: STRANGER }), /clip \S+ names the file 9999/],
    [
      "a portrait of no job",
      first("characterReferences", { jobId: STRANGER }),
      /Portrait 1 names the job 9999/,
    ],
    ["a film of no clip", first("films", { clipIds: [STRANGER] }), /Film 1 names the clip 9999/],
    [
      "a rendition of no file",
      first("films", { renditions: [{ kind: "gif", assetId: STRANGER }] }),
      /Film 1 names the file 9999/,
    ],
    ["a song of no file", first("songs", { assetId: STRANGER }), /song \S+ names the file 9999/],
    ["a job for nothing", first("jobs", { targetId: STRANGER }), /job \S+ names the clip 9999/],
    ["a job after no job", first("jobs", { retryOf: STRANGER }), /job \S+ names the job 9999/],
    [
      "an attempt of no job",
      first("attempts", { jobId: STRANGER }),
      /attempt \S+ names the job 9999/,
    ],
    [
      "a poster that is not there",
      first("assets", { posterAssetId: STRANGER }),
      /The file portraits\/.* names the file 9999/,
    ],
    [
      "two files of one name, as some systems see it",
      first("assets", { path: good.assets[1]?.path.replace("portrait", "PORTRAIT") ?? "" }),
      /Two files have the same name/,
    ],
    [
      "more than an import takes",
      {
        ...good,
        assets: good.assets.map((asset) => ({ ...asset, bytes: 4 * 1024 ** 3 })),
      },
      /larger together than the 20 GB/,
    ],
    [
      "a row longer than the database takes",
      first("scenes", { description: "x".repeat(600_000) }),
      /longer than 500000 characters/,
    ],
  ])("%s", (_name, manifest, message) => {
    expect(refusal(manifest)).toMatch(/^invalid_request: /);
    expect(refusal(manifest)).toMatch(message);
  });

  it("and tells more than the first fault in detail, but no endless list", () => {
    const bad = { ...good, clips: good.clips.map((clip) => ({ ...clip, jobId: STRANGER })) };
    const done = readManifest(bad, freshId);
    if (done.ok) throw new Error("It was taken.");
    expect(done.error.detail?.match(/names the job/g)).toHaveLength(good.clips.length);
    const many = { ...good, scenes: Array.from({ length: 300 }, () => good.scenes[0] ?? never()) };
    const refused = readManifest(many, freshId);
    expect(refused.ok ? "" : refused.error.detail?.length).toBeLessThan(3_000);
  });
});

function never(): never {
  throw new Error("No scene");
}

describe("an export of version 1", () => {
  it("is read by whatever version comes later", () => {
    const read = fromWire(Manifest, version1);
    if (!read.success) throw read.error;
    expect(read.data.clips).toHaveLength(3);
    expect(refusal(read.data)).toBe("taken");
  });
});

describe("the schema", () => {
  function issueOf(change: Record<string, unknown>): string {
    const wire = { ...(toWire(good) as object), ...change };
    const issue = fromWire(Manifest, wire).error?.issues[0];
    return issue === undefined ? "taken" : `${issue.path.join(".")}: ${issue.message}`;
  }

  it("takes its own, and no other format or version", () => {
    expect(issueOf({})).toBe("taken");
    expect(issueOf({ format: "another" })).toMatch(/^format: /);
    expect(issueOf({ version: 2, scenes: "unknown to us" })).toMatch(/^version: .*newer one\.$/);
    expect(issueOf({ version: undefined })).toMatch(/^version: /);
  });

  it("takes 10,000 rows and no more", () => {
    const row = toWire(good.attempts[0]);
    const { scenes, characterReferences, clips, films, songs, jobs, assets, missing } = good;
    const tables = [scenes, characterReferences, clips, films, songs, jobs, assets, missing];
    const room = tables.reduce((left, { length }) => left - length, 10_000);
    expect(issueOf({ attempts: Array.from({ length: room }, () => row) })).toBe("taken");
    expect(issueOf({ attempts: Array.from({ length: room + 1 }, () => row) })).toMatch(
      /more than 10000 rows/,
    );
  });

  it.each([
    "clips/03 - The lighthouse - take 2.mp4",
    "portraits/portrait 1.png",
    "films/film 1 - 9x16.mp4",
    "songs/Ночь (2).mp3",
    "clips/01 - 灯台 - take 1.mp4",
  ])("takes the path %s", (path) => expect(ArchivePath.safeParse(path).success).toBe(true));

  it.each([
    "../secret.png",
    "clips/../../etc/passwd",
    "clips/..",
    "clips/.hidden",
    "/etc/passwd",
    "clips//x.png",
    "clips/a/b.png",
    "C:\\x.png",
    "clips/a\\b.png",
    "clips/a\u0000.png",
    "clips/a\n.png",
    'clips/a".png',
    "clips/a:b.png",
    "clips/a\u202egnp.exe",
    "clips/ends.",
    "clips/ends ",
    "clips/-rf",
    "x.png",
    "",
    `clips/${"x".repeat(200)}.png`,
  ])("refuses the path %j", (path) => expect(ArchivePath.safeParse(path).success).toBe(false));
});
