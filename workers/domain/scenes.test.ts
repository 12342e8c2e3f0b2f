import { describe, expect, it } from "vitest";
import { LIMITS } from "../contracts/limits.ts";
import { Bench } from "./testing.ts";

/** Numbers and words in film order. */
function film(bench: Bench): [number, string][] {
  const scenes = [...bench.state.scenes.values()].sort((a, b) => a.number - b.number);
  return scenes.map(({ number, description }) => [number, description]);
}

function idOf(bench: Bench, number: number): string {
  const scene = [...bench.state.scenes.values()].find((each) => each.number === number);
  if (scene === undefined) throw new Error(`No scene ${number}`);
  return scene.id;
}

function add(bench: Bench, description: string, number?: number): string {
  const input = {
    description,
    negativeDescription: "",
    ...(number === undefined ? {} : { number }),
  };
  const sceneId = bench.tell({ type: "add_scene", input })?.sceneId;
  if (sceneId == null) throw new Error("Refused");
  return sceneId;
}

function withScenes(mode: "quick" | "step" = "step"): Bench {
  const bench = new Bench();
  bench.upToClips(mode);
  return bench;
}

/** With both clips shot and in the film. */
function withClips(): Bench {
  const bench = withScenes("quick");
  for (const job of bench.jobs("clip")) bench.deliver(bench.run(job.id));
  return bench;
}

describe("adding a scene", () => {
  it("puts it in its place and moves the rest on, without touching their versions", () => {
    const bench = withScenes();
    add(bench, "Between", 2);
    add(bench, "Last");
    expect(film(bench)).toEqual([
      [1, "Scene 1"],
      [2, "Between"],
      [3, "Scene 2"],
      [4, "Last"],
    ]);
    expect([...bench.state.scenes.values()].map(({ version }) => version)).toEqual([1, 1, 1, 1]);
  });

  it("takes the project's length, or its own", () => {
    const bench = withScenes();
    const input = { description: "Long", negativeDescription: "", lengthS: 12 };
    const sceneId = bench.tell({ type: "add_scene", input })?.sceneId ?? "";
    expect(bench.state.scenes.get(sceneId)?.lengthS).toBe(12);
    const plain = add(bench, "As ever");
    expect(bench.state.scenes.get(plain)?.lengthS).toBe(8);
  });

  it("costs nothing in a quick project either, until somebody asks for the clip", () => {
    const bench = withClips();
    const before = bench.jobs("clip").length;
    const sceneId = add(bench, "One more");
    expect(bench.jobs("clip")).toHaveLength(before);
    bench.tell({ type: "start", input: { kind: "clip", sceneIds: [sceneId] } });
    expect(bench.jobs("clip")).toHaveLength(before + 1);
  });

  it("stops at as many as one film takes", () => {
    const bench = withScenes();
    for (let count = 2; count < LIMITS.filmScenes; count++) add(bench, `More ${count}`);
    const input = { description: "Too many", negativeDescription: "" };
    expect(bench.tell({ type: "add_scene", input })).toBeNull();
    expect(film(bench)).toHaveLength(LIMITS.filmScenes);
  });

  it("waits while the whole script is being written", () => {
    const bench = new Bench();
    bench.create("step");
    const input = { description: "Early", negativeDescription: "" };
    expect(bench.tell({ type: "add_scene", input })).toBeNull();
  });
});

describe("taking a scene out and bringing it back", () => {
  it("keeps its takes and its place", () => {
    const bench = withClips();
    const first = idOf(bench, 1);
    const scene = bench.state.scenes.get(first);
    bench.tell({ type: "remove_scene", sceneId: first });
    expect(film(bench)).toEqual([[1, "Scene 2"]]);
    expect([...bench.state.clips.values()].some(({ sceneId }) => sceneId === first)).toBe(true);
    bench.tell({ type: "restore_scene", sceneId: first });
    expect(film(bench)).toEqual([
      [1, "Scene 1"],
      [2, "Scene 2"],
    ]);
    expect(bench.state.scenes.get(first)?.selectedClipId).toBe(scene?.selectedClipId);
    expect(bench.state.removedScenes.size).toBe(0);
  });

  it("is the same twice", () => {
    const bench = withScenes();
    const first = idOf(bench, 1);
    for (const type of ["remove_scene", "remove_scene"] as const) {
      expect(bench.tell({ type, sceneId: first })?.sceneId).toBe(first);
    }
    expect(bench.state.removedScenes.size).toBe(1);
    for (const type of ["restore_scene", "restore_scene"] as const) {
      expect(bench.tell({ type, sceneId: first })?.sceneId).toBe(first);
    }
    expect(film(bench)).toHaveLength(2);
    expect(bench.tell({ type: "remove_scene", sceneId: "gone" })).toBeNull();
  });

  it("does not begin takes that nobody began, and uses one that arrives meanwhile", () => {
    const bench = withScenes("quick");
    const [running, queued] = bench.jobs("clip");
    const attempt = bench.run(running?.id ?? "");
    const [first, second] = [idOf(bench, 1), idOf(bench, 2)];
    bench.tell({ type: "remove_scene", sceneId: first });
    bench.tell({ type: "remove_scene", sceneId: second });
    expect(bench.job(queued?.id ?? "").status).toBe("canceled");
    expect(bench.job(running?.id ?? "").status).toBe("running");
    bench.deliver(attempt);
    bench.tell({ type: "restore_scene", sceneId: first });
    expect(bench.state.scenes.get(first)?.selectedClipId).toBe(running?.targetId);
  });

  it("leaves a film that is being cut as it was asked for", () => {
    const bench = withClips();
    const [film] = bench.jobs("film");
    bench.tell({ type: "remove_scene", sceneId: idOf(bench, 1) });
    const order = bench.job(film?.id ?? "").order;
    expect(order?.kind === "film" && order.inputs).toHaveLength(2);
  });

  it("forgets the oldest that nobody shot, never one with takes", () => {
    const bench = withClips();
    const shot = idOf(bench, 1);
    bench.tell({ type: "remove_scene", sceneId: shot });
    for (let count = 0; count < 35; count++) {
      bench.now += 1;
      bench.tell({ type: "remove_scene", sceneId: add(bench, `Note ${count}`) });
    }
    const kept = [...bench.state.removedScenes.values()].map(({ scene }) => scene.description);
    expect(kept).toHaveLength(31);
    expect(kept).toContain("Scene 1");
    expect(kept).toContain("Note 34");
    expect(kept).not.toContain("Note 0");
  });

  it("lets a film whose shot scenes are all out be written anew", () => {
    const bench = withClips();
    for (const id of [...bench.state.scenes.keys()]) {
      bench.tell({ type: "remove_scene", sceneId: id });
    }
    expect(bench.tell({ type: "start", input: { kind: "script" } })?.jobs).toHaveLength(1);
  });
});

describe("moving a scene", () => {
  it.each([
    [1, 3, ["Scene 2", "C", "Scene 1"]],
    [3, 1, ["C", "Scene 1", "Scene 2"]],
    [2, 99, ["Scene 1", "C", "Scene 2"]],
    [2, 2, ["Scene 1", "Scene 2", "C"]],
  ])("from place %i to %i", (from, number, words) => {
    const bench = withScenes();
    add(bench, "C");
    bench.tell({ type: "move_scene", sceneId: idOf(bench, from), number });
    expect(film(bench)).toEqual(words.map((each, index) => [index + 1, each]));
  });
});

it("keeps what a person wrote when the whole script is written anew", () => {
  const bench = withScenes();
  add(bench, "Mine");
  bench.tell({ type: "start", input: { kind: "script" } });
  const job = bench.jobs("script").at(-1)?.id ?? "";
  const text = { ok: true as const, value: { text: "New" } };
  bench.observe(bench.run(job), { status: "succeeded", output: text });
  expect(film(bench)).toEqual([
    [1, "New 1"],
    [2, "New 2"],
  ]);
  const kept = [...bench.state.removedScenes.values()].map(({ scene }) => scene.description);
  expect(kept).toEqual(["Mine"]);
});
