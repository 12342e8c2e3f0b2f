/** Attempts that wait in a line, on a clock that jumps from one asking to the next. */
import { ask, emptyLine, type Line, leave, type Place } from "../line.ts";

export const T0 = 1_800_000_000_000;

/** A line at a pace that stays as it is. */
export function lineAt(perMinute: number, burst: number): Line {
  const pace = {
    perMinute,
    burst,
    tokens: burst,
    countedAt: T0,
    blockedUntil: 0,
    refusedAt: null,
    isNamed: false,
  };
  return { ...emptyLine(T0), pace };
}

export type Arrival = Place & {
  at: number;
  /** It asks no more often than this, and says nothing. */
  asks?: number;
  /** It ends while it waits, and says so. */
  leavesAt?: number;
};

/** Jobs of one project, a millisecond apart. */
export function arrivals(project: string, count: number, at = T0): Arrival[] {
  return Array.from({ length: count }, (_, index) => ({
    project,
    job: `${project}${index + 1}`,
    at: at + index,
  }));
}

export type Simulation = {
  /** In the order of their times. */
  slots: (Place & { at: number })[];
  asks: number;
};

type Conduct = {
  /** Whole milliseconds from the time something was told for to its asking. */
  lateMs: () => number;
  /** Sees, and may replace, the line before each asking, as a restart does. */
  between: (line: Line) => Line;
};

/** Everybody asks when it arrives and whenever it was told to, until all are served or gone. */
export function simulate(
  from: Line,
  all: Arrival[],
  { lateMs = () => 0, between = (line) => line }: Partial<Conduct> = {},
): Simulation {
  const dueAt = new Map(all.map((each) => [each.job, each.at + lateMs()]));
  const asked = new Map<string, number>();
  const slots: Simulation["slots"] = [];
  const byJob = new Map(all.map((each) => [each.job, each]));
  let line = from;
  let asks = 0;
  while (dueAt.size > 0) {
    const now = Math.min(...dueAt.values());
    const job = [...dueAt].find(([, at]) => at === now)?.[0] ?? "";
    const {
      project,
      asks: most = Infinity,
      leavesAt = Infinity,
    } = byJob.get(job) ?? { project: "" };
    dueAt.delete(job);
    const times = (asked.get(job) ?? 0) + 1;
    asked.set(job, times);
    if (times > most) continue;
    asks++;
    const place = { project, job };
    const hasLeft = now >= leavesAt;
    const done = hasLeft ? leave(between(line), place, now) : ask(between(line), place, now);
    line = done.line;
    const turn = "turn" in done ? done.turn : { waitMs: 0, ...done.leaving };
    if (turn.waitMs > 0) dueAt.set(job, Math.min(now + turn.waitMs + lateMs(), leavesAt));
    else if (!hasLeft) slots.push({ ...place, at: now });
    const { next } = turn;
    if (next !== null && dueAt.has(next.job)) dueAt.set(next.job, now + next.waitMs + lateMs());
  }
  return { slots, asks };
}
