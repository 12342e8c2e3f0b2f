/**
 * Sends webhooks. A message is written in the transaction of the change it tells of and sent
 * afterwards, so a crash in between delays it and never loses it. Rules, from Replicate's webhook pages:
 * `output` and `logs` at most every 500 ms for a prediction; only the terminal message is retried (at 2,
 * 6, 14, 30 and 60 s, each time newly signed under the same id); no redirect is followed, and one
 * counts as taken; a receiver has 5 s.
 */
import { randomBytes } from "node:crypto";
import type { Reach } from "./breaks.ts";
import type { Clock, Timer } from "./clock.ts";
import type { Prediction, WebhookEvent } from "./prediction.ts";
import { isTerminal } from "./prediction.ts";
import type { SettingsStore } from "./settings.ts";
import { newSecret, sign } from "./signature.ts";
import type { WebhookMessage, WebhookTable } from "./webhook-table.ts";

const THROTTLE_MS = 500;
const RECEIVER_TIMEOUT_MS = 5_000;
/** After the first try, which comes at once. */
const RETRY_AT_S = [2, 6, 14, 30, 60];
const STALE_S = 10 * 60;
/** With `reverseWebhooks`, what is told within one window arrives in the reverse order. */
const REVERSE_WINDOW_MS = 1_000;
/** Of `webhook-delayed`, before TIME_SCALE: longer than a caller waits before it looks itself. */
const DELAY_MS = 40_000;
/** How much later the held messages come when the last one is sent first. */
const REORDER_MS = 300;
const DEFAULT_EVENTS: readonly WebhookEvent[] = ["output", "completed"];

export type Webhooks = ReturnType<typeof createWebhooks>;

export function createWebhooks(deps: {
  clock: Clock;
  table: WebhookTable;
  settings: SettingsStore;
  secret: string;
  timeScale: number;
  reach: Reach;
  /** The prediction as the API shows it. */
  present: (prediction: Prediction) => unknown;
}) {
  const { clock, table, settings } = deps;
  const lastSentAt = new Map<string, number>();
  const timers = new Map<string, Timer>();
  let isStopped = false;

  const schedule = (message: WebhookMessage) => {
    if (isStopped || message.dueAt === null || message.state !== "pending") return;
    timers.get(message.id)?.cancel();
    timers.set(
      message.id,
      clock.at(message.dueAt, () => {
        timers.delete(message.id);
        void deliver(message.id);
      }),
    );
  };

  const post = async (message: WebhookMessage): Promise<number | null> => {
    const isStale = message.faults.includes("webhook-stale");
    const isForged = message.faults.includes("webhook-wrong-signature");
    const timestamp = Math.floor(clock.wall() / 1000) - (isStale ? STALE_S : 0);
    const { id, body } = message;
    await deps.reach("webhook-due", message.predictionId);
    if (isStopped) return null;
    const startedAt = clock.wall();
    let status: number | null = null;
    let error: string | null = null;
    try {
      const answered = fetch(message.url, {
        method: "POST",
        redirect: "manual",
        signal: AbortSignal.timeout(RECEIVER_TIMEOUT_MS),
        headers: {
          "content-type": "application/json",
          "user-agent": "Replicate-Webhooks/offline",
          "webhook-id": id,
          "webhook-timestamp": String(timestamp),
          "webhook-signature": sign({
            secret: isForged ? newSecret() : deps.secret,
            id,
            timestamp,
            body,
          }),
        },
        body,
      });
      // Together: an answer that fails while it is not looked at must not go unheard.
      const [response] = await Promise.all([
        answered,
        deps.reach("webhook-sent", message.predictionId),
      ]);
      status = response.status;
      await response.body?.cancel();
      await deps.reach("webhook-answered", message.predictionId);
    } catch (cause) {
      error = explain(cause);
    }
    if (!isStopped) {
      table.addTry(id, { at: clock.now(), status, error, tookMs: clock.wall() - startedAt });
    }
    return status;
  };

  const deliver = async (id: string): Promise<void> => {
    const message = table.get(id);
    if (message === null || message.state !== "pending") return;
    const status = await post(message);
    if (status !== null && (settings.get().duplicateWebhooks || isTwice(message))) {
      await post(message);
    }
    // Not read again after a stop: the database is closed, and the message is still pending in it.
    if (isStopped) return;
    const current = table.get(id);
    if (current === null) return;
    const tries = current.tries + 1;
    if (status !== null && status < 400) {
      table.update(id, "delivered", null, tries);
      return;
    }
    const delayS = RETRY_AT_S[tries - 1];
    if (!current.isTerminal || delayS === undefined) {
      table.update(id, "given_up", null, tries);
      return;
    }
    const dueAt = Math.max(clock.now(), current.createdAt + delayS * 1000 * deps.timeScale);
    table.update(id, "pending", dueAt, tries);
    schedule({ ...current, dueAt });
  };

  const enqueue = (prediction: Prediction, event: WebhookEvent, isLast: boolean) => {
    const { request } = prediction;
    if (request.webhook === null) return [];
    const isDropped = settings.get().dropWebhooks || request.faults.includes("webhook-lost");
    const isReversed = settings.get().reverseWebhooks;
    const isHeld = !isLast && (isReversed || request.faults.includes("webhook-reordered"));
    const now = clock.now();
    const isLate = request.faults.includes("webhook-delayed");
    const sendAt = (isReversed ? mirrored(now) : now) + (isLate ? DELAY_MS * deps.timeScale : 0);
    const message: WebhookMessage = {
      id: `msg_${randomBytes(16).toString("hex")}`,
      predictionId: request.id,
      url: request.webhook,
      event,
      isTerminal: isLast,
      body: JSON.stringify(deps.present(prediction)),
      faults: request.faults,
      state: isDropped ? "dropped" : isHeld ? "held" : "pending",
      createdAt: now,
      dueAt: isDropped || isHeld ? null : sendAt,
      tries: 0,
    };
    table.insert(message);
    const sent = [message];
    if (!isLast || message.dueAt === null) return sent;
    const held = table.inState("held", request.id).reverse();
    for (const [index, late] of held.entries()) {
      const dueAt = message.dueAt + REORDER_MS + index * 20;
      table.update(late.id, "pending", dueAt, 0);
      sent.push({ ...late, state: "pending", dueAt });
    }
    return sent;
  };

  return {
    /**
     * Writes the messages of one change; call it inside the transaction that saves the change, and
     * call the returned function after the commit, which sends them.
     */
    announce(prediction: Prediction, event: WebhookEvent): () => void {
      const { request, state } = prediction;
      const wanted = request.webhookEvents ?? DEFAULT_EVENTS;
      if (!wanted.includes(event)) return () => {};
      if (state.status === "aborted" && !settings.get().webhookOnAborted) return () => {};
      const isLast = event === "completed";
      if ((event === "output" || event === "logs") && !isTerminal(state.status)) {
        const key = `${request.id} ${event}`;
        const now = clock.now();
        if (now - (lastSentAt.get(key) ?? -Infinity) < THROTTLE_MS) return () => {};
        lastSentAt.set(key, now);
      }
      if (isLast) {
        for (const name of ["output", "logs"]) lastSentAt.delete(`${request.id} ${name}`);
      }
      const messages = enqueue(prediction, event, isLast);
      return () => messages.forEach(schedule);
    },

    /** Takes up what was not delivered when the process ended. */
    resume(): void {
      table.inState("pending").forEach(schedule);
    },

    /** Forgets everything that is waiting. */
    reset(): void {
      for (const timer of timers.values()) timer.cancel();
      timers.clear();
      lastSentAt.clear();
    },

    stop(): void {
      isStopped = true;
      for (const timer of timers.values()) timer.cancel();
    },
  };
}

function isTwice(message: WebhookMessage): boolean {
  return message.faults.includes("webhook-duplicate");
}

/** The later in its window, the earlier after it. */
function mirrored(now: number): number {
  const end = (Math.floor(now / REVERSE_WINDOW_MS) + 1) * REVERSE_WINDOW_MS;
  return end + (end - now);
}

function explain(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.name === "TimeoutError") return `no answer within ${RECEIVER_TIMEOUT_MS / 1000} s`;
  return cause.cause instanceof Error ? cause.cause.message || cause.message : cause.message;
}
