/**
 * One project: a thin shell around the domain. Commands come in by RPC, news by webhook and alarm;
 * each is decided purely, written in one transaction, then sent to the pages and to the outbox.
 */
import { DurableObject } from "cloudflare:workers";
import { JobReport } from "../stitch/protocol.ts";
import { fail, ok, type Result } from "../contracts/errors.ts";
import type { Job } from "../contracts/job.ts";
import type { Snapshot } from "../contracts/live.ts";
import type { Scene } from "../contracts/project.ts";
import type { Context } from "../domain/context.ts";
import { type Answer, type Command, decide, type PersonCommand } from "../domain/decide.ts";
import { publicJob } from "../domain/jobs.ts";
import type { Draft } from "../domain/state.ts";
import { type Env, parseConfig } from "../env.ts";
import { assetKey } from "../media/keys.ts";
import { parsePrediction } from "../models/index.ts";
import { log } from "../platform/log.ts";
import { Channel } from "./channel.ts";
import { createPorts } from "./create-ports.ts";
import { Dispatcher } from "./dispatcher.ts";
import { newsOf } from "./effects/film.ts";
import { fileName } from "./file-name.ts";
import { tellNews } from "./film-debug.ts";
import { observation } from "./observation.ts";
import { type CommandState, isPublished, originOf, outcomesOf } from "./outcomes.ts";
import { planner } from "./planner.ts";
import type { Ports } from "./ports.ts";
import type { AssetFile, ProjectRpc } from "./project-stub.ts";
import { type DueEffect, type Remembered, Store } from "./store.ts";

/** After a fault of ours the alarm comes back after this, never at once. */
const AFTER_FAULT_MS = 2_000;

export class ProjectObject extends DurableObject<Env> implements AsyncOrNot<ProjectRpc> {
  readonly #store: Store;
  readonly #channel: Channel;
  readonly #ports: Ports;
  readonly #dispatcher: Dispatcher;
  /** Callers that wait for the next change. */
  readonly #waiting: (() => void)[] = [];

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const config = parseConfig(env);
    if (!config.ok) throw new Error(config.error.message);
    this.#store = new Store(ctx.storage);
    this.#channel = new Channel(ctx);
    this.#ports = createPorts(env, config.value, () => this.#store.state);
    this.#dispatcher = new Dispatcher(this.#store, this.#ports, (command, settles) => {
      this.#hear(command, settles);
    });
    // Whatever call was in flight died with the previous instance: its answer has to be found.
    if (this.#store.state.project !== null) this.#hear({ type: "recover" }, null);
  }

  snapshot(): Result<Snapshot> {
    const snapshot = this.#store.snapshot();
    return snapshot === null || snapshot.project.deletedAt !== null ? noProject() : ok(snapshot);
  }

  /** Does what a person asked, once for each key; the same key with another request is a conflict. */
  perform(
    command: PersonCommand,
    key: string | null,
  ): Result<{ jobs: Job[]; scene: Scene | null }> {
    const request = JSON.stringify(command);
    const now = this.#ports.now();
    const { idempotencyKept } = this.#ports.times;
    const kept = key === null ? null : this.#store.remembered(key, idempotencyKept, now);
    if (kept !== null) {
      if (kept.request === request) return ok(this.#answer(JSON.parse(kept.answer) as KeptAnswer));
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
    return ok(this.#answer(ids));
  }

  /** A verified webhook. Duplicates and late ones change nothing; an unknown nonce is `not_found`. */
  recordPrediction(nonce: string, webhookId: string, body: unknown): Result<null> {
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
    this.#store.addDelivery(webhookId, this.#ports.now());
    return ok(null);
  }

  /** A report that the container posted about one film attempt. */
  recordStitchReport(attemptId: string, body: unknown): Result<null> {
    const report = JobReport.safeParse(body);
    if (!report.success || report.data.job_id !== attemptId) {
      return fail("invalid_request", "The report does not fit the container's protocol.");
    }
    const attempt = this.#store.state.attempts.get(attemptId);
    if (attempt === undefined) return noProject();
    const news = newsOf(ok(report.data));
    tellNews(this.#ports, attempt, news);
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

  /**
   * How the jobs of a command stand that was performed under `key`: at once when all have ended, else
   * as soon as they have, and after `waitMs` in any case. `not_found` when there was no such command.
   */
  async awaitCommand(key: string, waitMs: number): Promise<Result<CommandState>> {
    const { now, times } = this.#ports;
    const kept = this.#store.remembered(key, times.idempotencyKept, now());
    if (kept === null) return fail("not_found", "There is no such call. It may have expired.");
    const { jobIds } = JSON.parse(kept.answer) as KeptAnswer;
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

  /** Only the live channel's upgrade comes here, already checked by the API. */
  override fetch(): Response {
    const snapshot = this.snapshot();
    return snapshot.ok
      ? this.#channel.accept(snapshot.value)
      : Response.json(snapshot.error, { status: 404 });
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    const snapshot = this.snapshot();
    this.#channel.receive(socket, message, snapshot.ok ? snapshot.value : null);
  }

  override webSocketClose(socket: WebSocket, code: number, reason: string): void {
    this.#channel.answerClose(socket, code, reason);
  }

  /** Never throws for a fault of ours: the platform drops an alarm that throws too often. */
  override async alarm(info?: AlarmInvocationInfo): Promise<void> {
    let earliest = 0;
    try {
      await this.#dispatcher.drain();
    } catch (cause) {
      earliest = this.#ports.now() + AFTER_FAULT_MS;
      log({
        event: "alarm_failed",
        project: this.#store.state.project?.id ?? "",
        retryCount: info?.retryCount ?? 0,
        cause,
      });
    } finally {
      await this.#arm(earliest);
    }
  }

  /** Each looks whether this was what it waits for. */
  #wakeCallers(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #hear(command: Command, settles: Pick<DueEffect, "key" | "version"> | null): void {
    const decided = decide(this.#store.state, command, this.#context());
    if (decided.ok) this.#commit(decided.value.draft, settles, null);
    else if (settles !== null) this.#store.settle(settles);
  }

  #commit(
    draft: Draft,
    settles: Pick<DueEffect, "key" | "version"> | null,
    remember: Remembered | null,
  ): void {
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
    this.#wakeCallers();
    this.#dispatcher.kick();
    void this.#arm(0);
  }

  /** Sets the one alarm to whatever falls due first, but not before `earliest`. */
  #arm(earliest: number): Promise<void> {
    const dueAt = this.#store.nextDueAt(this.#dispatcher.running);
    if (dueAt === null) return Promise.resolve();
    return this.ctx.storage.setAlarm(Math.max(dueAt, this.#ports.now(), earliest));
  }

  #context(): Context {
    const { config, times, now, newId } = this.#ports;
    return {
      now: now(),
      newId,
      random: Math.random,
      times,
      planner,
      provider: {
        origin: new URL(config.replicate.baseUrl).origin,
        isSimulated: config.isOffline,
      },
    };
  }

  #answer(ids: KeptAnswer): { jobs: Job[]; scene: Scene | null } {
    const { jobs, scenes } = this.#store.state;
    return {
      jobs: ids.jobIds.flatMap((id) => {
        const job = jobs.get(id);
        return job === undefined ? [] : [publicJob(job)];
      }),
      scene: scenes.get(ids.sceneId ?? "") ?? null,
    };
  }
}

/** The object's own methods may be synchronous; over RPC each is awaited. */
type AsyncOrNot<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => Promise<infer R>
    ? (...args: A) => R | Promise<R>
    : T[K];
};

type KeptAnswer = { jobIds: string[]; sceneId: string | null };

function keep(answer: Answer): KeptAnswer {
  return { jobIds: answer.jobs.map((job) => job.id), sceneId: answer.sceneId };
}

function noProject() {
  return fail("not_found", "There is no such project. It may have been deleted.");
}
