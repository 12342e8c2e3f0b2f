import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { type Asked, findScene, MOST_SCENES } from "./asked.ts";
import { type ClipOrder, FilmOrder, type PortraitOrder, type ScriptOrder } from "./orders.ts";
import { agreeable, Bench } from "./testing.ts";
import { fail } from "../contracts/errors.ts";

const portrait: PortraitOrder = {
  kind: "character",
  prompt: "A robot, in the caller's words",
  negativePrompt: "rust",
  aspectRatio: "3:4",
  format: "webp",
  seed: 5,
  safetyFilterLevel: "block_only_high",
  personGeneration: "dont_allow",
  reference: null,
};
const script: ScriptOrder = {
  kind: "script",
  idea: "A flower",
  characterDescription: "A robot",
  sceneCount: 3,
  lengthS: 6,
  style: null,
  rewrite: null,
};
const clip: ClipOrder = {
  kind: "clip",
  prompt: "It kneels, with rules around",
  negativePrompt: "text",
  lengthS: 5,
  aspectRatio: "9:16",
  resolution: "1080p",
  seed: 9,
  generateAudio: false,
  reference: null,
};
const scene = { description: "It kneels", negativeDescription: "text" };
function shoot(change: Partial<Extract<Asked, { type: "shoot" }>> = {}): Asked {
  return { type: "shoot", order: clip, scene, sequence: null, warnings: [], ...change };
}

function manual(): Bench {
  const bench = new Bench();
  bench.create("manual");
  return bench;
}

/** The first job that a command answers with. */
function first(bench: Bench, asked: Asked) {
  const job = bench.tell(asked)?.jobs[0];
  if (job === undefined) throw new Error("It was refused");
  return job;
}

const scenes = (bench: Bench) => [...bench.state.scenes.values()];
const clips = (bench: Bench) => [...bench.state.clips.values()];

describe("a manual project", () => {
  it("starts nothing by itself, from its beginning to the film", () => {
    const bench = manual();
    expect([bench.state.jobs.size, bench.effects.has("publish")]).toEqual([0, true]);
    bench.deliver(bench.run(first(bench, { type: "draw", orders: [portrait], warnings: [] }).id));
    expect(bench.state.project).toMatchObject({ characterReferenceId: null, station: "character" });
    const written = first(bench, { type: "write", order: script, warnings: [] });
    const text = { ok: true as const, value: { text: "Scene" } };
    bench.observe(bench.run(written.id), { status: "succeeded", output: text });
    expect(scenes(bench)).toHaveLength(3);
    expect(bench.jobs("clip")).toEqual([]);
    for (const { description, negativeDescription } of scenes(bench)) {
      const shot = shoot({ scene: { description, negativeDescription } });
      bench.deliver(bench.run(first(bench, shot).id));
    }
    expect(scenes(bench).every((each) => each.selectedClipId !== null)).toBe(true);
    expect([bench.state.films.size, bench.state.jobs.size]).toEqual([0, 5]);
    expect(bench.state.project).toMatchObject({ station: "clips", need: null });
  });

  it("needs only what went wrong last", () => {
    const bench = manual();
    const { id } = first(bench, shoot());
    bench.tell({ type: "cancel", jobId: id });
    expect(bench.state.project?.need).toBeNull();
    const again = first(bench, shoot());
    const refused = {
      kind: "moderation" as const,
      error: { code: "content_refused" as const, message: "No." },
    };
    bench.observe(bench.run(again.id), { status: "failed", failure: refused });
    expect(bench.state.project?.need).toBe("retry_clips");
    first(bench, shoot());
    expect(bench.state.project?.need).toBeNull();
  });

  it("is closed to programs once it is deleted", () => {
    const bench = manual();
    bench.tell({ type: "remove" });
    expect(bench.tell({ type: "draw", orders: [portrait], warnings: [] })).toBeNull();
    expect(bench.tell(shoot())).toBeNull();
  });
});

describe("drawing", () => {
  it("draws exactly what was ordered, each in a place of its own, and keeps the warnings", () => {
    const bench = manual();
    const orders = [portrait, { ...portrait, seed: 6 }];
    const answer = bench.tell({ type: "draw", orders, warnings: ["Flavor x is unknown."] });
    expect(answer?.jobs.map(({ order }) => order)).toEqual(orders);
    expect(bench.jobs("character").map(({ warnings }) => warnings)).toEqual([
      ["Flavor x is unknown."],
      ["Flavor x is unknown."],
    ]);
    bench.tell({ type: "draw", orders: [portrait], warnings: [] });
    expect(
      [...bench.state.characterReferences.values()].map(({ option, seed }) => [option, seed]),
    ).toEqual([
      [1, 5],
      [2, 6],
      [3, 5],
    ]);
  });

  it("draws nothing when one of the orders is refused", () => {
    const bench = manual();
    bench.planner = {
      ...agreeable,
      portrait: (order, model) =>
        order.seed === 6 ? fail("invalid_request", "No seed 6.") : agreeable.portrait(order, model),
    };
    const orders = [portrait, { ...portrait, seed: 6 }];
    expect(bench.tell({ type: "draw", orders, warnings: [] })).toBeNull();
    expect([bench.state.jobs.size, bench.state.characterReferences.size]).toEqual([0, 0]);
  });
});

describe("writing", () => {
  const write: Asked = { type: "write", order: script, warnings: [] };
  const answer = (text: string) => ({
    status: "succeeded" as const,
    output: { ok: true as const, value: { text } },
  });

  it("keeps what each call wrote, and replaces the scenes that were there", () => {
    const bench = manual();
    const [one, two] = [
      first(bench, write),
      first(bench, { ...write, order: { ...script, sceneCount: 1 } }),
    ];
    bench.observe(bench.run(one.id), answer("First"));
    bench.observe(bench.run(two.id), answer("Second"));
    expect(scenes(bench)).toMatchObject([{ number: 1, description: "Second 1", lengthS: 6 }]);
    expect(bench.job(one.id).scenes?.map(({ description }) => description)).toEqual([
      "First 1",
      "First 2",
      "First 3",
    ]);
  });

  it("gives a project without words its idea and character, and leaves those of others", () => {
    const bench = new Bench();
    bench.create("manual");
    first(bench, write);
    expect(bench.state.project).toMatchObject({
      idea: "An idea",
      characterDescription: "A character",
    });
    bench.tell({ type: "update", input: { title: "x" } });
    const { project } = bench.state;
    if (project === null) throw new Error("a project expected");
    bench.state = { ...bench.state, project: { ...project, idea: "", characterDescription: "" } };
    first(bench, write);
    expect(bench.state.project).toMatchObject({
      idea: "A flower",
      characterDescription: "A robot",
    });
  });

  it("is refused once a clip was shot", () => {
    const bench = manual();
    first(bench, shoot());
    expect(bench.tell(write)).toBeNull();
    expect(scenes(bench)).toHaveLength(1);
  });
});

describe("shooting", () => {
  it("makes a scene of the words, and one more take when they come again", () => {
    const bench = manual();
    const job = first(bench, shoot({ warnings: ["No portrait."] }));
    expect(job.order).toEqual(clip);
    expect(bench.job(job.id).warnings).toEqual(["No portrait."]);
    first(bench, shoot());
    expect(scenes(bench)).toMatchObject([{ number: 1, ...scene, lengthS: 5 }]);
    expect(clips(bench).map(({ take, lengthS }) => [take, lengthS])).toEqual([
      [1, 5],
      [2, 5],
    ]);
  });

  it("takes words that differ in what must not be seen for another scene", () => {
    const bench = manual();
    first(bench, shoot());
    first(bench, shoot({ scene: { ...scene, negativeDescription: "" } }));
    expect(scenes(bench).map(({ number }) => number)).toEqual([1, 2]);
  });

  it("takes the scene that is named, whatever its words, and leaves them as they are", () => {
    const bench = manual();
    first(bench, shoot());
    first(bench, shoot({ sequence: 1, scene: { ...scene, description: "It walks" } }));
    expect(scenes(bench)).toMatchObject([{ description: "It kneels" }]);
    expect(clips(bench).map(({ take }) => take)).toEqual([1, 2]);
    first(bench, shoot({ sequence: 2 }));
    expect(scenes(bench).map(({ number, description }) => [number, description])).toEqual([
      [1, "It kneels"],
      [2, "It kneels"],
    ]);
  });

  it("leaves no gap between the scenes", () => {
    const bench = manual();
    expect(bench.tell(shoot({ sequence: 2 }))).toBeNull();
    first(bench, shoot({ sequence: 1 }));
    expect(bench.tell(shoot({ sequence: 3 }))).toBeNull();
    const gap = findScene(scenes(bench), { scene, sequence: 3 });
    expect(gap).toMatchObject({
      error: { message: expect.stringMatching(/scenes are 1 to 1.*2 for/) },
    });
    expect([bench.state.jobs.size, bench.state.scenes.size]).toEqual([1, 1]);
  });

  it("begins no scene beyond the most, but takes of those that are there", () => {
    const full = Array.from({ length: MOST_SCENES }, (_, index) => ({
      id: `${index}`,
      number: index + 1,
      description: `Scene ${index + 1}`,
      negativeDescription: "",
      lengthS: 8,
      selectedClipId: null,
      version: 1,
      isAdded: false,
    }));
    const sequence = MOST_SCENES + 1;
    for (const asked of [
      { scene, sequence: null },
      { scene, sequence },
    ]) {
      expect(findScene(full, asked)).toMatchObject({ error: { code: "conflict" } });
    }
    const last = { scene, sequence: MOST_SCENES };
    expect(findScene(full, last)).toMatchObject({ value: { number: MOST_SCENES } });
    expect(findScene(full.slice(1), { scene, sequence })).toEqual({ ok: true, value: null });
  });

  it("with a portrait of the project chooses it, unless another was chosen", () => {
    const bench = manual();
    for (const { id } of bench.tell({ type: "draw", orders: [portrait, portrait], warnings: [] })
      ?.jobs ?? []) {
      bench.deliver(bench.run(id));
    }
    const [one, two] = [...bench.state.characterReferences.values()];
    const withReference = (assetId: string) =>
      shoot({ order: { ...clip, reference: { assetId, contentType: "image/png" } } });
    first(bench, withReference("00000000-0000-4000-8000-00000000ffff"));
    expect(bench.state.project?.characterReferenceId).toBeNull();
    first(bench, withReference(two?.assetId ?? ""));
    expect(bench.state.project?.characterReferenceId).toBe(two?.id);
    first(bench, withReference(one?.assetId ?? ""));
    expect(bench.state.project?.characterReferenceId).toBe(two?.id);
  });
});

describe("stitching", () => {
  it("cuts exactly the videos that were named, known here or not, in their order", () => {
    const bench = manual();
    bench.deliver(bench.run(first(bench, shoot()).id));
    const own = clips(bench)[0];
    const foreign = "00000000-0000-4000-8000-00000000ffff";
    const input = (assetId: string) => ({
      id: assetId,
      assetId,
      contentType: "video/mp4",
      lengthS: null,
    });
    const inputs = [input(foreign), input(own?.assetId ?? ""), input(foreign)];
    const output = { width: 640, height: 360, fps: 24 };
    const order = z.parse(FilmOrder, { kind: "film", inputs, output });
    const job = first(bench, { type: "stitch", order, warnings: [] });
    expect(job.order).toEqual(order);
    expect([...bench.state.films.values()]).toMatchObject([
      { number: 1, clipIds: [own?.id], missingScenes: [], publishedAt: null },
    ]);
  });
});
