import { describe, expect, it } from "vitest";
import { DEFAULT_FILM_OPTIONS, type FilmOptions } from "../contracts/film-options.ts";
import type { FilmOrder } from "./orders.ts";
import type { JobRecord } from "./state.ts";
import { Bench } from "./testing.ts";

const FADE = { kind: "crossfade" as const, lengthS: 0.7 };
const WIPE = { kind: "wipe" as const, lengthS: 1 };
const CUT = { kind: "cut" as const, lengthS: 0.5 };

/** A project with a take of each scene but those in `missing`, numbered from 1. */
function withTakes({ scenes = 3, missing = [] as number[] } = {}): Bench {
  const bench = new Bench();
  bench.create("manual", { sceneCount: scenes, imageCount: 1 });
  bench.tell({ type: "start", input: { kind: "character", count: 1 } });
  bench.tell({ type: "start", input: { kind: "script" } });
  for (const job of bench.jobs("character")) bench.deliver(bench.run(job.id));
  const [reference] = bench.state.characterReferences.values();
  bench.tell({ type: "choose", characterReferenceId: reference?.id ?? "" });
  for (const job of bench.jobs("script")) {
    const text = { ok: true as const, value: { text: "Scene" } };
    bench.observe(bench.run(job.id), { status: "succeeded", output: text });
  }
  bench.tell({ type: "start", input: { kind: "clip" } });
  bench.jobs("clip").forEach((job, index) => {
    if (missing.includes(index + 1)) bench.tell({ type: "cancel", jobId: job.id });
    else bench.deliver(bench.run(job.id));
  });
  return bench;
}

function addSong(bench: Bench): string {
  const assetId = bench.newId();
  bench.tell({ type: "begin_upload", assetId });
  const asset = {
    id: assetId,
    media: "audio" as const,
    contentType: "audio/mpeg",
    bytes: 9,
    width: null,
    height: null,
    durationMs: 60_000,
    hasAudio: true,
    isChecked: true,
    posterAssetId: null,
    strip: null,
    mezzanineAssetId: null,
    findings: null,
  };
  bench.tell({ type: "attach_upload", asset, title: "A song" });
  return [...bench.state.songs.values()].at(-1)?.id ?? "";
}

function orderOf(job: JobRecord | undefined): FilmOrder {
  if (job?.order?.kind !== "film") throw new Error("No film was ordered");
  return job.order;
}

function order(bench: Bench, options: Partial<FilmOptions>, allowMissing = false): FilmOrder {
  return orderOf(bench.cut({ allowMissing, options })?.jobs[0]);
}

describe("how a film is joined", () => {
  it("takes one transition for every join, and several each for its own", () => {
    expect(order(withTakes(), { transitions: [FADE] }).joins).toEqual([FADE, FADE]);
    expect(order(withTakes(), { transitions: [FADE, WIPE] }).joins).toEqual([FADE, WIPE]);
    expect(order(withTakes({ scenes: 4 }), { transitions: [FADE, WIPE] }).joins).toEqual([
      FADE,
      WIPE,
      CUT,
    ]);
  });

  it("loses a scene's join with the scene", () => {
    const bench = withTakes({ missing: [2] });
    expect(order(bench, { transitions: [FADE, WIPE] }, true).joins).toEqual([WIPE]);
  });

  it("refuses more transitions than there are joins, but not one for all of a single scene", () => {
    expect(withTakes().cut({ options: { transitions: [FADE, FADE, FADE] } })).toBeNull();
    expect(order(withTakes({ scenes: 1 }), { transitions: [FADE] }).joins).toEqual([]);
  });
});

describe("a transition that shows two clips at once", () => {
  const warningsOf = (bench: Bench, options: Partial<FilmOptions>) =>
    bench.cut({ options })?.jobs[0]?.warnings;
  /** Two clips of 8 seconds, trimmed as told. */
  function trimmed(...trims: ({ inS?: number; outS?: number } | null)[]): Bench {
    const bench = withTakes({ scenes: 2 });
    [...bench.state.scenes.values()].forEach(({ selectedClipId }, index) => {
      const input = trims[index];
      const clipId = selectedClipId ?? "";
      if (input != null) bench.tell({ type: "trim_clip", clipId, input });
    });
    return bench;
  }

  it("overlaps what is used of them, unless the film is to keep its length", () => {
    const bench = withTakes();
    expect(DEFAULT_FILM_OPTIONS.keep).toBe("clips");
    expect(order(bench, { transitions: [FADE] }).keep).toBe("clips");
    expect(order(withTakes(), { transitions: [FADE], keep: "film" }).keep).toBe("film");
  });

  it("is told how it can be had when the clips have nothing beyond their cuts", () => {
    const said = warningsOf(withTakes(), { transitions: [FADE, WIPE], keep: "film" });
    expect(said).toEqual([expect.stringMatching(/after scenes 1, 2 there .* keep "clips"/)]);
    expect(warningsOf(withTakes(), { transitions: [FADE, WIPE] })).toEqual([]);
  });

  it.each([
    ["the first clip goes on after its cut", { outS: 7 }, null],
    ["the second has begun before its cut", null, { inS: 0.7 }],
    ["both have a half of it", { outS: 7.65 }, { inS: 0.35 }],
  ])("is as asked when %s", (_what, one, two) => {
    expect(warningsOf(trimmed(one, two), { transitions: [FADE], keep: "film" })).toEqual([]);
  });

  it.each([
    ["too little lies beyond", { outS: 7.7 }, { inS: 0.2 }],
    ["it lies on the other sides", { inS: 2 }, { outS: 5 }],
  ])("is warned of when %s", (_what, one, two) => {
    const said = warningsOf(trimmed(one, two), { transitions: [FADE], keep: "film" });
    expect(said).toEqual([expect.stringContaining("after scene 1 there")]);
  });

  it("is no dip, which needs nothing beyond", () => {
    const dip = { kind: "dip_black" as const, lengthS: 1 };
    expect(warningsOf(withTakes(), { transitions: [dip], keep: "film" })).toEqual([]);
  });

  it("has no material beyond a still", () => {
    const bench = withTakes({ missing: [2] });
    const options = { transitions: [FADE], keep: "film" as const, gaps: "still" as const };
    const job = bench.cut({ allowMissing: true, options })?.jobs[0];
    expect(job?.warnings).toEqual([expect.stringContaining("after scenes 1, 2 there")]);
  });
});

describe("a film's format", () => {
  it.each([
    ["16:9", 1280, 720],
    ["9:16", 720, 1280],
    ["1:1", 720, 720],
  ] as const)("of %s is the project's resolution on its shorter side", (ratio, width, height) => {
    expect(order(withTakes(), { ratio }).output).toEqual({ width, height, fps: null });
  });

  it("is what most clips have, unless one is named", () => {
    expect(order(withTakes(), {}).output).toBeNull();
    const output = { width: 640, height: 480, fps: 25 };
    expect(order(withTakes(), { output }).output).toEqual(output);
  });
});

describe("a film's gaps", () => {
  it("are refused unless they are allowed, and then left out", () => {
    const bench = withTakes({ missing: [2] });
    expect(bench.cut({ options: { gaps: "still" } })).toBeNull();
    const { inputs, unreadable } = order(bench, {}, true);
    expect([inputs.length, unreadable]).toEqual([2, "refuse"]);
  });

  it("are shown as stills where that is asked for, with the scene's words and length", () => {
    const bench = withTakes({ missing: [2] });
    const scene = [...bench.state.scenes.values()][1];
    bench.tell({
      type: "edit_scene",
      sceneId: scene?.id ?? "",
      input: { description: "long ".repeat(200), lengthS: 5 },
    });
    const { inputs, unreadable } = order(bench, { gaps: "still" }, true);
    expect(inputs).toHaveLength(3);
    expect(inputs[1]).toMatchObject({ id: scene?.id, still: { lengthS: 5 } });
    expect(inputs[1]?.still?.text).toHaveLength(500);
    const [portrait] = bench.state.characterReferences.values();
    expect(inputs[1]?.still?.picture?.assetId).toBe(portrait?.assetId);
    expect(unreadable).toBe("leave_out");
    expect([...bench.state.films.values()][0]?.missingScenes).toEqual([2]);
  });
});

describe("a film's music", () => {
  it("is a song of the project", () => {
    const bench = withTakes();
    const songId = addSong(bench);
    const music = {
      songId,
      startS: 3,
      play: "loop" as const,
      fadeInS: 0,
      fadeOutS: 2,
      gainDb: -6,
      duck: true,
    };
    const { assetId } = [...bench.state.songs.values()][0] ?? {};
    expect(order(bench, { music }).music).toEqual({
      ...{ assetId, contentType: "audio/mpeg", startS: 3, play: "loop" },
      ...{ fadeInS: 0, fadeOutS: 2, gainDb: -6, duck: true },
    });
    expect(withTakes().cut({ options: { music } })).toBeNull();
  });
});

describe("a trimmed clip", () => {
  /** Scenes ask for 4 seconds and the model shoots 8. */
  function short(): { bench: Bench; trim: (inS?: number, outS?: number | null) => boolean } {
    const bench = new Bench();
    bench.create("step", { sceneCount: 1, clipLengthS: 4, imageCount: 1 });
    for (const job of bench.jobs("character")) bench.deliver(bench.run(job.id));
    const [reference] = bench.state.characterReferences.values();
    bench.tell({ type: "choose", characterReferenceId: reference?.id ?? "" });
    const text = { ok: true as const, value: { text: "Scene" } };
    for (const job of bench.jobs("script")) {
      bench.observe(bench.run(job.id), { status: "succeeded", output: text });
    }
    const [scene] = bench.state.scenes.values();
    const edit = { type: "edit_scene", sceneId: scene?.id ?? "", input: { lengthS: 4 } } as const;
    bench.tell(edit);
    bench.tell({ type: "start", input: { kind: "clip" } });
    const [job] = bench.jobs("clip");
    bench.deliver(bench.run(job?.id ?? ""));
    for (const film of bench.jobs("film")) bench.tell({ type: "cancel", jobId: film.id });
    const clipId = [...bench.state.clips.keys()][0] ?? "";
    const trim = (inS?: number, outS?: number | null) =>
      bench.tell({
        type: "trim_clip",
        clipId,
        input: {
          ...(inS === undefined ? {} : { inS }),
          ...(outS === undefined ? {} : { outS }),
        },
      }) !== null;
    return { bench, trim };
  }

  const used = (bench: Bench) => order(bench, {}).inputs.map(({ inS, lengthS }) => [inS, lengthS]);

  it("is used from its in point to its out point, or to the length that was asked", () => {
    const { bench, trim } = short();
    expect(trim(1)).toBe(true);
    expect(used(bench)).toEqual([[1, 3]]);
    expect(trim(undefined, 7.5)).toBe(true);
    bench.tell({ type: "cancel", jobId: bench.jobs("film").at(-1)?.id ?? "" });
    expect(used(bench)).toEqual([[1, 6.5]]);
  });

  it.each([
    ["ends before it begins", 3, 2],
    ["is shorter than a tenth of a second", 3, 3.05],
    ["ends after the take", 0, 8.1],
    ["begins after the length that was asked", 4, null],
  ])("is refused when it %s", (_what, inS, outS) => {
    const { bench, trim } = short();
    expect(trim(inS, outS)).toBe(false);
    expect([...bench.state.clips.values()][0]).toMatchObject({ inS: 0, outS: null });
  });

  it("may be exactly a tenth of a second, whatever decimals make of it", () => {
    expect(short().trim(0.2, 0.3)).toBe(true);
  });
});

describe("a film that is tried again", () => {
  it("is cut as it was asked for, of the takes there are now", () => {
    const bench = withTakes();
    const first = bench.cut({ options: { transitions: [FADE], renditions: ["poster"] } })?.jobs[0];
    bench.tell({ type: "cancel", jobId: first?.id ?? "" });
    bench.tell({ type: "update", input: { mode: "step" } });
    const clip = orderOf(first).inputs[0];
    bench.tell({ type: "trim_clip", clipId: clip?.id ?? "", input: { inS: 2 } });
    const again = orderOf(bench.tell({ type: "retry", jobId: first?.id ?? "" })?.jobs[0]);
    expect(again).toMatchObject({ joins: [FADE, FADE], renditions: ["poster"] });
    expect(again.inputs[0]?.inS).toBe(2);
  });
});
