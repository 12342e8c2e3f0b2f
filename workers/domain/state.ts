/** A project's whole state, and the draft in which a decision collects what it changes. */
import * as z from "zod/mini";
import { RenditionKind } from "../contracts/film-options.ts";
import { Billed, Job } from "../contracts/job.ts";
import type {
  Asset,
  CharacterReference,
  Clip,
  Film,
  Project,
  RemovedScene,
  Scene,
  Song,
} from "../contracts/project.ts";
import type { Context } from "./context.ts";
import { type Effect, effectKey, type Wakeup, wakeupKey } from "./effects.ts";
import { Order } from "./orders.ts";

export const WrittenScene = z.object({
  description: z.string(),
  negativeDescription: z.string(),
});
export type WrittenScene = z.infer<typeof WrittenScene>;

/** A job with what only the machine needs to know. */
export const JobRecord = z.extend(Job, {
  /** Null on jobs from before orders were kept; those can only be started again. */
  order: z.nullable(Order),
  /** What a script job wrote, as it was before anybody edited it. */
  scenes: z.nullable(z.array(WrittenScene)),
  /** Models that turned out to be gone. */
  goneModels: z.array(z.string()),
  /** Failed attempts by kind, for the bounds of the retry policy. */
  transientFailures: z.int(),
  capacityFailures: z.int(),
  inputFailures: z.int(),
  /** Waits of a film for its container; they are not attempts. */
  serviceWaits: z.int(),
  /** Times a film was begun anew because its container was gone. */
  restarts: z.int(),
  /** Until when it may wait in the queue, however often a create is refused. */
  queueDeadlineAt: z.int(),
  /** The deadline has passed once, and the provider is asked a last time. */
  hasLastLook: z.boolean(),
  /** What was wrong with the script the model gave, named when it is asked again. */
  fault: z.nullable(z.string()),
});
export type JobRecord = z.infer<typeof JobRecord>;

/** The output of an attempt once it is in R2, before it counts. */
export const StoredOutput = z.object({
  assetId: z.uuid(),
  bytes: z.int(),
  contentType: z.string(),
});
export type StoredOutput = z.infer<typeof StoredOutput>;

/** Output that came when its job had ended; `deadlineAt` is when it is no longer waited for. */
export const Late = z.object({
  stage: z.enum(["saving", "checking", "kept", "lost"]),
  deadlineAt: z.int(),
});
export type Late = z.infer<typeof Late>;

/** One try of a job. Its row, with the nonce, is written before the provider is called. */
export const Attempt = z.object({
  id: z.uuid(),
  jobId: z.uuid(),
  number: z.int(),
  nonce: z.string(),
  model: z.string(),
  /** Origin of the provider that was called, and whether it only simulates. */
  origin: z.string(),
  isSimulated: z.boolean(),
  /** `canceling` was told to stop, and its prediction has not said yet how it ended. */
  status: z.enum(["submitting", "running", "canceling", "succeeded", "failed", "canceled", "lost"]),
  predictionId: z.nullable(z.string()),
  hasWebhook: z.boolean(),
  /** The exact input sent, as JSON: what a lost create call is recognised by. */
  input: z.string(),
  estimateUsd: z.number(),
  billed: Billed,
  polls: z.int(),
  listings: z.int(),
  outputUrl: z.nullable(z.string()),
  /** Where the output goes in R2: fixed before the first byte, so that saving can be repeated. */
  assetId: z.uuid(),
  /** A film's multipart upload. */
  uploadId: z.nullable(z.string()),
  /** Multipart uploads of a film's renditions. */
  renditions: z._default(
    z.array(z.object({ kind: RenditionKind, assetId: z.uuid(), uploadId: z.string() })),
    [],
  ),
  /** Parts the container reported, as JSON, once the film is cut. */
  parts: z.nullable(z.string()),
  stored: z.nullable(StoredOutput),
  /** Waits since the last step forward in saving or checking the output; they are not attempts. */
  waits: z._default(z.int(), 0),
  /** Downloads of the output that came cut short. */
  rereads: z._default(z.int(), 0),
  late: z._default(z.nullable(Late), null),
  /** When the container last told something new of a film; null before it told anything. */
  movedAt: z._default(z.nullable(z.int()), null),
  startedAt: z.int(),
  endedAt: z.nullable(z.int()),
});
export type Attempt = z.infer<typeof Attempt>;

/** A file that an import waits for, part by part. */
export const ImportedFile = z.object({
  /** Its name in the archive. */
  path: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  contentType: z.string(),
  /** The multipart upload that takes its parts; null until the first one comes. */
  uploadId: z.nullable(z.string()),
  parts: z.array(z.object({ part: z.int(), etag: z.string() })),
  /** Whole, and found to be what the manifest says. */
  isReceived: z.boolean(),
});
export type ImportedFile = z.infer<typeof ImportedFile>;

/** A clip of one's own that comes part by part. */
export const OwnFile = z.object({
  sceneId: z.uuid(),
  fileName: z.string(),
  bytes: z.int(),
  /** The multipart upload that takes its parts; null until the first one comes. */
  uploadId: z.nullable(z.string()),
  parts: z.array(z.object({ part: z.int(), etag: z.string() })),
});
export type OwnFile = z.infer<typeof OwnFile>;

/** A file that is on its way in and belongs to nothing yet. `id` is that of the asset it will be. */
export const Upload = z.object({
  id: z.uuid(),
  createdAt: z.int(),
  /** Only of an import. */
  file: z._default(z.nullable(ImportedFile), null),
  /** Only of a clip. */
  own: z.optional(z.nullable(OwnFile)),
});
export type Upload = z.infer<typeof Upload>;

export type Rows = {
  scenes: Scene;
  removedScenes: RemovedScene;
  characterReferences: CharacterReference;
  clips: Clip;
  films: Film;
  songs: Song;
  jobs: JobRecord;
  assets: Asset;
  attempts: Attempt;
  uploads: Upload;
};
export type Table = keyof Rows;
export const TABLES = [
  "scenes",
  "removedScenes",
  "characterReferences",
  "clips",
  "films",
  "songs",
  "jobs",
  "assets",
  "attempts",
  "uploads",
] as const satisfies readonly Table[];

export type ProjectState = { project: Project | null } & {
  readonly [T in Table]: ReadonlyMap<string, Rows[T]>;
};

export function emptyState(): ProjectState {
  return {
    project: null,
    scenes: new Map(),
    removedScenes: new Map(),
    characterReferences: new Map(),
    clips: new Map(),
    films: new Map(),
    songs: new Map(),
    jobs: new Map(),
    assets: new Map(),
    attempts: new Map(),
    uploads: new Map(),
  };
}

/** Changes in the making. The state it began from is left as it was. */
export class Draft {
  readonly context: Context;
  readonly changed = new Map<Table, Set<string>>();
  readonly removed = new Map<Table, Set<string>>();
  readonly effects = new Map<string, { effect: Effect; dueAt: number }>();
  readonly wakeups = new Map<string, { wakeup: Wakeup; dueAt: number } | null>();
  projectChanged = false;
  /** Makes no event: nobody can be listening yet, and its rows may be more than one event holds. */
  isSilent = false;
  #state: ProjectState;

  constructor(before: ProjectState, context: Context) {
    this.#state = before;
    this.context = context;
  }

  get state(): ProjectState {
    return this.#state;
  }

  get now(): number {
    return this.context.now;
  }

  /** Throws when there is no project: callers check that first. */
  get project(): Project {
    if (this.#state.project === null) throw new Error("The project does not exist.");
    return this.#state.project;
  }

  setProject(project: Project): void {
    this.#state = { ...this.#state, project };
    this.projectChanged = true;
  }

  get<T extends Table>(table: T, id: string): Rows[T] | undefined {
    return this.#map(table).get(id);
  }

  list<T extends Table>(table: T): Rows[T][] {
    return [...this.#map(table).values()];
  }

  put<T extends Table>(table: T, row: Rows[T]): Rows[T] {
    const map = new Map(this.#map(table));
    map.set(row.id, row);
    this.#state = { ...this.#state, [table]: map };
    this.#mark(this.changed, table, row.id);
    this.removed.get(table)?.delete(row.id);
    return row;
  }

  /** Many rows at once: `put` copies the whole table for each. */
  putAll<T extends Table>(table: T, rows: readonly Rows[T][]): void {
    const map = new Map(this.#map(table));
    for (const row of rows) {
      map.set(row.id, row);
      this.#mark(this.changed, table, row.id);
      this.removed.get(table)?.delete(row.id);
    }
    this.#state = { ...this.#state, [table]: map };
  }

  remove(table: Table, id: string): void {
    const map = new Map<string, unknown>(this.#map(table));
    map.delete(id);
    this.#state = { ...this.#state, [table]: map };
    this.changed.get(table)?.delete(id);
    this.#mark(this.removed, table, id);
  }

  effect(effect: Effect, dueAt = this.now): void {
    this.effects.set(effectKey(effect), { effect, dueAt });
  }

  wake(wakeup: Wakeup, dueAt: number): void {
    this.wakeups.set(wakeupKey(wakeup), { wakeup, dueAt });
  }

  unwake(wakeup: Wakeup): void {
    this.wakeups.set(wakeupKey(wakeup), null);
  }

  get isEmpty(): boolean {
    return (
      !this.projectChanged &&
      this.changed.size === 0 &&
      this.removed.size === 0 &&
      this.effects.size === 0 &&
      this.wakeups.size === 0
    );
  }

  #map<T extends Table>(table: T): ReadonlyMap<string, Rows[T]> {
    return this.#state[table] as ReadonlyMap<string, Rows[T]>;
  }

  #mark(marks: Map<Table, Set<string>>, table: Table, id: string): void {
    const ids = marks.get(table) ?? new Set<string>();
    ids.add(id);
    marks.set(table, ids);
  }
}
