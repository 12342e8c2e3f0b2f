/** A cancel at every stage of every kind of work, in a race with what comes next. */
import { describe, expect, it } from "vitest";
import type { JobKind } from "../contracts/job.ts";
import { checkEnd, checkRules, type Ended } from "./testing/rules.ts";
import { World } from "./testing/world.ts";

/** Calls that are answered well; and one whose answer is lost although it made a prediction. */
const [WELL, LOST] = [17, 58];
const MOST_STEPS = 5_000;
const FACTS = { width: 16, height: 9, durationMs: 8_000, hasAudio: true };

type Race = { world: World; jobId: string };
type Outcome = "canceled" | "canceled, kept" | "succeeded";
/** What is left in the end: where the cancel comes first, and where the other event does. */
type Ends = readonly [cancelFirst: Outcome, otherFirst: Outcome];

function queued(kind: JobKind): Race {
  const world = new World();
  if (kind === "clip" || kind === "film") world.goOn("step", kind === "clip" ? "clips" : "film");
  else world.create("step", { imageCount: 1 });
  return { world, jobId: world.jobs(kind)[0]?.id ?? "" };
}

function submit({ world, jobId }: Race, how: number): void {
  const row = world.effects.get(`submit:${jobId}`);
  if (row === undefined) throw new Error("nothing is submitted");
  world.fly(row, how);
}

/** Submitted and answered. */
function begun(race: Race, how: number = WELL): Race {
  submit(race, how);
  for (const flight of [...race.world.flights]) race.world.land(flight);
  return race;
}

/** The provider's own news, by webhook. */
function completes({ world }: Race): void {
  for (const each of world.provider.predictions) {
    for (let step = 0; step < 2; step++) world.provider.advance(each);
    world.notify(each, false);
  }
}

function attemptOf({ world, jobId }: Race): string {
  return [...world.state.attempts.values()].find((each) => each.jobId === jobId)?.id ?? "";
}

function saves(race: Race): void {
  const { assetId } = race.world.attempt(race.jobId);
  const stored = { assetId, bytes: 1, contentType: "video/mp4" };
  race.world.tell({ type: "saved", attemptId: attemptOf(race), stored });
}

function checks(race: Race): void {
  const { stored } = race.world.attempt(race.jobId);
  if (stored === null) throw new Error("nothing is stored");
  race.world.tell({ type: "checked", attemptId: attemptOf(race), facts: FACTS, stored });
}

function cuts(race: Race, news: "working" | "done"): void {
  const said =
    news === "done"
      ? { kind: news, parts: "{}", warnings: [] }
      : { kind: news, progress: 0.5, doing: "Cutting" };
  race.world.tell({ type: "film", attemptId: attemptOf(race), news: said, isPoll: false });
}

function savesFilm(race: Race): void {
  const { assetId } = race.world.attempt(race.jobId);
  const file = {
    assetId,
    bytes: 1,
    contentType: "video/mp4",
    media: "video" as const,
    facts: FACTS,
  };
  const attemptId = attemptOf(race);
  race.world.tell({ type: "film_saved", attemptId, file, renditions: [], lost: [] });
}

function then(race: Race, ...events: ((race: Race) => void)[]): Race {
  for (const event of events) event(race);
  return race;
}

type Stage = { name: string; reach: (kind: JobKind) => Race; other: (race: Race) => void };

const waits: Stage = { name: "queued", reach: queued, other: (race) => void begun(race) };
const calls: Stage = {
  name: "being submitted",
  reach: (kind) => then(queued(kind), (race) => submit(race, WELL)),
  other: completes,
};
const lost: Stage = {
  name: "checking with the provider",
  reach: (kind) => begun(queued(kind), LOST),
  other: completes,
};
const starting: Stage = {
  name: "waiting for a machine",
  reach: (kind) => begun(queued(kind)),
  other: completes,
};
const rendering: Stage = {
  name: "rendering",
  reach: (kind) =>
    then(begun(queued(kind)), ({ world }) => {
      for (const each of world.provider.predictions) {
        world.provider.advance(each);
        world.notify(each, false);
      }
    }),
  other: completes,
};
const saving: Stage = {
  name: "saving",
  reach: (kind) => then(begun(queued(kind)), completes),
  other: saves,
};
const checking: Stage = {
  name: "waiting to be checked",
  reach: (kind) => then(begun(queued(kind)), completes, saves),
  other: checks,
};
const handedOver: Stage = {
  name: "being handed over",
  reach: (kind) => begun(queued(kind)),
  other: (race) => cuts(race, "done"),
};
const cutting: Stage = {
  name: "being cut",
  reach: (kind) => then(begun(queued(kind)), (race) => cuts(race, "working")),
  other: (race) => cuts(race, "done"),
};
const savingFilm: Stage = {
  name: "being saved",
  reach: (kind) => then(begun(queued(kind)), (race) => cuts(race, "done")),
  other: savesFilm,
};

const STOPPED: Ends = ["canceled", "canceled"];
/** What the provider had finished is paid for, and stays as a take or portrait that nothing uses. */
const KEPT: Ends = ["canceled, kept", "canceled, kept"];
/** Whoever comes first decides. */
const FIRST: Ends = ["canceled", "succeeded"];

const TABLE: [JobKind, Stage, Ends][] = [
  ...(["character", "clip"] as const).flatMap((kind): [JobKind, Stage, Ends][] => [
    [kind, waits, STOPPED],
    [kind, calls, KEPT],
    [kind, lost, KEPT],
    [kind, starting, KEPT],
    [kind, rendering, KEPT],
    [kind, saving, KEPT],
    [kind, checking, ["canceled, kept", "succeeded"]],
  ]),
  // What a script wrote is there in the same moment, so there is nothing in between.
  ["script", waits, STOPPED],
  ["script", calls, FIRST],
  ["script", lost, FIRST],
  ["script", starting, FIRST],
  ["script", rendering, FIRST],
  // A film costs nothing, and can be cut again.
  ["film", waits, STOPPED],
  ["film", handedOver, STOPPED],
  ["film", cutting, STOPPED],
  ["film", savingFilm, FIRST],
];

function outcome({ world, jobId }: Race): string {
  const { status, targetId } = world.job(jobId);
  const { clips, characterReferences } = world.state;
  const target = clips.get(targetId ?? "") ?? characterReferences.get(targetId ?? "");
  return status === "canceled" && target?.assetId != null ? `${status}, kept` : status;
}

describe.each(TABLE)("a %s", (kind, stage, [cancelFirst, otherFirst]) => {
  const cancel = ({ world, jobId }: Race) => void world.tell({ type: "cancel", jobId });

  it.each([
    ["before", cancelFirst, [cancel, stage.other]],
    ["after", otherFirst, [stage.other, cancel]],
  ] as const)(
    `that is ${stage.name}, canceled %s what comes next, ends %s`,
    (_, expected, events) => {
      const race = stage.reach(kind);
      const ended: Ended = new Map();
      for (const event of events) {
        event(race);
        checkRules(race.world, ended);
      }
      // The provider hears of it before it does anything more.
      const row = race.world.effects.get(`cancel:${attemptOf(race)}`);
      if (row !== undefined) race.world.fly(row, WELL);
      expect(race.world.calm(MOST_STEPS)).not.toBeNull();
      checkRules(race.world, ended);
      checkEnd(race.world);
      expect(outcome(race)).toBe(expected);
      expect(
        race.world.provider.predictions.filter(({ status }) => status === "processing"),
      ).toEqual([]);
    },
  );
});
