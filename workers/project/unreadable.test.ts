/** Settings and rows that can't be read: what there is can be looked at, and the rest goes on. */
import { env } from "cloudflare:workers";
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import type { Snapshot } from "../contracts/live.ts";
import { decide } from "../domain/decide.ts";
import { Bench } from "../domain/testing.ts";
import type { Env } from "../env.ts";
import { ProjectObject } from "./project-object.ts";
import type { ProjectRpc } from "./project-stub.ts";
import { Store } from "./store.ts";

const bindings = env as unknown as Env;
type Stub = DurableObjectStub<ProjectObject>;

/** A project whose rows were written and whose object has not begun: two portraits and a script wait. */
async function written(): Promise<{ stub: Stub; jobIds: [string, string, string] }> {
  const namespace = bindings.PROJECTS as unknown as DurableObjectNamespace<ProjectObject>;
  const stub = namespace.get(namespace.newUniqueId());
  const bench = new Bench();
  const models = { imageModel: "google/imagen-4", textModel: "google/gemini-2.5-flash" };
  bench.create("step", models);
  const { project } = bench.state;
  if (project === null) throw new Error("no project");
  await runInDurableObject(stub, (_object, { storage }) => {
    const decided = decide(new Store(storage).state, { type: "create", project }, bench.context);
    if (!decided.ok) throw new Error(decided.error.message);
    new Store(storage).commit(decided.value.draft, null, null);
  });
  const rows = await sql(stub, "SELECT id FROM jobs");
  const [first = "", second = "", third = ""] = rows.map(({ id }) => id as string);
  return { stub, jobIds: [first, second, third] };
}

function sql(stub: Stub, query: string): Promise<Record<string, SqlStorageValue>[]> {
  return runInDurableObject(stub, (_object, { storage }) => storage.sql.exec(query).toArray());
}

const rpcOf = (stub: Stub) => stub as unknown as ProjectRpc;

async function snapshotOf(stub: Stub): Promise<Snapshot> {
  const answer = await rpcOf(stub).snapshot();
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

async function jobOf(stub: Stub, id: string) {
  return (await snapshotOf(stub)).jobs.find((job) => job.id === id);
}

const ringNow = (stub: Stub) =>
  runInDurableObject(stub, (_object, { storage }) => storage.setAlarm(Date.now()));

const ended = { status: "failed", error: { code: "internal" } };

describe("settings that can't be read", () => {
  /** Another object over the same rows, as a deploy makes it. */
  const spoilt = (state: DurableObjectState) =>
    new ProjectObject(state, { ...bindings, MEDIA_SIGNING_KEY: "short" });

  it("leave what there is to be read, and refuse what would change it", async () => {
    const { stub } = await written();
    await runInDurableObject(stub, async (_object, state) => {
      const object = spoilt(state);
      expect(object.snapshot()).toMatchObject({ value: { project: { title: "A title" } } });
      const refused = {
        error: { code: "internal", message: expect.stringMatching(/not set up correctly/) },
      };
      const update = { type: "update" as const, input: { title: "Another" } };
      expect(object.perform(update, null)).toMatchObject(refused);
      expect(object.recordPrediction("nonce", "msg_1", {})).toMatchObject(refused);
      expect(object.recordStitchReport(crypto.randomUUID(), {})).toMatchObject(refused);
      expect(await object.awaitCommand("key", 0)).toMatchObject({ error: { code: "not_found" } });
      expect(object.snapshot()).toMatchObject({ value: { project: { title: "A title" } } });
    });
  });

  it("let work wait with its reason and an alarm, and it goes on when they are back", async () => {
    const { stub, jobIds } = await written();
    await runInDurableObject(stub, async (_object, state) => {
      const { storage } = state;
      storage.sql.exec("UPDATE wakeups SET due_at = 0");
      storage.sql.exec("UPDATE outbox SET due_at = 0");
      const object = spoilt(state);
      const phases = () => {
        const snapshot = object.snapshot();
        return snapshot.ok ? snapshot.value.jobs.map(({ phase }) => phase) : [];
      };
      expect(phases()).toEqual(jobIds.map(() => "waiting_for_settings"));
      for (let times = 0; times < 8; times++) {
        await storage.deleteAlarm();
        await object.alarm();
        expect((await storage.getAlarm()) ?? 0).toBeGreaterThan(Date.now() + 30_000);
      }
      expect(phases()).toEqual(jobIds.map(() => "waiting_for_settings"));
    });
    await evictDurableObject(stub);
    const { jobs } = await snapshotOf(stub);
    expect(jobs.map(({ phase }) => phase)).toEqual([null, null, null]);
    await ringNow(stub);
    await vi.waitFor(async () => {
      expect((await jobOf(stub, jobIds[2]))?.attemptCount).toBe(1);
    }, 10_000);
  });
});

describe("rows that can't be read", () => {
  it("of a job end that job, and the others go on", async () => {
    const { stub, jobIds } = await written();
    const [first, second] = jobIds;
    await sql(stub, `UPDATE jobs SET data = '{"kind":"clip"}' WHERE id = '${first}'`);
    await evictDurableObject(stub);
    const { characterReferences } = await snapshotOf(stub);
    const portrait = characterReferences.find(({ jobId }) => jobId === first);
    const kind = "character";
    expect(await jobOf(stub, first)).toMatchObject({ ...ended, kind, targetId: portrait?.id });
    expect(await jobOf(stub, second)).toMatchObject({ status: "queued", error: null });
    expect(await sql(stub, "SELECT source, id, data FROM unreadable")).toEqual([
      { source: "jobs", id: first, data: '{"kind":"clip"}' },
    ]);
    expect(await rpcOf(stub).perform({ type: "retry", jobId: first }, null)).toMatchObject({
      value: { jobs: [{ retryOf: first, status: "queued" }] },
    });
    await evictDurableObject(stub);
    expect(await jobOf(stub, first)).toMatchObject(ended);
  });

  it("of calls and wakeups end what they are for, in the alarm, which goes on to the rest", async () => {
    const { stub, jobIds } = await written();
    const [first, second, third] = jobIds;
    await sql(stub, "UPDATE outbox SET due_at = 0");
    await sql(stub, "INSERT INTO wakeups VALUES ('dream', '{}', 0)");
    await sql(stub, `UPDATE wakeups SET data = 'x', due_at = 0 WHERE key = 'deadline:${first}'`);
    await sql(stub, `UPDATE outbox SET data = '{"kind":"dream"}' WHERE key = 'submit:${second}'`);
    await sql(stub, "UPDATE outbox SET data = '' WHERE key = 'publish'");
    await evictDurableObject(stub);
    await ringNow(stub);
    await vi.waitFor(async () => {
      expect((await jobOf(stub, third))?.attemptCount).toBe(1);
    }, 10_000);
    expect(await jobOf(stub, first)).toMatchObject(ended);
    expect(await jobOf(stub, second)).toMatchObject(ended);
    expect(await sql(stub, "SELECT source, id FROM unreadable ORDER BY source, id")).toEqual([
      { source: "outbox", id: "publish" },
      { source: "outbox", id: `submit:${second}` },
      { source: "wakeups", id: `deadline:${first}` },
      { source: "wakeups", id: "dream" },
    ]);
    const { WORKSPACES } = bindings;
    const workspace = WORKSPACES.get(WORKSPACES.idFromName("default"));
    const listed = workspace as unknown as { list(): Promise<{ id: string }[]> };
    const { project } = await snapshotOf(stub);
    await vi.waitFor(async () => {
      expect((await listed.list()).map(({ id }) => id)).toContain(project.id);
    }, 10_000);
  });

  it("of an attempt end the job that it carried, and its deadline comes to nothing", async () => {
    const { stub, jobIds } = await written();
    const [first] = jobIds;
    const [row] = await sql(stub, `SELECT data FROM jobs WHERE id = '${first}'`);
    const job = JSON.parse(row?.["data"] as string) as Record<string, unknown>;
    const running = JSON.stringify({ ...job, status: "running", attemptCount: 1 });
    await runInDurableObject(stub, (_object, { storage }) => {
      storage.sql.exec("UPDATE jobs SET data = ? WHERE id = ?", running, first);
      storage.sql.exec("INSERT INTO attempts VALUES (?, '[]')", crypto.randomUUID());
    });
    await evictDurableObject(stub);
    expect(await jobOf(stub, first)).toMatchObject(ended);
    expect(await jobOf(stub, jobIds[1])).toMatchObject({ status: "queued" });
    expect(await sql(stub, `SELECT key FROM wakeups WHERE key = 'deadline:${first}'`)).toEqual([]);
  });

  it.each(["UPDATE project SET data = '{}'", "DROP TABLE clips"])(
    "of the whole project are said to be, touched by nobody, and tried again: %s",
    async (spoil) => {
      const { stub } = await written();
      await runInDurableObject(stub, async (_object, state) => {
        const { sql: database } = state.storage;
        const [before] = database.exec("SELECT data FROM project").toArray();
        database.exec(spoil);
        const object = new ProjectObject(state, bindings);
        const refused = { error: { code: "internal" } };
        expect(object.snapshot()).toMatchObject(refused);
        expect(object.perform({ type: "remove" }, null)).toMatchObject(refused);
        expect(await object.awaitCommand("key", 0)).toMatchObject(refused);
        expect(object.fetch().status).toBe(500);
        for (let times = 0; times < 8; times++) {
          await state.storage.deleteAlarm();
          await object.alarm();
          expect(await state.storage.getAlarm()).not.toBeNull();
        }
        database.exec("UPDATE project SET data = ?", before?.["data"] ?? null);
        database.exec("CREATE TABLE IF NOT EXISTS clips (id TEXT PRIMARY KEY, data TEXT NOT NULL)");
        expect(new ProjectObject(state, bindings).snapshot()).toMatchObject({ ok: true });
      });
    },
  );
});
