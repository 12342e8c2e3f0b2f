import { describe, expect, it } from "vitest";
import type { Snapshot } from "../contracts/live.ts";
import { publicJob } from "./jobs.ts";
import { duplicateOf, portraitIdOf } from "./duplicate.ts";
import { Bench } from "./testing.ts";

const COPY = "00000000-0000-4000-8000-00000000cccc";

function snapshotOf({ state }: Bench): Snapshot {
  const { project, attempts: _attempts, uploads: _uploads, jobs, ...tables } = state;
  if (project === null) throw new Error("No project");
  const rows = Object.fromEntries(
    Object.entries(tables).map(([name, rows]) => [name, [...rows.values()]]),
  ) as Omit<Snapshot, "seq" | "project" | "jobs">;
  return { seq: 1, project, ...rows, jobs: [...jobs.values()].map(publicJob) };
}

function copyOf(bench: Bench): Bench {
  const copy = new Bench();
  const source = snapshotOf(bench);
  const chosen = bench.state.characterReferences.get(source.project.characterReferenceId ?? "");
  const portrait = bench.state.assets.get(chosen?.assetId ?? "") ?? null;
  const { now } = copy;
  const of = { source, id: COPY, portrait, isSimulated: true, now, newId: () => copy.newId() };
  copy.tell({ type: "import", step: { type: "begin", ...duplicateOf(of) } });
  return copy;
}

const finish = (copy: Bench) => {
  copy.tell({ type: "import", step: { type: "keep_file", assetId: portraitIdOf(COPY) } });
  return copy.tell({ type: "import", step: { type: "complete" } });
};

describe("a duplicate", () => {
  it("has the words, the settings, the scenes and a portrait of its own, and nothing else", () => {
    const bench = new Bench();
    bench.upToClips("quick");
    const copy = copyOf(bench);
    expect(copy.state.project?.deletedAt).not.toBeNull();
    expect(finish(copy)).not.toBeNull();
    const { project, scenes, assets, clips, jobs, attempts } = copy.state;
    expect(project).toMatchObject({
      title: "A title copy",
      idea: "An idea",
      settings: bench.state.project?.settings,
      deletedAt: null,
      spentUsd: 0,
    });
    const words = ({ state }: Bench) => [...state.scenes.values()].map((each) => each.description);
    expect(words(copy)).toEqual(words(bench));
    for (const scene of scenes.values()) expect(bench.state.scenes.has(scene.id)).toBe(false);
    expect([...assets.keys()]).toEqual([portraitIdOf(COPY)]);
    expect([clips.size, jobs.size, attempts.size]).toEqual([0, 0, 0]);
    expect([project?.mode, project?.need]).toEqual(["step", "shoot_clips"]);
  });

  it("starts nothing by itself, whatever happens to it next", () => {
    const bench = new Bench();
    bench.upToClips("quick");
    const copy = copyOf(bench);
    finish(copy);
    copy.tell({ type: "update", input: { title: "Another" } });
    expect(copy.state.jobs.size).toBe(0);
    expect([...copy.effects.keys()]).toEqual(["publish"]);
  });

  it("is there at once where no portrait was chosen", () => {
    const bench = new Bench();
    bench.create("step");
    const { project, characterReferences } = copyOf(bench).state;
    expect(project).toMatchObject({ deletedAt: null, need: "retry_character" });
    expect(characterReferences.size).toBe(0);
  });

  it("has a title that is one, however long the first was", () => {
    const bench = new Bench();
    bench.create("manual");
    bench.tell({ type: "update", input: { title: "🗼".repeat(60) } });
    const { project } = copyOf(bench).state;
    expect(project?.title).toBe(`${"🗼".repeat(57)} copy`);
    expect(project?.mode).toBe("manual");
  });
});
