/**
 * A project's Durable Object: the way in, by RPC, WebSocket and alarm. What a call does stands in
 * project.ts; here it is made sure that none of them throws for a fault of ours.
 */
import { DurableObject } from "cloudflare:workers";
import type { Activity } from "../contracts/activity.ts";
import type { Deletion } from "../contracts/deletion.ts";
import { ERROR_STATUS, fail, ok, type Result } from "../contracts/errors.ts";
import type { ImportState } from "../contracts/imports.ts";
import type { JobKind } from "../contracts/job.ts";
import type { Snapshot } from "../contracts/live.ts";
import type { ProjectSummary } from "../contracts/project.ts";
import type { PersonCommand } from "../domain/commands.ts";
import type { ImportedFile, Upload } from "../domain/state.ts";
import type { Env } from "../env.ts";
import { log } from "../platform/log.ts";
import { Channel } from "./channel.ts";
import type { Answered } from "./kept-answers.ts";
import type { CommandState } from "./outcomes.ts";
import { Project } from "./project.ts";
import type { Archive, AssetFile, ProjectRpc } from "./project-stub.ts";

/** After a fault of ours the alarm comes back after this, never at once. */
const AFTER_FAULT_MS = 2_000;
/** What is written can't be read: a later version may be able to, so it is tried again and again. */
const AFTER_UNREADABLE_MS = 60_000;

export class ProjectObject extends DurableObject<Env> implements AsyncOrNot<ProjectRpc> {
  readonly #channel: Channel;
  readonly #project: Result<Project>;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#channel = new Channel(ctx);
    this.#project = open(ctx.storage, this.#channel, env);
  }

  snapshot(): Result<Snapshot> {
    return this.#ask((project) => project.snapshot());
  }

  perform(command: PersonCommand, key: string | null): Result<Answered> {
    return this.#ask((project) => project.perform(command, key));
  }

  recordPrediction(nonce: string, webhookId: string, body: unknown): Result<null> {
    return this.#ask((project) => project.recordPrediction(nonce, webhookId, body));
  }

  recordStitchReport(attemptId: string, body: unknown): Result<null> {
    return this.#ask((project) => project.recordStitchReport(attemptId, body));
  }

  assetFile(assetId: string): Result<AssetFile> {
    return this.#ask((project) => project.assetFile(assetId));
  }

  archive(): Result<Archive> {
    return this.#ask((project) => project.archive());
  }

  summary(): Result<ProjectSummary> {
    return this.#ask((project) => project.summary());
  }

  activity(kind: JobKind | null): Result<Activity> {
    return this.#ask((project) => project.activity(kind));
  }

  deletion(): Result<Deletion> {
    return this.#ask((project) => project.deletion());
  }

  importState(): Result<ImportState> {
    return this.#ask((project) => project.importState());
  }

  importedFile(assetId: string): Result<ImportedFile> {
    return this.#ask((project) => project.importedFile(assetId));
  }

  ownUploads(): Result<Upload[]> {
    return this.#ask((project) => project.ownUploads());
  }

  async awaitCommand(key: string, waitMs: number): Promise<Result<CommandState>> {
    return this.#project.ok ? this.#project.value.awaitCommand(key, waitMs) : this.#project;
  }

  #ask<T>(question: (project: Project) => Result<T>): Result<T> {
    return this.#project.ok ? question(this.#project.value) : this.#project;
  }

  /** Only the live channel's upgrade comes here, already checked by the API. */
  override fetch(): Response {
    const snapshot = this.snapshot();
    return snapshot.ok
      ? this.#channel.accept(snapshot.value)
      : Response.json(snapshot.error, { status: ERROR_STATUS[snapshot.error.code] });
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    if (!this.#project.ok) {
      socket.close(1011, "The project can't be read now.");
      return;
    }
    const snapshot = this.snapshot();
    this.#channel.receive(socket, message, snapshot.ok ? snapshot.value : null);
  }

  override webSocketClose(socket: WebSocket, code: number, reason: string): void {
    this.#channel.answerClose(socket, code, reason);
  }

  /** Never throws for a fault of ours: the platform drops an alarm that throws too often. */
  override async alarm(info?: AlarmInvocationInfo): Promise<void> {
    let alarmAt: number | null = Date.now() + AFTER_UNREADABLE_MS;
    try {
      if (this.#project.ok) {
        await this.#project.value.work();
        alarmAt = this.#project.value.nextAlarmAt();
      }
    } catch (cause) {
      alarmAt = Date.now() + AFTER_FAULT_MS;
      const project = (this.#project.ok ? this.#project.value.id : null) ?? "";
      log({ event: "alarm_failed", project, retryCount: info?.retryCount ?? 0, cause });
    }
    if (alarmAt !== null) await this.ctx.storage.setAlarm(alarmAt);
  }
}

/** Never throws: an object that can't be made has its alarm dropped after a few tries. */
function open(storage: DurableObjectStorage, channel: Channel, env: Env): Result<Project> {
  try {
    return ok(new Project(storage, channel, env));
  } catch (cause) {
    log({ event: "project_unreadable", cause });
    return fail(
      "internal",
      "What is kept of this project can't be read now. Nothing is lost; the log says what is wrong.",
    );
  }
}

/** The object's own methods may be synchronous; over RPC each is awaited. */
type AsyncOrNot<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => Promise<infer R>
    ? (...args: A) => R | Promise<R>
    : T[K];
};
