/** An import on its way: hidden until its files are there, and gone after a day if they never come. */
import { describe, expect, it } from "vitest";
import { begun, ELSEWHERE, fullProject, manifestOf } from "./archive/testing.ts";
import { decide } from "./decide.ts";
import { importState, type ImportStep } from "./imports.ts";
import { Bench, times } from "./testing.ts";

const manifest = manifestOf(fullProject());
const PART = 32 * 1024 * 1024;
const COMPLETE = { type: "import" as const, step: { type: "complete" as const } };

const take = (bench: Bench, step: ImportStep) => bench.tell({ type: "import", step });

const stateOf = (bench: Bench) => importState(bench.state, bench.now, times.purgeAfter);

function wanted(bench: Bench) {
  const state = stateOf(bench);
  if (!state.ok) throw new Error(state.error.message);
  return state.value;
}

function why(bench: Bench): string {
  const decided = decide(bench.state, COMPLETE, bench.context);
  return decided.ok ? "complete" : `${decided.error.code}: ${decided.error.message}`;
}

const fileIds = (bench: Bench) => [...bench.state.uploads.keys()];

function keep(bench: Bench, ids: string[]): void {
  for (const assetId of ids) take(bench, { type: "keep_file", assetId });
}

describe("an import that waits for files", () => {
  it("is like a deleted project to everybody else, and names what it wants", () => {
    const bench = begun(manifest);
    expect(bench.state.project).toMatchObject({ id: ELSEWHERE, deletedAt: bench.now });
    expect(bench.tell({ type: "update", input: { title: "Mine" } })).toBeNull();
    const state = wanted(bench);
    expect(state).toMatchObject({ projectId: ELSEWHERE, isComplete: false });
    expect(state.expiresAt).toBe(bench.now + times.purgeAfter);
    expect(state.files.map(({ path }) => path)).toEqual(manifest.assets.map(({ path }) => path));
    expect(state.files[0]).toMatchObject({
      missingParts: [1],
      url: `/api/projects/${ELSEWHERE}/import/${fileIds(bench)[0] ?? ""}`,
    });
  });

  it("completes with the last file and not before, once and again", () => {
    const bench = begun(manifest);
    const [last = "", ...others] = fileIds(bench);
    keep(bench, others);
    expect(why(bench)).toMatch(/^conflict: Still missing: portraits\/portrait 1\.mp4\. /);
    expect(wanted(bench).files).toHaveLength(1);
    keep(bench, [last]);
    expect(bench.tell(COMPLETE)).not.toBeNull();
    expect(bench.state.project?.deletedAt).toBeNull();
    expect(bench.state.uploads.size).toBe(0);
    expect(bench.wakeups.size).toBe(0);
    expect(why(bench)).toBe("complete");
    expect(wanted(bench)).toMatchObject({ isComplete: true, files: [], expiresAt: null });
  });

  it("is complete at once where no file belongs to it", () => {
    const bench = new Bench();
    bench.create("step");
    const after = begun(manifestOf(bench));
    expect(after.state.project?.deletedAt).toBeNull();
    expect(after.wakeups.size).toBe(0);
    expect(why(after)).toBe("complete");
  });

  it("begins once: the same again changes nothing", () => {
    const bench = begun(manifest);
    const before = bench.state;
    const { project } = before;
    if (project === null) throw new Error("No project");
    const rows = {
      scenes: [],
      removedScenes: [],
      characterReferences: [],
      clips: [],
      films: [],
      songs: [],
    };
    take(bench, {
      type: "begin",
      project,
      rows: { ...rows, jobs: [], assets: [], attempts: [] },
      files: [],
    });
    expect(bench.state).toBe(before);
  });

  it("is given up after a day, with its files", () => {
    const bench = begun(manifest);
    keep(bench, fileIds(bench));
    bench.now += times.purgeAfter;
    expect(why(bench)).toMatch(/^not_found: .*begin it again/);
    expect(stateOf(bench)).toMatchObject({ error: { code: "not_found" } });
    const due = [...bench.wakeups.values()].filter(({ dueAt }) => dueAt <= bench.now);
    for (const { wakeup } of due) bench.tell({ type: "wake", wakeup });
    expect(bench.effects.has("purge")).toBe(true);
  });

  it("waits for nothing any more once somebody deletes it", () => {
    const bench = begun(manifest);
    bench.tell({ type: "remove" });
    keep(bench, fileIds(bench));
    expect(why(bench)).toMatch(/^not_found/);
    expect([...bench.wakeups.keys()]).toEqual(["purge"]);
  });

  it("is not what a deleted project becomes", () => {
    const bench = new Bench();
    bench.create();
    bench.tell({ type: "remove" });
    expect(why(bench)).toMatch(/^not_found/);
    expect(stateOf(bench)).toMatchObject({ error: { code: "not_found" } });
  });
});

describe("a file of many parts", () => {
  const [first, ...others] = manifest.assets;
  if (first === undefined) throw new Error("No file");
  const large = { ...manifest, assets: [{ ...first, bytes: 2 * PART + 1 }, ...others] };

  function start() {
    const bench = begun(large);
    const [assetId = ""] = fileIds(bench);
    take(bench, { type: "begin_file", assetId, uploadId: "u1" });
    const send = (part: number, uploadId = "u1") =>
      take(bench, { type: "keep_part", assetId, uploadId, part, etag: `e${part}` });
    const missing = () => wanted(bench).files.find(({ path }) => path === first?.path);
    return { bench, assetId, send, missing };
  }

  it("wants those that have not come, in any order and again", () => {
    const { send, missing } = start();
    expect(missing()?.missingParts).toEqual([1, 2, 3]);
    send(3);
    send(1);
    send(3);
    expect(missing()?.missingParts).toEqual([2]);
  });

  it("keeps the upload that was begun first, and hears of no other", () => {
    const { bench, assetId, send, missing } = start();
    take(bench, { type: "begin_file", assetId, uploadId: "u2" });
    send(1, "u2");
    expect(missing()?.missingParts).toEqual([1, 2, 3]);
    expect(bench.state.uploads.get(assetId)?.file?.uploadId).toBe("u1");
  });

  it("still wants one where the look at the whole was cut off", () => {
    const { send, missing } = start();
    for (const part of [1, 2, 3]) send(part);
    expect(missing()?.missingParts).toEqual([1]);
  });

  it("wants all of it again when it was refused, but not twice for one refusal", () => {
    const { bench, assetId, send, missing } = start();
    for (const part of [1, 2, 3]) send(part);
    take(bench, { type: "refuse_file", assetId, uploadId: "u1" });
    expect(missing()?.missingParts).toEqual([1, 2, 3]);
    take(bench, { type: "begin_file", assetId, uploadId: "u2" });
    send(2, "u2");
    take(bench, { type: "refuse_file", assetId, uploadId: "u1" });
    expect(missing()?.missingParts).toEqual([1, 3]);
  });
});
