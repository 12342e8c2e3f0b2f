/**
 * A project with everything around it, driven step by step: its outbox and wakeups, the provider, the
 * container, a person, and a process that may die at any time. Whatever `how` says may happen, happens:
 * calls are cut off, answers are late, doubled or out of order.
 */
import type { ProjectMode } from "../../contracts/project.ts";
import type { JobKind } from "../../contracts/job.ts";
import type { Listing } from "../attempts.ts";
import type { Command } from "../commands.ts";
import { type Effect, effectKey } from "../effects.ts";
import type { FilmNews } from "../films.ts";
import { isBeingSaved } from "../leftovers.ts";
import type { Attempt } from "../state.ts";
import { Bench } from "../testing.ts";
import { ERROR, observationOf, type Prediction, Provider, WAIT_MS } from "./provider.ts";

type Row = { effect: Effect; dueAt: number };
/** A call that was made: its news, and the row that goes with them; null where that is gone already. */
type Flight = { key: string; row: Row | null; news: Command[]; tries: number };

const MOST_CANCEL_TRIES = 6;

export class World extends Bench {
  readonly provider = new Provider();
  readonly flights: Flight[] = [];
  /** Attempts that a cancel was sent for. */
  readonly told = new Set<string>();
  readonly #tries = new Map<string, number>();
  override isSimulated = false;

  /** A project whose portrait is chosen and whose clips, or whose film, are being asked for. */
  goOn(mode: ProjectMode, to: "clips" | "film"): void {
    this.upToClips(mode === "manual" ? "step" : mode);
    if (mode !== "quick") {
      const [first] = this.state.characterReferences.keys();
      this.tell({ type: "choose", characterReferenceId: first ?? "" });
      this.tell({ type: "start", input: { kind: "clip" } });
    }
    if (to === "film") for (const job of this.jobs("clip")) this.deliver(this.run(job.id));
    if (mode !== "quick") this.tell({ type: "update", input: { mode } });
    // What was delivered by hand has left calls behind that nobody needs to make.
    for (const key of this.effects.keys()) if (!key.startsWith("submit:")) this.effects.delete(key);
  }

  /** Rows whose time has come and that are not being worked on, in the order in which they came. */
  dueEffects(): Row[] {
    const flying = new Set(this.flights.map(({ key }) => key));
    return [...this.effects].flatMap(([key, row]) =>
      row.dueAt <= this.now && !flying.has(key) ? [row] : [],
    );
  }

  dueWakeups() {
    return [...this.wakeups.values()].filter(({ dueAt }) => dueAt <= this.now);
  }

  /** The clock goes to whatever falls due next; false when nothing does. */
  skip(): boolean {
    const times = [...this.effects.values(), ...this.wakeups.values()].map(({ dueAt }) => dueAt);
    const next = Math.min(...times.filter((dueAt) => dueAt > this.now));
    if (!Number.isFinite(next)) return false;
    this.now = next;
    return true;
  }

  /** The process dies: no call is answered any more, and every row is still there. */
  restart(): void {
    this.flights.length = 0;
    this.tell({ type: "recover" });
  }

  /** Makes the call of a due row. Its news come with `land`. */
  fly(row: Row, how: number): void {
    const key = effectKey(row.effect);
    const flight: Flight = { key, row, news: [], tries: this.#tries.get(key) ?? 0 };
    const news = this.#perform(row.effect, how, flight);
    if (news === "broken") {
      this.#tries.set(key, flight.tries + 1);
      this.effects.set(key, { ...row, dueAt: this.now + 1_000 });
      return;
    }
    flight.news.push(...news);
    this.flights.push(flight);
  }

  /** The row goes with the news, unless the same work was asked for again. */
  land(flight: Flight): void {
    this.flights.splice(this.flights.indexOf(flight), 1);
    if (flight.row !== null && this.effects.get(flight.key) === flight.row) {
      this.effects.delete(flight.key);
      this.#tries.delete(flight.key);
    }
    for (const command of flight.news) this.tell(command);
  }

  #perform(effect: Effect, how: number, flight: Flight): Command[] | "broken" {
    switch (effect.kind) {
      case "submit":
        return this.#submit(effect.jobId, how, flight);
      case "prune":
        return [{ type: "pruned", assetId: effect.assetId }];
      case "publish":
      case "stop":
      case "prune_parts":
      case "purge":
        return [];
      default: {
        const attempt = this.state.attempts.get(effect.attemptId);
        const job = this.state.jobs.get(attempt?.jobId ?? "");
        if (attempt === undefined || job === undefined) return [];
        if (job.kind === "film") return this.#callContainer(effect.kind, attempt, how);
        return this.#callFor(effect.kind, attempt, job.kind, how, flight);
      }
    }
  }

  #submit(jobId: string, how: number, flight: Flight): Command[] {
    const job = this.state.jobs.get(jobId);
    if (job?.status !== "queued") return [];
    if (how % 10 === 0 && job.kind !== "film") {
      const phase =
        how % 20 === 0 ? ("waiting_for_pace" as const) : ("waiting_for_credit" as const);
      return [{ type: "paced", jobId, waitMs: WAIT_MS, phase }];
    }
    if (how % 37 === 1) return [{ type: "refused", jobId, error: ERROR }];
    const attempt = this.begin(jobId);
    flight.row = null;
    if (job.kind === "film") return [];
    const answer = this.provider.create(attempt, job.kind, this.now, how);
    return [{ type: "created", attemptId: attempt.id, answer }];
  }

  #callFor(
    kind: Effect["kind"],
    attempt: Attempt,
    jobKind: JobKind,
    how: number,
    flight: Flight,
  ): Command[] | "broken" {
    const attemptId = attempt.id;
    const prediction = this.provider.find(attempt.predictionId);
    switch (kind) {
      case "poll": {
        if (attempt.predictionId === null) return [];
        const isAnswered = how % 5 !== 0 && prediction !== undefined;
        const observation = isAnswered ? observationOf(prediction) : null;
        return [{ type: "polled", attemptId, observation }];
      }
      case "reconcile":
        return attempt.status === "submitting" ? [this.#list(attempt, jobKind, how)] : [];
      case "cancel":
        this.told.add(attemptId);
        if (prediction === undefined || flight.tries >= MOST_CANCEL_TRIES) return [];
        if (how % 6 === 0) return "broken";
        if (how % 6 !== 1) this.provider.cancel(prediction);
        return [{ type: "observed", attemptId, observation: observationOf(prediction) }];
      case "ingest":
        return isBeingSaved(this.state, attempt) ? [this.#save(attempt, jobKind, how)] : [];
      case "check":
        return isBeingSaved(this.state, attempt) ? this.#check(attempt, how) : [];
      default:
        return [];
    }
  }

  /** The list may hide what it will show later, and equal calls may get each other's prediction. */
  #list(attempt: Attempt, kind: JobKind, how: number): Command {
    const { id: attemptId } = attempt;
    const tell = (listing: Listing): Command => ({ type: "listed", attemptId, listing });
    if (how % 7 === 0) return tell({ kind: "unavailable" });
    if (how % 7 === 1) return tell({ kind: "undecided" });
    if (how % 7 === 2) return tell({ kind: "absent" });
    const held = new Set([...this.state.attempts.values()].map((each) => each.predictionId));
    const free = this.provider.listed(this.now).filter(({ id }) => !held.has(id));
    const own = free.find((each) => each.attemptId === attemptId);
    const equal = free.find((each) => each.kind === kind && this.#mayGoTo(each.attemptId));
    const isSwapped = own === undefined || how % 7 === 3;
    const found = isSwapped && this.#isUnanswered(attemptId) ? (equal ?? own) : own;
    return tell(
      found === undefined
        ? { kind: "absent" }
        : { kind: "found", observation: observationOf(found) },
    );
  }

  /** Whoever made the prediction is looked for as well, or was given an equal one. */
  #mayGoTo(madeBy: string): boolean {
    const { predictionId = null } = this.state.attempts.get(madeBy) ?? {};
    return predictionId !== null || this.#isUnanswered(madeBy);
  }

  /** Its job waits for it, and no answer is on its way. */
  #isUnanswered(attemptId: string): boolean {
    const attempt = this.state.attempts.get(attemptId);
    const job = this.state.jobs.get(attempt?.jobId ?? "");
    const isFlying = this.flights.some(({ news }) =>
      news.some((each) => each.type === "created" && each.attemptId === attemptId),
    );
    return job?.status === "submitting" && attempt?.predictionId === null && !isFlying;
  }

  #save(attempt: Attempt, kind: JobKind, how: number): Command {
    const attemptId = attempt.id;
    if (how % 5 === 0) return { type: "save_failed", attemptId, error: ERROR };
    if (how % 5 === 1) {
      const error = { code: "asset_invalid" as const, message: "It is cut short." };
      return { type: "save_failed", attemptId, error };
    }
    const contentType = kind === "character" ? "image/png" : "video/mp4";
    return {
      type: "saved",
      attemptId,
      stored: { assetId: attempt.assetId, bytes: 1, contentType },
    };
  }

  #check(attempt: Attempt, how: number): Command[] {
    const { id: attemptId, stored } = attempt;
    if (stored === null) return [];
    if (how % 5 === 0) return [{ type: "check_unavailable", attemptId }];
    if (how % 11 === 1) return [{ type: "check_failed", attemptId, error: ERROR }];
    const facts = { width: 16, height: 9, durationMs: 8_000, hasAudio: true };
    return [{ type: "checked", attemptId, facts, stored }];
  }

  #callContainer(kind: Effect["kind"], attempt: Attempt, how: number): Command[] {
    const { id: attemptId, assetId } = attempt;
    if (kind === "ingest") {
      if (!isBeingSaved(this.state, attempt)) return [];
      if (how % 5 === 0) return [{ type: "save_failed", attemptId, error: ERROR }];
      const facts = { width: 16, height: 9, durationMs: 8_000, hasAudio: true };
      const file = { assetId, bytes: 1, contentType: "video/mp4", media: "video" as const, facts };
      return [{ type: "film_saved", attemptId, file, renditions: [], lost: [] }];
    }
    const isStart = kind === "start_film" && attempt.status === "submitting";
    if (!isStart && kind !== "poll") return [];
    return [{ type: "film", attemptId, news: NEWS[how % NEWS.length] ?? DONE, isPoll: !isStart }];
  }

  /** A webhook: what is true now, or what was true when it was sent. */
  notify(prediction: Prediction, isStale: boolean): void {
    const started: Prediction = { ...prediction, status: "processing", hasStarted: true };
    const observation = observationOf(isStale ? started : prediction);
    this.tell({ type: "observed", attemptId: prediction.attemptId, observation });
  }

  /**
   * Goes on until nothing is due any more, with every call answered in the same way; at last the
   * webhooks come. Answers with the number of steps it took, or null when it never ends.
   */
  calm(most: number, how = CALM): number | null {
    for (let steps = 0; steps < most; steps++) {
      const [flight] = this.flights;
      const [wakeup] = this.dueWakeups();
      const [row] = this.dueEffects();
      if (flight !== undefined) this.land(flight);
      else if (wakeup !== undefined) this.tell({ type: "wake", wakeup: wakeup.wakeup });
      else if (row !== undefined) this.fly(row, how);
      else if (!this.skip()) return steps;
      if (how % 3 !== 0) for (const each of this.provider.predictions) this.provider.advance(each);
    }
    return null;
  }

  /** Every webhook that is still on its way. */
  notifyAll(): void {
    for (const each of this.provider.predictions) this.notify(each, false);
  }
}

/** Makes every call succeed: see the cases above. */
const CALM = 17;

const DONE: FilmNews = { kind: "done", parts: "{}", warnings: [] };
const NEWS: FilmNews[] = [
  { kind: "working", progress: 0.5, doing: "Cutting" },
  { kind: "unavailable" },
  { kind: "lost" },
  { kind: "failed", error: { code: "stitch_failed", message: "It can't be cut." } },
  { kind: "canceled" },
  { kind: "failed", error: { code: "stitch_unavailable", message: "It was shut down." } },
  { kind: "working", progress: 0.9, doing: "Cutting" },
  DONE,
  DONE,
];
