/** Which faults a storm has, and how often each create meets them. */
import type { Chance } from "./chance.ts";

/** Whatever costs nothing but patience, or one more try. */
const PASSING = {
  ...{ PA: 0.04, E9828: 0.02, E6716: 0.03, E003: 0.02, E004: 0.02 },
  ...{ "http-500": 0.03, "http-502": 0.03, "http-503": 0.02 },
  ...{ "drop-before-create": 0.04, "drop-after-create": 0.08 },
  ...{ "get-404": 0.1, "cancel-ignored": 0.1, "cancel-500": 0.1 },
  ...{ "webhook-lost": 0.1, "webhook-duplicate": 0.15, "webhook-reordered": 0.1 },
  ...{ "webhook-delayed": 0.05, "webhook-wrong-signature": 0.05, "webhook-stale": 0.05 },
  ...{ "output-array": 0.05, "text-garbage": 0.05, "text-prose": 0.05, "error-empty": 0.05 },
};

/** Each of these halves the pace of the whole account. */
const THROTTLED = { "http-429": 0.04, "http-429-fields": 0.03, "http-429-html": 0.02 };

/** Among hundreds of films: at the rate above the account would go at the pace of its refusals. */
const RARELY_THROTTLED = { "http-429": 0.006, "http-429-fields": 0.004, "http-429-html": 0.003 };

/** What ends a job, so that somebody has to decide. */
const ENDING = {
  ...{ E005: 0.02, NSFW: 0.01, OOM: 0.01, gone: 0.01, "version-gone": 0.01 },
  ...{ "output-expired": 0.01, "output-removed": 0.01, "output-truncated": 0.02 },
  ...{ "output-cut": 0.02, "output-zero": 0.01, "output-empty": 0.01, "output-null": 0.01 },
  "output-wrong-type": 0.01,
};

/** What is only ended by a deadline: minutes, whatever the scale of time. */
const STUCK = { "stuck-starting": 0.02, "stuck-processing": 0.02 };

/** Outputs that cannot be used, however much was paid for them. */
export const UNUSABLE = [
  ...Object.keys(ENDING).filter((fault) => fault.startsWith("output-")),
  ...["text-garbage", "text-prose"],
];

export function weather(isLong: boolean): Record<string, number> {
  const always = { ...PASSING, ...ENDING };
  return isLong ? { ...always, ...RARELY_THROTTLED, ...STUCK } : { ...always, ...THROTTLED };
}

export type Kill = { event: string; nth: number; victim: "workerd" | "stitcher" };

const EVENTS = [
  "create-received",
  "create-booked",
  "create-answered",
  "completed",
  "webhook-sent",
  "output-half",
  "output-sent",
  "list-asked",
];

/** `count` kills, spread over about as many events as `films` films have. */
export function killsOf(chance: Chance, count: number, films: number): Kill[] {
  return Array.from({ length: count }, (_, index) => ({
    event: EVENTS[chance.pick(EVENTS.length, "event", index)] ?? "completed",
    nth: 1 + chance.pick(Math.max(2, films * 3), "nth", index),
    victim: chance.happens(0.7, "victim", index) ? ("workerd" as const) : ("stitcher" as const),
  }));
}
