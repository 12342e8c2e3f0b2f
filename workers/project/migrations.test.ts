/** A project whose database was made by the first version, read by this one. */
import { env } from "cloudflare:workers";
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import { FIRST_FILM_PLAN } from "../contracts/film-plan.ts";
import type { Env } from "../env.ts";
import { migrate } from "./migrations.ts";
import { projectOf } from "./project-stub.ts";
import { Store } from "./store.ts";

const bindings = env as unknown as Env;
const ID = "5f0c2a8e-6d1b-4c39-9a47-2b8e6f1d3c05";
const JOB = "c41d7f96-2e5a-4b83-b6f0-8d3a9c2e7b15";
const PORTRAIT = "9e36b1d4-7c08-4a5f-a2e9-1f4d8b6c0a73";
const FILM = "0b7e4d52-93a6-4f18-8c2d-7a1f5e9b6d34";

const project = {
  id: ID,
  workspaceId: "default",
  title: "The last lamp",
  idea: "A keeper",
  characterDescription: "An old keeper",
  mode: "step",
  settings: {
    sceneCount: 1,
    clipLengthS: 8,
    aspectRatio: "16:9",
    resolution: "720p",
    imageCount: 1,
    imageFormat: "png",
    generateAudio: true,
    seed: null,
    negativePrompt: null,
    imageModel: "google/imagen-4",
    textModel: "google/gemini-2.5-flash",
    videoModel: "google/veo-3.1",
  },
  characterReferenceId: null,
  station: "character",
  need: null,
  spentUsd: 0,
  isSimulated: true,
  createdAt: 1,
  updatedAt: 1,
  deletedAt: null,
};
const job = {
  id: JOB,
  kind: "character",
  status: "queued",
  phase: null,
  progress: null,
  targetId: PORTRAIT,
  model: "google/imagen-4",
  attemptCount: 0,
  estimateUsd: 0.04,
  billed: "no",
  substitutions: [],
  warnings: ["Wait \"for\" it, 'please'."],
  error: null,
  isSimulated: true,
  retryOf: null,
  createdAt: 1,
  startedAt: null,
  endedAt: null,
  deadlineAt: 9_000_000_000_000,
  goneModels: [],
  transientFailures: 0,
  capacityFailures: 0,
  inputFailures: 0,
  serviceWaits: 0,
  restarts: 0,
  queueDeadlineAt: 9_000_000_000_000,
  hasLastLook: false,
  fault: null,
};
const portrait = {
  id: PORTRAIT,
  option: 1,
  jobId: JOB,
  assetId: null,
  prompt: "An old keeper",
  seed: null,
  createdAt: 1,
};
const film = {
  id: FILM,
  number: 1,
  jobId: JOB,
  assetId: null,
  clipIds: [],
  missingScenes: [2],
  createdAt: 1,
};

/** What a job of the first version did not know. */
const UNKNOWN = { order: null, scenes: null, doing: null, failure: null };

/** The object's database as the first version left it. */
function rewind(storage: DurableObjectStorage): void {
  migrate(storage);
  const { sql } = storage;
  sql.exec(
    "DROP TABLE songs; DROP TABLE uploads; DROP TABLE unreadable; DROP TABLE removed_scenes",
  );
  sql.exec("DELETE FROM migrations WHERE step > 0");
  const insert = (table: string, row: { id: string }) =>
    sql.exec(`INSERT INTO ${table} (id, data) VALUES (?, ?)`, row.id, JSON.stringify(row));
  insert("project", project);
  insert("jobs", job);
  insert("character_references", portrait);
  insert("films", film);
  sql.exec(
    "INSERT INTO outbox (key, data, due_at, version, faults) VALUES (?, ?, 0, 1, 0)",
    `submit:${JOB}`,
    JSON.stringify({ kind: "submit", jobId: JOB }),
  );
}

function withOldDatabase(test: (storage: DurableObjectStorage) => void): Promise<void> {
  const stub = bindings.PROJECTS.get(bindings.PROJECTS.newUniqueId());
  return runInDurableObject(stub, (_object, { storage }) => {
    rewind(storage);
    test(storage);
  });
}

describe("the second step of the schema", () => {
  it("reads every row of the first, with what it did not know as null", () =>
    withOldDatabase((storage) => {
      const { state } = new Store(storage);
      expect(state.jobs.get(JOB)).toEqual({ ...job, ...UNKNOWN });
      expect(state.films.get(FILM)).toEqual({ ...film, publishedAt: null, renditions: [] });
      expect(state.characterReferences.get(PORTRAIT)).toEqual(portrait);
      expect(state.project).toEqual({
        ...project,
        restorableUntil: null,
        filmPlan: FIRST_FILM_PLAN,
      });
      expect([state.songs.size, state.uploads.size]).toEqual([0, 0]);
    }));

  it("is taken once: what was written since stays", () =>
    withOldDatabase((storage) => {
      migrate(storage);
      storage.sql.exec(`UPDATE films SET data = json_set(data, '$.publishedAt', 7)`);
      migrate(storage);
      expect(new Store(storage).state.films.get(FILM)?.publishedAt).toBe(7);
    }));

  it("leaves the database as it was when a part of it fails", () =>
    withOldDatabase((storage) => {
      storage.sql.exec("UPDATE films SET data = 'no JSON'");
      expect(() => migrate(storage)).toThrow();
      const tables = storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'songs'");
      expect(tables.toArray()).toEqual([]);
      const [row] = storage.sql.exec("SELECT data FROM jobs").toArray();
      expect(JSON.parse(row?.["data"] as string)).toEqual(job);
    }));

  it("lets a job end that was queued without its order, and be asked for again", async () => {
    const stub = bindings.PROJECTS.get(bindings.PROJECTS.idFromName(ID));
    await runInDurableObject(stub, (_object, { storage }) => rewind(storage));
    await evictDurableObject(stub);
    const rpc = projectOf(bindings, ID);
    await runInDurableObject(stub, (_object, { storage }) => storage.setAlarm(Date.now()));
    await runDurableObjectAlarm(stub);
    const jobs = async () => {
      const snapshot = await rpc.snapshot();
      return snapshot.ok ? snapshot.value.jobs : [];
    };
    await vi.waitFor(async () => {
      expect(await jobs()).toMatchObject([
        { status: "failed", error: { code: "conflict", message: expect.stringMatching(/older/) } },
      ]);
    }, 10_000);
    expect(await rpc.perform({ type: "retry", jobId: JOB }, null)).toMatchObject({
      value: { jobs: [{ retryOf: JOB, kind: "character" }] },
    });
  });
});
