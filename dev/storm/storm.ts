/**
 * Many films at once under faults of every kind, with kills in the middle; then calm, and a look from
 * outside at whether every promise was kept.
 */
import { setTimeout as wait } from "node:timers/promises";
import type { Snapshot } from "../../workers/contracts/live.ts";
import type { Stack } from "../harness/stack.ts";
import { look, tellReplicate } from "../journeys/client.ts";
import { until } from "../harness/until.ts";
import { chanceOf } from "./chance.ts";
import {
  books,
  brokenFilm,
  brokenJobs,
  brokenNonces,
  brokenObjects,
  brokenOutputs,
  brokenPayments,
  brokenView,
} from "./invariants.ts";
import { orderKills } from "./kills.ts";
import { objectKeys } from "./objects.ts";
import { attend, begin } from "./people.ts";
import type { Person } from "./people.ts";
import { killsOf, weather } from "./weather.ts";
import { Watcher } from "./watchers.ts";

export type StormOrder = {
  seed: number;
  films: number;
  kills: number;
  /** Also what only a deadline of minutes ends. */
  isLong: boolean;
  /** Milliseconds in which every film has to come to an end. */
  withinMs: number;
  say: (what: string) => void;
};

export type StormReport = {
  films: number;
  withFilm: number;
  predictions: number;
  billed: number;
  faults: Record<string, number>;
  kills: Record<string, number>;
  broken: string[];
};

/**
 * Time is this much faster, down to the floors of what takes real time; and the launcher does not give up
 * on what is killed again and again.
 */
export const STORM_ENV = { TIME_SCALE: "0.0002", EDGEREEL_RESTARTS: "1000" };
/** Films in the making. More, and a machine with two processors shoots no clip within its deadline. */
const AT_ONCE = 40;
/** A page that wakes waits ten seconds for a sign of life before it connects anew. */
const SHOWN_WITHIN_MS = 15_000;
/** For each film that has not ended: two hundred people who look all the time are a load of their own. */
const LOOK_EVERY_MS = 50;
/** Files that nothing names go after a time of grace. */
const CLEAN_WITHIN_MS = 90_000;

/** `stack` runs with STORM_ENV and has no project yet. */
export async function storm(stack: Stack, order: StormOrder): Promise<StormReport> {
  const { seed, films, isLong, say } = order;
  const chance = chanceOf(seed);
  await tellReplicate(stack, "storm", { seed: String(seed), rates: weather(isLong) });
  const kills = await orderKills(stack, killsOf(chance, order.kills, films));
  const people: Person[] = [];
  const watchers: Watcher[] = [];
  const beginNext = async () => {
    const person = await begin(stack, chance, people.length);
    people.push(person);
    watchers.push(new Watcher(stack, await settled(stack, person)));
  };
  try {
    await goOn(stack, order, people, beginNext, () => kills.done.length);
    await kills.stop();
    const late = people.filter(({ end }) => end === null);
    await fetch(`${stack.replicateOrigin}/__emu/storm`, { method: "DELETE" });
    for (const watcher of watchers) watcher.wake();
    say("calm; looking at what is left");
    const snapshots = await Promise.all(people.map((each) => settled(stack, each)));
    const booked = await books(stack);
    const broken = [
      ...(people.length < films ? [`only ${people.length} films were begun`] : []),
      ...late.map(({ index }) => `film ${index} came to no end`),
      ...brokenNonces(booked),
      ...(await brokenByFilm(stack, people, snapshots, watchers, booked)),
      ...(await brokenBucket(stack, snapshots)),
    ];
    return {
      films,
      withFilm: people.filter(({ end }) => end === "film").length,
      predictions: booked.length,
      billed: booked.filter(({ state }) => state === "billed").length,
      faults: counted(booked.flatMap((each) => each.faults)),
      kills: counted(kills.done.map(({ victim, event }) => `${victim} at ${event}`)),
      broken,
    };
  } finally {
    await kills.stop();
    for (const watcher of watchers) watcher.close();
  }
}

/** Until all came to an end, or there is no more time. */
async function goOn(
  stack: Stack,
  { seed, films, withinMs, say }: StormOrder,
  people: readonly Person[],
  beginNext: () => Promise<void>,
  killed: () => number,
): Promise<void> {
  const chance = chanceOf(seed);
  const deadline = Date.now() + withinMs;
  const isBusy = ({ end }: Person) => end === null;
  let told = Date.now();
  while (Date.now() < deadline) {
    while (people.length < films && people.filter(isBusy).length < AT_ONCE) await beginNext();
    const busy = people.filter(isBusy);
    if (busy.length === 0) return;
    for (const person of busy) await attend(stack, chance, person);
    if (Date.now() - told > 15_000) {
      told = Date.now();
      say(`${people.length - busy.length} of ${films} films ended, ${killed()} kills`);
    }
    await wait(LOOK_EVERY_MS * busy.length);
  }
}

async function brokenByFilm(
  stack: Stack,
  people: readonly Person[],
  snapshots: readonly Snapshot[],
  watchers: readonly Watcher[],
  booked: Awaited<ReturnType<typeof books>>,
): Promise<string[]> {
  const broken: string[] = [];
  for (const [at, person] of people.entries()) {
    const [snapshot, watcher] = [snapshots[at], watchers[at]];
    if (snapshot === undefined || watcher === undefined) continue;
    broken.push(
      ...brokenJobs(person, snapshot),
      ...brokenPayments(person, snapshot, booked),
      ...(await brokenOutputs(stack, person, snapshot, booked)),
      ...(await brokenFilm(stack, person, snapshot)),
    );
    const isShown = () =>
      brokenView(person, snapshot, watcher.snapshot).length === 0 ? true : null;
    await until("the page", SHOWN_WITHIN_MS, isShown).catch(() =>
      broken.push(...brokenView(person, snapshot, watcher.snapshot)),
    );
  }
  return broken;
}

/** Once what nothing names has had the time to go. */
async function brokenBucket(stack: Stack, snapshots: readonly Snapshot[]): Promise<string[]> {
  let broken: string[] = [];
  const isClean = async () => {
    broken = brokenObjects(snapshots, await objectKeys(stack));
    return broken.length === 0 ? true : null;
  };
  await until("a clean bucket", CLEAN_WITHIN_MS, isClean).catch(() => null);
  return broken;
}

async function settled(stack: Stack, { projectId }: Person): Promise<Snapshot> {
  return until("a snapshot", 30_000, () => look(stack, projectId));
}

function counted(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
