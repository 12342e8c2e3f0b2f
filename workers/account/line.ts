/**
 * The line for create slots: who waits, and whose turn it is. Slots go round by project, the one served
 * least recently first, and within a project in the order of arrival, so many clips of one project
 * cannot keep another waiting. Everybody is told when to ask again by its place, and one that learns
 * of a better time for another of its project passes it on: an attempt asks about once for each slot.
 * Pure; times are epoch milliseconds.
 */
import * as z from "zod/mini";
import {
  type Pace,
  pause,
  paceNow,
  RELAX_AFTER_MS,
  slotAt,
  slowDown,
  speedUp,
  usualPace,
  useSlot,
} from "./pace.ts";

/** A project whose next is later than this is away: the others go on without it. */
const GRACE_MS = 5_000;
/** One that stays away so long has lost its place. */
const FORGOTTEN_AFTER_MS = 60 * 60_000;
/** The first of a project asks at least this often: no limit is believed for longer. */
const LONGEST_WAIT_MS = RELAX_AFTER_MS;
/** Who is not the first of its project is called; on its own it comes later by this share of its wait. */
const SPARE_SHARE = 0.25;
/** Better times below this are not worth telling. */
const WORTH_TELLING_MS = 100;
/** More are not noted; they are told to come when the last of the line has been served. */
const MOST_WAITING = 5_000;
const MOST_SERVED = 1_000;

/** While there is no credit one create at a time is tried. Its answer is waited for this long. */
const PROBE_MS = 60_000;
/** Until it is there, the first of the other projects look again after this. */
const LOOK_AGAIN_MS = 5_000;
/** The others of a project wait longer: they are called when its first is served. */
const BEHIND_MS = 10 * 60_000;

/** An attempt that waits: its project, and its job there, which has one attempt at a time. */
export type Place = { project: string; job: string };

export const Waiting = z.object({
  project: z.string(),
  job: z.string(),
  /** Rises with each arrival. */
  number: z.number(),
  /** When it was told to ask again. */
  dueAt: z.number(),
});
export type Waiting = z.infer<typeof Waiting>;

/** No credit: since a create was refused for it, until one is accepted. */
export const Outage = z.object({
  pauseMs: z.number(),
  probe: z.nullable(z.object({ job: z.string(), until: z.number() })),
});
export type Outage = z.infer<typeof Outage>;

export type Line = {
  readonly pace: Pace;
  readonly outage: Outage | null;
  /** The number of the last arrival or slot. */
  readonly count: number;
  /** By job. */
  readonly waiting: ReadonlyMap<string, Waiting>;
  /** By project: the number of its last slot, the least recent first. */
  readonly served: ReadonlyMap<string, number>;
};

/** Another of the same project that is to ask at another time than it was told. */
export type Call = { job: string; waitMs: number };

export type Turn = {
  /** 0: the slot is taken. Otherwise: ask again after this. */
  waitMs: number;
  why: "pace" | "credit";
  /** Its number in the line: who is refused by the provider keeps its place by it. */
  number: number;
  next: Call | null;
};

/** What who needs no slot any more may pass on. */
export type Leaving = Pick<Turn, "why" | "next">;

export type Refusal =
  | { kind: "throttled"; retryAfterMs: number; perMinute: number | null; burst: number | null }
  | { kind: "credit"; waitMs: number };

export function emptyLine(now: number): Line {
  return {
    pace: usualPace(now),
    outage: null,
    count: 0,
    waiting: new Map(),
    served: new Map(),
  };
}

/** Takes a slot if it is this one's turn, else notes it and says when to ask again. */
export function ask(before: Line, place: Place, now: number): { line: Line; turn: Turn } {
  const arrived = arrive(before, place, null, now);
  const me = arrived.me;
  const at = timeOf(arrived.line, me, now);
  const why = whyOf(arrived.line);
  if (at > now) {
    const told = note(arrived.line, { ...me, dueAt: at });
    const { line, next } = callNext(told, me, now);
    return { line, turn: { waitMs: at - now, why, number: me.number, next } };
  }
  const taken = serve(arrived.line, me, now);
  const { line, next } = callNext(taken, me, now);
  return { line, turn: { waitMs: 0, why, number: me.number, next } };
}

/** It will not ask again: its job has ended. */
export function leave(before: Line, place: Place, now: number): { line: Line; leaving: Leaving } {
  const waiting = new Map(before.waiting);
  waiting.delete(place.job);
  const { line, next } = callNext(
    { ...before, waiting, pace: paceNow(before.pace, now) },
    place,
    now,
  );
  return { line, leaving: { why: whyOf(line), next } };
}

/** The provider refused this one's create. It is in the line again, at its old place. */
export function refused(
  before: Line,
  place: Place & { number: number },
  refusal: Refusal,
  now: number,
): { line: Line; turn: Turn } {
  const slower: Line =
    refusal.kind === "credit"
      ? {
          ...before,
          pace: pause(paceNow(before.pace, now), refusal.waitMs, now),
          outage: { pauseMs: refusal.waitMs, probe: null },
        }
      : {
          ...before,
          pace: slowDown(before.pace, refusal, now),
          outage: withoutProbe(before, place),
        };
  const { line, me } = arrive(slower, place, place.number, now);
  const at = timeOf(line, me, now);
  const told = note(line, { ...me, dueAt: at });
  const called = callNext(told, me, now);
  const turn: Turn = { waitMs: at - now, why: whyOf(line), number: me.number, next: called.next };
  return { line: called.line, turn };
}

/** The provider accepted this one's create: if it was the one that tried for credit, there is some. */
export function accepted(
  before: Line,
  place: Place,
  now: number,
): { line: Line; leaving: Leaving } {
  const outage = before.outage?.probe?.job === place.job ? null : before.outage;
  const pace = speedUp(paceNow(before.pace, now));
  return leave({ ...before, outage, pace }, place, now);
}

/** To be slowed down is not to be without credit: the one that tried for it has its answer. */
function withoutProbe({ outage }: Line, place: Place): Outage | null {
  return outage?.probe?.job === place.job ? null : outage;
}

function whyOf({ outage }: Line): Turn["why"] {
  return outage === null ? "pace" : "credit";
}

function arrive(
  before: Line,
  place: Place,
  number: number | null,
  now: number,
): { line: Line; me: Waiting } {
  const waiting = new Map<string, Waiting>();
  for (const [job, each] of before.waiting) {
    // Its project is here and it is not: it has ended unheard, or comes later and is then new.
    const isLost = each.project === place.project && isLate(each.dueAt, now) && job !== place.job;
    if (!isLost && now - each.dueAt < FORGOTTEN_AFTER_MS) waiting.set(job, each);
  }
  const known = number ?? waiting.get(place.job)?.number ?? null;
  const count = known === null ? before.count + 1 : before.count;
  const me: Waiting = {
    project: place.project,
    job: place.job,
    number: known ?? count,
    dueAt: now,
  };
  if (waiting.has(me.job) || waiting.size < MOST_WAITING) waiting.set(me.job, me);
  return { line: { ...before, pace: paceNow(before.pace, now), count, waiting }, me };
}

function note(line: Line, me: Waiting): Line {
  if (!line.waiting.has(me.job)) return line;
  return { ...line, waiting: new Map(line.waiting).set(me.job, me) };
}

function serve(line: Line, me: Waiting, now: number): Line {
  const waiting = new Map(line.waiting);
  waiting.delete(me.job);
  const count = line.count + 1;
  const served = new Map(line.served);
  // Set anew, so that the map stays in the order of serving.
  served.delete(me.project);
  served.set(me.project, count);
  for (const project of served.keys()) {
    if (served.size <= MOST_SERVED) break;
    served.delete(project);
  }
  const outage =
    line.outage === null ? null : { ...line.outage, probe: { job: me.job, until: now + PROBE_MS } };
  return { pace: useSlot(line.pace), outage, count, waiting, served };
}

/** When this one may have its slot: now, or when it should ask again. */
function timeOf(line: Line, me: Waiting, now: number): number {
  const { ahead, isFirst } = placeOf(line, me, now);
  const { outage, pace } = line;
  const at = slotAt(pace, ahead, now);
  if (outage === null) {
    return isFirst ? Math.min(at, now + LONGEST_WAIT_MS) : at + Math.ceil((at - now) * SPARE_SHARE);
  }
  const behind = isFirst ? 0 : BEHIND_MS;
  if (now < pace.blockedUntil) return at + behind;
  const isTrying = outage.probe !== null && outage.probe.until > now;
  if (!isTrying || outage.probe?.job === me.job) {
    if (ahead === 0) return at;
  }
  return Math.max(at, now + Math.min(outage.pauseMs, LOOK_AGAIN_MS)) + behind;
}

/** How many slots go to others first, if everybody comes who is not away. */
function placeOf(line: Line, me: Waiting, now: number): { ahead: number; isFirst: boolean } {
  const projects = new Map<string, { count: number; first: number; isAway: boolean }>();
  let before = 0;
  for (const { project, number, dueAt } of line.waiting.values()) {
    if (project === me.project && number < me.number) before++;
    const known = projects.get(project) ?? { count: 0, first: number, isAway: false };
    projects.set(project, {
      count: known.count + 1,
      first: Math.min(known.first, number),
      isAway: known.isAway || isLate(dueAt, now),
    });
  }
  const turnOf = (project: string) => line.served.get(project) ?? 0;
  const first = Math.min(me.number, projects.get(me.project)?.first ?? me.number);
  let ahead = before;
  for (const [project, theirs] of projects) {
    if (project === me.project || theirs.isAway) continue;
    const lead = turnOf(project) - turnOf(me.project) || theirs.first - first;
    // As many as are before this one in its own project, and one more where theirs begins the round.
    ahead += Math.min(theirs.count, before + (lead < 0 ? 1 : 0));
  }
  return { ahead, isFirst: before === 0 };
}

/** A better time for the first of the project, unless that is who was just told its own. */
function callNext(
  line: Line,
  { project, job }: Place,
  now: number,
): { line: Line; next: Call | null } {
  let first: Waiting | null = null;
  for (const each of line.waiting.values()) {
    if (each.project === project && each.number < (first?.number ?? Infinity)) first = each;
  }
  if (first === null || first.job === job) return { line, next: null };
  const at = timeOf(line, first, now);
  if (at > first.dueAt - WORTH_TELLING_MS) return { line, next: null };
  return {
    line: note(line, { ...first, dueAt: at }),
    next: { job: first.job, waitMs: at - now },
  };
}

function isLate(dueAt: number, now: number): boolean {
  return now - dueAt > GRACE_MS;
}
