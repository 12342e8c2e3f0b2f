/**
 * Runs what is due: wakeups become commands, outbox rows become calls. Several rows at a time, saving
 * before submitting. A row leaves the outbox only with its outcome, so a process that dies runs it
 * again; each effect is written to be safe for that.
 */
import type { NewsCommand } from "../domain/commands.ts";
import type { Effect } from "../domain/effects.ts";
import { fullJitter } from "../domain/retry-policy.ts";
import type { Unreadable } from "../domain/unreadable.ts";
import { log } from "../platform/log.ts";
import { prune, pruneParts, publish, purge } from "./effects/housekeeping.ts";
import { startFilm } from "./effects/film.ts";
import { check, ingest } from "./effects/ingest.ts";
import { cancel, poll, reconcile } from "./effects/predictions.ts";
import { stopWork } from "./effects/stop.ts";
import { submit } from "./effects/submit.ts";
import type { Ports, Task } from "./ports.ts";
import type { DueEffect, DueWakeup, Store } from "./store.ts";

/** A Worker has six connections; a seventh effect would only wait inside. */
const AT_ONCE = 6;
/** An alarm handler may take 15 minutes; after this nothing new is begun in it. */
const BUDGET_MS = 8 * 60_000;

type Hear = (command: NewsCommand, settles: Pick<DueEffect, "key" | "version"> | null) => void;

export function sayUnreadable(project: string, { table, id }: Unreadable): void {
  log({ event: "row_unreadable", level: "error", project, table, row: id });
}

export class Dispatcher {
  readonly #store: Store;
  readonly #ports: Ports;
  readonly #hear: Hear;
  readonly #running = new Map<string, Promise<void>>();
  #kicked = () => {};

  constructor(store: Store, ports: Ports, hear: Hear) {
    this.#store = store;
    this.#ports = ports;
    this.#hear = hear;
  }

  get running(): ReadonlySet<string> {
    return new Set(this.#running.keys());
  }

  /** Something new may be due: a drain in progress looks again. */
  kick(): void {
    this.#kicked();
  }

  /** Works until nothing is due and nothing runs. One drain at a time: the alarm handler. */
  async drain(): Promise<void> {
    const stopAt = this.#ports.now() + BUDGET_MS;
    for (;;) {
      const kicked = new Promise<void>((resolve) => (this.#kicked = resolve));
      const mayBegin = this.#ports.now() < stopAt;
      if (mayBegin) this.#begin();
      if (this.#running.size === 0) return;
      await this.#somethingHappens(kicked, mayBegin);
    }
  }

  #begin(): void {
    const wakeups = this.#store.dueWakeups(this.#ports.now());
    for (const id of wakeups.unreadable) this.#goOnWithout({ table: "wakeups", id });
    for (const due of wakeups.rows) this.#wake(due);
    const effects = this.#store.dueEffects(this.#ports.now());
    for (const id of effects.unreadable) this.#goOnWithout({ table: "outbox", id });
    for (const due of effects.rows) {
      if (this.#running.size >= AT_ONCE) return;
      if (this.#running.has(due.key)) continue;
      const work = this.#run(due).finally(() => this.#running.delete(due.key));
      this.#running.set(due.key, work);
    }
  }

  /** One that can't be decided on must not hold up those behind it. */
  #wake({ key, wakeup }: DueWakeup): void {
    try {
      this.#hear({ type: "wake", wakeup }, null);
    } catch (cause) {
      this.#putOff({ table: "wakeups", id: key }, cause);
    }
  }

  #goOnWithout(row: Unreadable): void {
    sayUnreadable(this.#ports.state().project?.id ?? "", row);
    try {
      this.#store.setAside(row, this.#ports.now(), () => {
        this.#hear({ type: "unreadable", row }, null);
      });
    } catch (cause) {
      this.#putOff(row, cause);
    }
  }

  #putOff({ table, id }: Unreadable, cause: unknown): void {
    const { times, now, state } = this.#ports;
    const dueAt = now() + times.backoffMax;
    if (table === "wakeups") this.#store.postponeWakeup(id, dueAt);
    else this.#store.postpone(id, dueAt);
    log({ event: "wakeup_failed", project: state().project?.id ?? "", wakeup: id, cause });
  }

  /** One effect ends, a command arrives, or the next row falls due. */
  async #somethingHappens(kicked: Promise<void>, mayBegin: boolean): Promise<void> {
    const nextDueAt = mayBegin ? this.#store.nextDueAt(this.running) : null;
    const isFull = this.#running.size >= AT_ONCE;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const due = new Promise<void>((resolve) => {
      if (nextDueAt === null || isFull) return;
      timer = setTimeout(resolve, Math.max(1, nextDueAt - this.#ports.now()));
    });
    await Promise.race([...this.#running.values(), kicked, due]);
    if (timer !== undefined) clearTimeout(timer);
  }

  async #run(due: DueEffect): Promise<void> {
    let isSettled = false;
    const task: Task = {
      settle: (command) => {
        this.#hear(command, due);
        isSettled = true;
      },
      hear: (command) => this.#hear(command, null),
    };
    try {
      await this.#perform(due.effect, task, due.faults);
      if (!isSettled) this.#store.settle(due);
    } catch (cause) {
      const { times } = this.#ports;
      const wait = fullJitter(times.serviceBase, due.faults, times.backoffMax, 1);
      if (!isSettled) this.#store.postpone(due.key, this.#ports.now() + wait);
      log({
        event: "effect_failed",
        project: this.#ports.state().project?.id ?? "",
        effect: due.effect.kind,
        cause,
      });
    }
  }

  #perform(effect: Effect, task: Task, faults: number): Promise<void> {
    const ports = this.#ports;
    switch (effect.kind) {
      case "submit":
        return submit(ports, task, effect.jobId);
      case "start_film":
        return startFilm(ports, task, effect.attemptId, faults);
      case "poll":
        return poll(ports, task, effect.attemptId);
      case "reconcile":
        return reconcile(ports, task, effect.attemptId);
      case "cancel":
        return cancel(ports, task, effect.attemptId, faults);
      case "ingest":
        return ingest(ports, task, effect.attemptId);
      case "check":
        return check(ports, task, effect.attemptId);
      case "stop":
        return stopWork(ports, effect, faults);
      case "publish":
        return publish(ports);
      case "prune":
        return prune(ports, task, effect.assetId);
      case "prune_parts":
        return pruneParts(ports);
      case "purge":
        return purge(ports);
      default:
        return effect satisfies never;
    }
  }
}
