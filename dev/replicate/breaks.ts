/**
 * Breakpoints: at the n-th event of a kind the emulator holds what it is doing and tells whoever asks
 * for the next hit, so that a test can kill something at exactly that moment and then let go. Each
 * breakpoint hits once. A hold ends by itself after at most two seconds: nobody has to come back.
 * They live in memory: a killed emulator holds nothing.
 */
import * as z from "zod";
import type { ModelKind } from "./models/model.ts";
import type { Json } from "./prediction.ts";

/** What happens in the life of a prediction, in order, and what is held there. */
export const BREAK_EVENTS = {
  "create-received": "a create was read and is in order; nothing is written",
  "create-booked": "the prediction and its price are written, and it may begin; no answer is sent",
  "create-answered": "the answer to a create was sent; nothing is held",
  processing: "a prediction became processing, and told so; its work is held",
  completed: "a prediction has ended and that is written; its last webhooks are held",
  "webhook-due": "a webhook is about to be sent",
  "webhook-sent": "a webhook is on its way; its answer is not looked at",
  "webhook-answered": "a webhook was answered; the answer is not written down",
  "output-asked": "an output was asked for; nothing is sent",
  "output-half": "half of an output was sent",
  "output-sent": "all of an output was sent; nothing is held",
  "get-asked": "a prediction was asked for by its id; no answer is sent",
  "list-asked": "predictions were asked for; no answer is sent",
  "cancel-asked": "a cancel was read; nothing is done",
} as const;

export type BreakEvent = keyof typeof BREAK_EVENTS;

const EVENT_NAMES = Object.keys(BREAK_EVENTS) as [BreakEvent, ...BreakEvent[]];
const LONGEST_HOLD_MS = 2_000;

export const BreakOrder = z.strictObject({
  event: z.enum(EVENT_NAMES),
  /** Which of the events from now on that fit, from 1. */
  nth: z.int().min(1).default(1),
  /** Fits predictions of this kind alone. */
  kind: z.enum(["image", "video", "text", "music"]).optional(),
  /** Fits predictions of this model alone. */
  model: z.string().optional(),
  holdMs: z.int().min(0).max(LONGEST_HOLD_MS).default(LONGEST_HOLD_MS),
});
export type BreakOrder = z.output<typeof BreakOrder>;

/** Whom an event is about; nulls where that is no one prediction, or none yet. */
export type Subject = {
  model: string | null;
  kind: ModelKind | null;
  predictionId: string | null;
  nonce: string | null;
};

export const NOBODY: Subject = { model: null, kind: null, predictionId: null, nonce: null };

export type Hit = Subject & {
  /** Of the breakpoint. */
  id: number;
  event: BreakEvent;
  nth: number;
};

/** `cut`: the caller's connection is to be closed as it is. Means nothing where no caller waits. */
export type Released = "go on" | "cut";

/** The same for the prediction with this id. */
export type Reach = (event: BreakEvent, predictionId: string) => Promise<Released> | null;

type Breakpoint = {
  id: number;
  order: BreakOrder;
  seen: number;
  hit: Hit | null;
  isTold: boolean;
  letGo: ((how: Released) => void) | null;
};

type Listener = { id: number | null; tell: (hit: Hit) => void };

export type Breaks = ReturnType<typeof createBreaks>;

export function createBreaks() {
  let breakpoints: Breakpoint[] = [];
  let listeners: Listener[] = [];
  let lastId = 0;

  const announce = (found: Breakpoint, hit: Hit) => {
    const listener = listeners.find(({ id }) => id === null || id === found.id);
    if (listener === undefined) return;
    listeners = listeners.filter((other) => other !== listener);
    found.isTold = true;
    listener.tell(hit);
  };

  const hold = (found: Breakpoint, subject: Subject): Promise<Released> =>
    new Promise((resolve) => {
      const { event, nth, holdMs } = found.order;
      found.hit = { id: found.id, event, nth, ...subject };
      const timer = setTimeout(() => found.letGo?.("go on"), holdMs);
      found.letGo = (how) => {
        clearTimeout(timer);
        found.letGo = null;
        // Kept until somebody was told: a hit that was slept through is still news.
        if (found.isTold) breakpoints = breakpoints.filter((other) => other !== found);
        resolve(how);
      };
      announce(found, found.hit);
    });

  return {
    add(order: BreakOrder): number {
      lastId += 1;
      const fresh = { id: lastId, order, seen: 0, hit: null, isTold: false, letGo: null };
      breakpoints.push(fresh);
      return lastId;
    },

    /** Null at once unless something is held here. */
    reach(event: BreakEvent, subject: Subject): Promise<Released> | null {
      const due = breakpoints.filter((each) => {
        const { event: wanted, kind, model, nth } = each.order;
        if (wanted !== event || each.hit !== null) return false;
        if (kind !== undefined && kind !== subject.kind) return false;
        if (model !== undefined && model !== subject.model) return false;
        each.seen += 1;
        return each.seen === nth;
      });
      if (due.length === 0) return null;
      return Promise.all(due.map((each) => hold(each, subject))).then((ways) =>
        ways.includes("cut") ? "cut" : "go on",
      );
    },

    /** The oldest hit nobody was told of, of breakpoint `id` or of any; null after `waitMs`. */
    next(id: number | null, waitMs: number, gone: AbortSignal): Promise<Hit | null> {
      const found = breakpoints.find(
        (each) => each.hit !== null && !each.isTold && (id === null || id === each.id),
      );
      if (found?.hit != null) {
        found.isTold = true;
        if (found.letGo === null) breakpoints = breakpoints.filter((other) => other !== found);
        return Promise.resolve(found.hit);
      }
      return new Promise((resolve) => {
        const stop = () => {
          clearTimeout(timer);
          listeners = listeners.filter((other) => other !== listener);
          resolve(null);
        };
        const timer = setTimeout(stop, waitMs);
        const listener: Listener = {
          id,
          tell(hit) {
            clearTimeout(timer);
            resolve(hit);
          },
        };
        listeners.push(listener);
        gone.addEventListener("abort", stop, { once: true });
      });
    },

    /** False when it does not hold anything, or not any more. */
    release(id: number, how: Released): boolean {
      const found = breakpoints.find((each) => each.id === id);
      if (found?.letGo == null) return false;
      found.isTold = true;
      found.letGo(how);
      return true;
    },

    /** As JSON. */
    report(): Json {
      return breakpoints.map(({ id, order, seen, hit, letGo }) => ({
        id,
        event: order.event,
        nth: order.nth,
        kind: order.kind ?? null,
        model: order.model ?? null,
        seen,
        hit,
        isHolding: letGo !== null,
      }));
    },

    /** Lets everything go and forgets it. */
    clear(): void {
      const held = breakpoints;
      breakpoints = [];
      for (const each of held) each.letGo?.("go on");
    },
  };
}
