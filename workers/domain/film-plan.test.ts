import { describe, expect, it } from "vitest";
import { type ChangeFilmPlan, FIRST_FILM_PLAN } from "../contracts/film-plan.ts";
import { DEFAULT_FILM_OPTIONS } from "../contracts/film-options.ts";
import { plannedOptions, planOf } from "./film-plan.ts";
import { Draft } from "./state.ts";
import { Bench } from "./testing.ts";

const FADE = { kind: "crossfade" as const, lengthS: 0.5 };
const DIP = { kind: "dip_black" as const, lengthS: 1 };
const NO_SONG = "00000000-0000-4000-8000-00000000dddd";

/** A step project whose scenes are written. */
function written(): Bench {
  const bench = new Bench();
  bench.upToClips("step");
  return bench;
}

const planIn = (bench: Bench) => bench.state.project?.filmPlan ?? FIRST_FILM_PLAN;
const change = (bench: Bench, filmPlan: ChangeFilmPlan) =>
  bench.tell({ type: "update", input: { filmPlan } });
const options = (bench: Bench) => plannedOptions(new Draft(bench.state, bench.context));
const sceneIds = (bench: Bench) =>
  [...bench.state.scenes.values()].sort((a, b) => a.number - b.number).map(({ id }) => id);

describe("a film plan", () => {
  it("comes to the options that films have where nobody chose anything", () => {
    expect(options(written())).toEqual(DEFAULT_FILM_OPTIONS);
  });

  it("changes only what is named, and counts its versions", () => {
    const bench = written();
    change(bench, { transition: FADE, version: 0 });
    change(bench, { size: "480p", ratio: "1:1" });
    expect(planIn(bench)).toEqual({
      ...FIRST_FILM_PLAN,
      version: 2,
      transition: FADE,
      size: "480p",
      ratio: "1:1",
    });
    expect(options(bench)).toMatchObject({
      transitions: [FADE],
      ratio: null,
      output: { width: 480, height: 480, fps: null },
    });
  });

  it("stays as it is, version and all, where nothing new is said", () => {
    const bench = written();
    change(bench, { transition: FADE });
    change(bench, { transition: FADE, version: 1 });
    expect(planIn(bench).version).toBe(1);
  });

  it("is not overwritten by somebody who saw an older one", () => {
    const bench = written();
    change(bench, { transition: FADE, version: 0 });
    expect(change(bench, { transition: DIP, version: 0 })).toBeNull();
    expect(planIn(bench).transition).toEqual(FADE);
  });

  it("keeps a join with its scene, wherever that goes", () => {
    const bench = written();
    const [first = "", second = ""] = sceneIds(bench);
    change(bench, { joins: [{ sceneId: first, transition: DIP }] });
    const joined = () => options(bench).transitions;
    expect(joined()[0]).toEqual(DIP);
    bench.tell({ type: "move_scene", sceneId: first, number: 2 });
    expect(sceneIds(bench)[1]).toBe(first);
    // Of two scenes there is one join, and it is after the other one now.
    expect(joined()).toEqual(sceneIds(bench).length === 2 ? [] : [planIn(bench).transition, DIP]);
    bench.tell({ type: "remove_scene", sceneId: second });
    change(bench, { fit: "blur" });
    expect(planIn(bench).joins).toEqual([{ sceneId: first, transition: DIP }]);
  });

  it("drops joins of scenes that never were, and the first of two for one scene", () => {
    const bench = written();
    const [sceneId = ""] = sceneIds(bench);
    change(bench, {
      joins: [
        { sceneId: NO_SONG, transition: DIP },
        { sceneId, transition: FADE },
        { sceneId, transition: DIP },
      ],
    });
    expect(planIn(bench).joins).toEqual([{ sceneId, transition: DIP }]);
  });

  it("refuses a song that is not there", () => {
    const bench = written();
    const music = { songId: NO_SONG, startS: 0, play: "cut" as const };
    const rest = { fadeInS: 0, fadeOutS: 2, gainDb: 0, duck: true };
    expect(change(bench, { music: { ...music, ...rest } })).toBeNull();
    expect(planIn(bench)).toEqual(FIRST_FILM_PLAN);
  });

  it("is what films are cut by, the first one by itself, unless their own options are named", () => {
    const bench = written();
    change(bench, { suppressClipAudio: true });
    const [reference] = bench.state.characterReferences.values();
    bench.tell({ type: "choose", characterReferenceId: reference?.id ?? "" });
    bench.tell({ type: "start", input: { kind: "clip" } });
    for (const job of bench.jobs("clip")) bench.deliver(bench.run(job.id));
    const [first] = bench.jobs("film");
    expect(first?.order).toMatchObject({ suppressClipAudio: true });
    bench.tell({ type: "cancel", jobId: first?.id ?? "" });
    const start = { kind: "film" as const, allowMissing: false };
    change(bench, { transition: FADE });
    const planned = bench.tell({ type: "start", input: start })?.jobs[0];
    expect(planned?.order).toMatchObject({ suppressClipAudio: true, joins: [FADE] });
    bench.tell({ type: "cancel", jobId: planned?.id ?? "" });
    const named = bench.cut({ options: { fit: "blur" } })?.jobs[0];
    expect(named?.order).toMatchObject({ suppressClipAudio: false, fit: "blur" });
  });

  it("goes to another project with the scenes and songs that go", () => {
    const music = { songId: "s", startS: 0, play: "cut" as const, fadeInS: 0, fadeOutS: 2 };
    const plan = {
      ...FIRST_FILM_PLAN,
      joins: [
        { sceneId: "a", transition: FADE },
        { sceneId: "b", transition: DIP },
      ],
      music: { ...music, gainDb: 0, duck: true },
    };
    const known = (id: string) => (id === "b" ? null : `new ${id}`);
    const moved = planOf(plan, known, known);
    expect(moved.joins).toEqual([{ sceneId: "new a", transition: FADE }]);
    expect(moved.music?.songId).toBe("new s");
    expect(planOf(plan, known, () => null).music).toBeNull();
  });
});
