/**
 * A project at work: its rows, and whoever acts on them. Commands and news are each decided purely,
 * written in one transaction, then sent to the pages and to the outbox. Without readable settings it
 * can still be read; its work waits, and says so.
 */
import { accountOf } from "../account/account-stub.ts";
import type { Measured } from "../account/usual-table.ts";
import { JobReport } from "../stitch/protocol.ts";
import type { Activity } from "../contracts/activity.ts";
import type { Deletion } from "../contracts/deletion.ts";
import { fail, ok, type Result } from "../contracts/errors.ts";
import type { ImportState } from "../contracts/imports.ts";
import type { JobKind } from "../contracts/job.ts";
import type { Snapshot } from "../contracts/live.ts";
import type { ProjectSummary } from "../contracts/project.ts";
import { activityOf } from "../domain/activity.ts";
import type { Context } from "../domain/context.ts";
import type { Command, PersonCommand } from "../domain/commands.ts";
import { decide } from "../domain/decide.ts";
import { durations } from "../domain/durations.ts";
import { importState } from "../domain/imports.ts";
import { ownUploads } from "../domain/own-clips.ts";
import { deletionOf } from "../domain/restoring.ts";
import type { Draft, ImportedFile, Upload } from "../domain/state.ts";
import { summaryOf } from "../domain/summary.ts";
import { type Env, parseConfig } from "../env.ts";
import { assetKey } from "../media/keys.ts";
import { parsePrediction } from "../models/index.ts";
import { log } from "../platform/log.ts";
import { archiveOf, incomingFile } from "./archive.ts";
import type { Channel } from "./channel.ts";
import { createPorts } from "./create-ports.ts";
import { Dispatcher, sayUnreadable } from "./dispatcher.ts";
import { newsOf } from "./effects/film.ts";
import { fileName } from "./file-name.ts";
import { tellNews } from "./film-debug.ts";
import { answerOf, type Answered, keep, readKept } from "./kept-answers.ts";
import { newlyMeasured } from "./measured.ts";
import { observation } from "./observation.ts";
import { type CommandState, isPublished, originOf, outcomesOf } from "./outcomes.ts";
import { planner } from "./planner.ts";
import type { Ports } from "./ports.ts";
import type { Archive, AssetFile } from "./project-stub.ts";
import { type DueEffect, type Remembered, Store } from "./store.ts";

/** Settings change with a deploy, which makes a new object; an old one only keeps its alarm. */
const HELD_MS = 60_000;

type Works = {
  ports: Ports;
  dispatcher: Dispatcher;
  measured: (time: Measured) => Promise<void>;
};
type Settles = Pick<DueEffect, "key" | "version"> | null;

export class Project {
  readonly #storage: DurableObjectStorage;
  readonly #channel: Channel;
  readonly #store: Store;
  /** What is missing without settings that can be read. */
  readonly #works: Works | null;
  /** Callers that wait for the next change. */
  readonly #waiting: (() => void)[] = [];

  /** Throws when the rows can't be read or written. */
  constructor(storage: DurableObjectStorage, channel: Channel, env: Env) {
    this.#storage = storage;
    this.#channel = channel;
    this.#store = new Store(storage);
    this.#works = this.#createWorks(env);
    if (this.id !== null) this.#resume();
  }

  /** Null where no project was ever made. */
  get id(): string | null {
    return this.#store.state.project?.id ?? null;
  }

  #createWorks(env: Env): Works | null {
    const config = parseConfig(env);
    if (!config.ok) {
      log({ event: "settings_refused", level: "error", message: config.error.message });
      return null;
    }
    const ports = createPorts(env, config.value, this.#store);
    const dispatcher = new Dispatcher(this.#store, ports, (command, settles) => {
      this.#hear(command, settles);
    });
    return { ports, dispatcher, measured: accountOf(env, config.value).measured };
  }

  /** What the last instance left: rows that can't be read, and calls whose answers have to be found. */
  #resume(): void {
    for (const row of this.#store.unreadable) {
      sayUnreadable(this.id ?? "", row);
      this.#store.setAside(row, Date.now(), () => {
        this.#hear({ type: "unreadable", row }, null);
      });
    }
    this.#hear({ type: this.#works === null ? "held" : "recover" }, null);
  }

  snapshot(): Result<Snapshot> {
    const snapshot = this.#store.snapshot();
    return snapshot === null || snapshot.project.deletedAt !== null ? noProject() : ok(snapshot);
  }

  /** Does what a person asked, once for each key; the same key with another request is a conflict. */
  perform(command: PersonCommand, key: string | null): Result<Answered> {
    if (this.#works === null) return notSetUp();
    const request = key === null ? "" : JSON.stringify(command);
    const kept = key === null ? null : this.#remembered(key);
    if (kept !== null) {
      if (kept.request === request) return ok(answerOf(this.#store.state, readKept(kept.answer)));
      return fail(
        "conflict",
        "This idempotency key was used for another request. Use a new key for a new request.",
      );
    }
    const decided = decide(this.#store.state, command, this.#context());
    if (!decided.ok) return decided;
    const { draft, answer } = decided.value;
    const ids = keep(answer);
    const remember = key === null ? null : { key, request, answer: JSON.stringify(ids) };
    this.#commit(draft, null, remember);
    if (command.type === "remove") this.#channel.closeAll();
    return ok(answerOf(this.#store.state, ids));
  }

  /** A verified webhook. Duplicates and late ones change nothing; an unknown nonce is `not_found`. */
  recordPrediction(nonce: string, webhookId: string, body: unknown): Result<null> {
    if (this.#works === null) return notSetUp();
    const prediction = parsePrediction(body);
    if (prediction === null) {
      return fail("invalid_request", "The webhook's body is not a prediction.");
    }
    const { attempts, jobs } = this.#store.state;
    const attempt = [...attempts.values()].find((each) => each.nonce === nonce);
    const job = jobs.get(attempt?.jobId ?? "");
    if (attempt === undefined || job === undefined) return noProject();
    if (this.#store.hasDelivery(webhookId)) return ok(null);
    this.#hear(
      {
        type: "observed",
        attemptId: attempt.id,
        observation: observation(prediction, job.kind),
      },
      null,
    );
    // Remembered after it was taken: a fault of ours in between leaves the resend its chance.
    this.#store.addDelivery(webhookId, Date.now());
    return ok(null);
  }

  /** A report that the container posted about one film attempt. */
  recordStitchReport(attemptId: string, body: unknown): Result<null> {
    if (this.#works === null) return notSetUp();
    const report = JobReport.safeParse(body);
    if (!report.success || report.data.job_id !== attemptId) {
      return fail("invalid_request", "The report does not fit the container's protocol.");
    }
    const attempt = this.#store.state.attempts.get(attemptId);
    if (attempt === undefined) return noProject();
    const news = newsOf(ok(report.data));
    tellNews(this.#works.ports, attempt, news);
    this.#hear({ type: "film", attemptId, news, isPoll: false }, null);
    return ok(null);
  }

  assetFile(assetId: string): Result<AssetFile> {
    const { state } = this.#store;
    const asset = state.assets.get(assetId);
    const name = fileName(state, assetId);
    if (asset === undefined || name === null || state.project?.deletedAt != null) {
      return fail("not_found", "There is no such file. It may have been deleted.");
    }
    return ok({
      key: assetKey(state.project?.workspaceId ?? "", assetId),
      fileName: name,
      asset,
      origin: originOf(state, assetId),
      isPublished: isPublished(state, assetId),
    });
  }

  /** Everything that leaves with an export, but for the files' bytes. */
  archive(): Result<Archive> {
    return this.#works === null ? notSetUp() : archiveOf(this.#store.state, this.#works.ports);
  }

  summary(): Result<ProjectSummary> {
    const { state } = this.#store;
    const { project } = state;
    if (project === null || project.deletedAt !== null) return noProject();
    return ok(summaryOf(state, project));
  }

  /** What was tried, and what it cost. `kind` null is every kind. */
  activity(kind: JobKind | null): Result<Activity> {
    const { state } = this.#store;
    const { project } = state;
    if (project === null || project.deletedAt !== null) return noProject();
    return ok(activityOf({ ...state, project }, kind));
  }

  deletion(): Result<Deletion> {
    return deletionOf(this.#store.state, Date.now());
  }

  importState(): Result<ImportState> {
    if (this.#works === null) return notSetUp();
    const { now, times } = this.#works.ports;
    return importState(this.#store.state, now(), times.purgeAfter);
  }

  importedFile(assetId: string): Result<ImportedFile> {
    if (this.#works === null) return notSetUp();
    return incomingFile(this.#store.state, this.#works.ports, assetId);
  }

  ownUploads(): Result<Upload[]> {
    const { state } = this.#store;
    return state.project?.deletedAt === null ? ok(ownUploads(state)) : noProject();
  }

  /**
   * How the jobs of a command stand that was performed under `key`: at once when all have ended, else
   * as soon as they have, and after `waitMs` in any case. `not_found` when there was no such command.
   */
  async awaitCommand(key: string, waitMs: number): Promise<Result<CommandState>> {
    const kept = this.#remembered(key);
    if (kept === null) return fail("not_found", "There is no such call. It may have expired.");
    const { jobIds } = readKept(kept.answer);
    const stand = () => outcomesOf(this.#store.state, jobIds);
    let isLate = waitMs <= 0;
    // Cleared below: a pending timer would keep an idle object in memory.
    const timer = setTimeout(() => {
      isLate = true;
      this.#wakeCallers();
    }, waitMs);
    while (!stand().isDone && !isLate) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    clearTimeout(timer);
    return ok(stand());
  }

  /** Does what is due; without settings nothing is, until they are corrected. */
  async work(): Promise<void> {
    await this.#works?.dispatcher.drain();
  }

  /** When the alarm is to come next, epoch ms; null when there is nothing to come for. */
  nextAlarmAt(): number | null {
    const running = this.#works?.dispatcher.running ?? new Set<string>();
    const dueAt = this.#store.nextDueAt(running);
    if (dueAt === null) return null;
    const now = Date.now();
    return Math.max(dueAt, this.#works === null ? now + HELD_MS : now);
  }

  /** Each looks whether this was what it waits for. */
  #wakeCallers(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #remembered(key: string): Remembered | null {
    return this.#store.remembered(key, durations(1).idempotencyKept, Date.now());
  }

  #hear(command: Command, settles: Settles): void {
    const decided = decide(this.#store.state, command, this.#context());
    if (decided.ok) this.#commit(decided.value.draft, settles, null);
    else if (settles !== null) this.#store.settle(settles);
  }

  #commit(draft: Draft, settles: Settles, remember: Remembered | null): void {
    const before = this.#store.state.jobs;
    const event = this.#store.commit(draft, settles, remember);
    for (const job of event?.jobs ?? []) {
      if (before.get(job.id)?.status === job.status) continue;
      log({
        event: "job_changed",
        project: draft.project.id,
        job: job.id,
        kind: job.kind,
        status: job.status,
        code: job.error?.code ?? null,
      });
    }
    if (event !== null) this.#channel.broadcast({ type: "event", event });
    // One figure more or less is nothing, so none of them is waited for or sent again.
    for (const time of newlyMeasured(this.#store.state, event?.jobs ?? [], before)) {
      void this.#works?.measured(time).catch(() => undefined);
    }
    this.#wakeCallers();
    this.#works?.dispatcher.kick();
    const alarmAt = this.nextAlarmAt();
    if (alarmAt !== null) void this.#storage.setAlarm(alarmAt);
  }

  #context(): Context {
    const config = this.#works?.ports.config ?? null;
    return {
      now: Date.now(),
      newId: () => crypto.randomUUID(),
      random: Math.random,
      times: durations(config?.timeScale ?? 1),
      planner,
      provider: {
        origin: config === null ? "" : new URL(config.replicate.baseUrl).origin,
        isSimulated: config?.isOffline ?? this.#store.state.project?.isSimulated ?? false,
      },
    };
  }
}

export function noProject() {
  return fail("not_found", "There is no such project. It may have been deleted.");
}

function notSetUp() {
  return fail("internal", "Edgereel is not set up correctly. Its log says what to correct.");
}
