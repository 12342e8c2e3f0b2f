/** The store over a real SQLite database, inside a Durable Object of its own name. */
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import type { Env } from "../env.ts";
import { NOTHING_DERIVED } from "../contracts/project.ts";
import { Bench } from "../domain/testing.ts";
import { Draft } from "../domain/state.ts";
import { decide } from "../domain/decide.ts";
import { Store } from "./store.ts";

function withStorage(test: (storage: DurableObjectStorage) => void): Promise<void> {
  const { PROJECTS } = env as unknown as Env;
  const stub = PROJECTS.get(PROJECTS.newUniqueId());
  return runInDurableObject(stub, (_object, state) => test(state.storage));
}

/** Writes a fresh project through the domain, as the object does. */
function begin(store: Store, bench: Bench): void {
  bench.create("step");
  const fresh = new Bench();
  const project = bench.state.project;
  if (project === null) throw new Error("no project");
  const decided = decide(store.state, { type: "create", project }, fresh.context);
  if (!decided.ok) throw new Error(decided.error.message);
  store.commit(decided.value.draft, null, null);
}

const BEFORE_RENDITIONS = {
  number: 1,
  nonce: "n",
  model: "",
  origin: "http://provider",
  isSimulated: true,
  status: "running",
  predictionId: null,
  hasWebhook: false,
  input: "{}",
  estimateUsd: 0,
  billed: "no",
  polls: 0,
  listings: 0,
  outputUrl: null,
  uploadId: "upload",
  parts: null,
  stored: null,
  startedAt: 1,
  endedAt: null,
};

describe("the store", () => {
  it("reads back what it wrote, and counts events on", () =>
    withStorage((storage) => {
      const store = new Store(storage);
      begin(store, new Bench());
      const before = store.snapshot();
      const again = new Store(storage);
      expect(again.snapshot()).toEqual(before);
      expect(before?.seq).toBe(1);
      expect(before?.jobs[0]).not.toHaveProperty("goneModels");
    }));

  it("reads files from before anything was derived from them, and strips from before tiles were noted", () =>
    withStorage((storage) => {
      const store = new Store(storage);
      const bench = new Bench();
      begin(store, bench);
      const id = bench.newId();
      const picture = { media: "image", contentType: "image/png", bytes: 1, width: 1, height: 1 };
      const before = { durationMs: null, hasAudio: null, isChecked: true, isSimulated: true };
      const row = { id, ...picture, ...before, createdAt: 1 };
      const write = (asset: { id: string }) =>
        storage.sql.exec(
          "INSERT INTO assets (id, data) VALUES (?, ?)",
          asset.id,
          JSON.stringify(asset),
        );
      write(row);
      const shot = { ...row, id: bench.newId(), strip: { assetId: id, frames: 12 } };
      write(shot);
      const { state } = new Store(storage);
      expect(state.assets.get(id)).toMatchObject({ bytes: 1, ...NOTHING_DERIVED });
      expect(state.assets.get(shot.id)?.strip).toEqual({
        ...{ assetId: id, frames: 12, tileWidth: null, tileHeight: null },
      });
    }));

  it("keeps work that was asked for again while it ran", () =>
    withStorage((storage) => {
      const store = new Store(storage);
      const bench = new Bench();
      begin(store, bench);
      const first = store.dueEffects(bench.now).rows.find((due) => due.key === "publish");
      if (first === undefined) throw new Error("publish expected");
      const draft = new Draft(store.state, bench.context);
      draft.effect({ kind: "publish" });
      store.commit(draft, null, null);
      store.settle(first);
      expect(store.dueEffects(bench.now).rows.map((due) => due.key)).toContain("publish");
    }));

  it("removes an effect together with its outcome, or not at all", () =>
    withStorage((storage) => {
      const store = new Store(storage);
      const bench = new Bench();
      begin(store, bench);
      const due = store.dueEffects(bench.now).rows[0];
      if (due === undefined) throw new Error("an effect expected");
      const rows = () => store.dueEffects(bench.now).rows.length;
      const before = rows();
      const broken = new Draft(store.state, bench.context);
      broken.wake({ kind: "purge" }, Number.NaN);
      expect(() => store.commit(broken, due, null)).toThrow();
      expect(rows()).toBe(before);
      store.commit(new Draft(store.state, bench.context), due, null);
      expect(rows()).toBe(before - 1);
    }));

  it("saves before it submits, and leaves later work alone", () =>
    withStorage((storage) => {
      const store = new Store(storage);
      const bench = new Bench();
      begin(store, bench);
      const draft = new Draft(store.state, bench.context);
      const attemptId = bench.newId();
      draft.effect({ kind: "ingest", attemptId });
      draft.effect({ kind: "poll", attemptId }, bench.now + 5);
      store.commit(draft, null, null);
      const keys = store.dueEffects(bench.now).rows.map((due) => due.key);
      expect(keys[0]).toBe(`ingest:${attemptId}`);
      expect(keys).not.toContain(`poll:${attemptId}`);
      expect(keys.at(-1)).toMatch(/^submit:/);
      expect(store.nextDueAt(new Set(keys))).toBe(bench.now + 5);
    }));

  it("reads rows from before films had options, renditions and trims", () =>
    withStorage((storage) => {
      const store = new Store(storage);
      const bench = new Bench();
      begin(store, bench);
      const write = (table: string, row: { id: string; [field: string]: unknown }) =>
        storage.sql.exec(
          `INSERT INTO ${table} (id, data) VALUES (?, ?)`,
          row.id,
          JSON.stringify(row),
        );
      const [job] = store.state.jobs.values();
      if (job === undefined) throw new Error("a job expected");
      const { doing: _doing, ...plain } = job;
      const ids = Array.from({ length: 5 }, () => crypto.randomUUID());
      const [jobId = "", filmId = "", clipId = "", attemptId = "", assetId = ""] = ids;
      const inputs = [{ id: clipId, assetId, contentType: "video/mp4", lengthS: 4 }];
      const order = { kind: "film", inputs, output: { width: 16, height: 16, fps: 24 } };
      write("jobs", { ...plain, id: jobId, kind: "film", order });
      const film = { number: 1, jobId, assetId: null, clipIds: [clipId], missingScenes: [] };
      write("films", { id: filmId, ...film, publishedAt: null, createdAt: 1 });
      const clip = { sceneId: filmId, take: 1, jobId, assetId, prompt: "", lengthS: 4 };
      write("clips", { id: clipId, ...clip, shotLengthS: 8, createdAt: 1 });
      const attempt = { ...BEFORE_RENDITIONS, id: attemptId, jobId, assetId };
      write("attempts", attempt);
      const { state } = new Store(storage);
      expect(state.jobs.get(jobId)).toMatchObject({
        doing: null,
        order: {
          inputs: [{ inS: 0, still: null }],
          joins: [],
          normalizeAudio: false,
          unreadable: "refuse",
          renditions: [],
          options: null,
        },
      });
      expect(state.films.get(filmId)?.renditions).toEqual([]);
      expect(state.clips.get(clipId)).toMatchObject({ inS: 0, outS: null });
      expect(state.attempts.get(attemptId)?.renditions).toEqual([]);
    }));

  it("remembers each delivery", () =>
    withStorage((storage) => {
      const store = new Store(storage);
      begin(store, new Bench());
      expect(store.hasDelivery("msg_1")).toBe(false);
      store.addDelivery("msg_1", 1_000);
      store.addDelivery("msg_1", 2_000);
      expect(store.hasDelivery("msg_1")).toBe(true);
      expect(store.hasDelivery("msg_2")).toBe(false);
    }));
});
