/**
 * Going wrong at exactly the right moment: the offline Replicate holds an event, something is killed,
 * and only then does it let go. Also its storms. All over its admin API.
 */
import * as z from "zod";
import { identify, isAlive } from "../launcher/processes.mjs";
import type { BreakEvent } from "../replicate/breaks.ts";
import type { Fault } from "../replicate/faults/catalogue.ts";
import type { ModelKind } from "../replicate/models/model.ts";
import type { Part, Stack } from "./stack.ts";
import { until } from "./until.ts";

/** The n-th event of a kind from now on, of predictions of one kind or model where they are named. */
export type Moment = { event: BreakEvent; nth?: number; kind?: ModelKind; model?: string };

const Hit = z.object({
  event: z.string(),
  model: z.string().nullable(),
  predictionId: z.string().nullable(),
  nonce: z.string().nullable(),
});
export type Hit = z.output<typeof Hit>;

export type Held = {
  hit: Hit;
  /** False when it was too late: a hold ends by itself after two seconds. `cut` drops the caller. */
  release(how?: { cut: boolean }): Promise<boolean>;
};

/** The longest that the offline Replicate holds an event, with some room to let go in time. */
const HOLD_MS = 1_500;
const UP_WITHIN_MS = 60_000;
/** How long one question for the next hit stays open, in seconds. */
const ASK_S = 30;

/** Waits for the moment, which is then held. `reached` rejects when it does not come in time. */
export async function holdAt(
  stack: Stack,
  moment: Moment,
  withinMs = 60_000,
): Promise<{ reached: Promise<Held> }> {
  const { id } = z.object({ id: z.int() }).parse(await ask(stack, "breaks", moment));
  const reached = next(stack, id, moment, Date.now() + withinMs);
  // Whoever ordered it may fail before waiting for it; that failure is the one to be shown.
  reached.catch(() => {});
  return { reached };
}

export type Kill = {
  /** What was under way when it was killed; rejects when the moment did not come, or was missed. */
  done: Promise<Hit>;
};

/**
 * Kills a part of the stack at exactly that moment. Resolves when the moment is ordered, so that
 * whatever leads to it can be started; `done` resolves when the part is killed and the event goes on.
 * With `cut` the event does not go on: its caller's connection ends there.
 */
export async function killAt(
  stack: Stack,
  moment: Moment,
  target: Part,
  signal: NodeJS.Signals,
  options: { cut?: boolean; withinMs?: number } = {},
): Promise<Kill> {
  // What comes while it is down anyway is no moment to kill it at.
  await untilRunning(stack, target, UP_WITHIN_MS);
  const { reached } = await holdAt(stack, moment, options.withinMs);
  const done = reached.then(async ({ hit, release }) => {
    let wasHeld = false;
    try {
      // Just after a restart it may be at work before the launcher has told its new id.
      await untilRunning(stack, target, HOLD_MS);
      stack.kill(target, signal);
    } finally {
      wasHeld = await release({ cut: options.cut === true });
    }
    if (!wasHeld) throw new Error(`${moment.event} had gone on before the ${target} was killed.`);
    return hit;
  });
  done.catch(() => {});
  return { done };
}

/** Faults by chance for everything that follows; see dev/replicate/faults/storm.ts. */
export type StormOrder = { seed: string; rates: Partial<Record<Fault, number>>; most?: number };

export async function beginStorm(stack: Stack, order: StormOrder): Promise<void> {
  await ask(stack, "storm", order);
}

const Draws = z.object({
  draws: z.array(
    z.object({
      model: z.string(),
      nonce: z.string().nullable(),
      job: z.string(),
      attempt: z.int(),
      faults: z.array(z.string()),
    }),
  ),
});
export type Draw = z.output<typeof Draws>["draws"][number];

/** Ends it, and answers what every create met while it lasted. */
export async function endStorm(stack: Stack): Promise<Draw[]> {
  const response = await fetch(`${stack.replicateOrigin}/__emu/storm`, { method: "DELETE" });
  return Draws.parse(await response.json()).draws;
}

/** Waits until a part runs under an id that the launcher has told. */
export async function untilRunning(stack: Stack, part: Part, withinMs: number): Promise<void> {
  await until(`the ${part} to run`, withinMs, () => {
    const { pids } = stack;
    const ids = part === "workerd" ? pids.workerd : [pids[part] ?? []].flat();
    return (ids.length > 0 && ids.map(identify).every(isAlive)) || null;
  });
}

async function next(stack: Stack, id: number, moment: Moment, deadline: number): Promise<Held> {
  for (;;) {
    const leftS = Math.max(0, Math.min(ASK_S, (deadline - Date.now()) / 1000));
    const url = `${stack.replicateOrigin}/__emu/breaks/next?id=${id}&wait=${leftS}`;
    const response = await fetch(url);
    if (response.status === 200) {
      const hit = Hit.parse(await response.json());
      const release: Held["release"] = async (how = { cut: false }) => {
        const answer = await ask(stack, `breaks/${id}/release`, how);
        return z.object({ wasHeld: z.boolean() }).parse(answer).wasHeld;
      };
      return { hit, release };
    }
    if (Date.now() > deadline) throw new Error(`It never came to this: ${JSON.stringify(moment)}`);
  }
}

async function ask(stack: Stack, path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${stack.replicateOrigin}/__emu/${path}`, {
    method: "POST",
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
