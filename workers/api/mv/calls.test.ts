/** Calls over the real objects. The provider and the container are out of reach (closed ports). */
import { env } from "cloudflare:workers";
import { abortAllDurableObjects, runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import { fail, ok } from "../../contracts/errors.ts";
import type { Attempt } from "../../domain/state.ts";
import { type Env, parseConfig } from "../../env.ts";
import { projectOf } from "../../project/project-stub.ts";
import { workspaceOf } from "../../workspace/workspace-stub.ts";
import { type CallRequest, createCalls, type StoredCall } from "./calls.ts";
import { film, shootScene, write } from "./testing/asked.ts";

const bindings = env as unknown as Env;
const config = parseConfig(bindings);
if (!config.ok) throw new Error(config.error.message);
const MINUTE = 60_000;

let skewMs = 0;
const calls = createCalls(bindings, config.value, () => Date.now() + skewMs);
const workspace = workspaceOf(bindings, config.value.workspaceId);

const SCRIPT = JSON.stringify([{ description: "It wakes.", negative_description: "" }]);

/** A request of its own, in a project of its own. */
function request(change: Partial<CallRequest> = {}, asked = write): CallRequest {
  return {
    route: "create_scenes",
    key: `key-${crypto.randomUUID()}`,
    request: crypto.randomUUID(),
    echo: "{}",
    projectId: null,
    newProject: { title: "A flower", idea: "A flower", characterDescription: "A robot" },
    command: () => Promise.resolve(ok(asked)),
    ...change,
  };
}

async function opened(wanted: CallRequest): Promise<StoredCall> {
  const call = await calls.open(wanted);
  if (!call.ok) throw new Error(call.error.message);
  return call.value;
}

const project = (call: StoredCall) => projectOf(bindings, call.projectId);
const stubOf = (call: StoredCall) =>
  bindings.PROJECTS.get(bindings.PROJECTS.idFromName(call.projectId));

async function jobsOf(call: StoredCall) {
  const snapshot = await project(call).snapshot();
  if (!snapshot.ok) throw new Error(snapshot.error.message);
  return snapshot.value.jobs;
}

/** The provider's word on the call's one attempt. */
async function report(call: StoredCall, news: Record<string, unknown>): Promise<void> {
  const attempt = await vi.waitFor(
    () =>
      runInDurableObject(stubOf(call), (_object, { storage }) => {
        const row = storage.sql.exec("SELECT data FROM attempts").toArray().at(-1);
        if (row === undefined) throw new Error("No attempt yet");
        return JSON.parse(row["data"] as string) as Attempt;
      }),
    10_000,
  );
  const id = `p-${attempt.id}`;
  const body = { id, status: "starting", input: {}, output: null, error: null, logs: "", ...news };
  expect(await project(call).recordPrediction(attempt.nonce, crypto.randomUUID(), body)).toEqual(
    ok(null),
  );
}

const succeed = (call: StoredCall) => report(call, { status: "succeeded", output: [SCRIPT] });

/** A point in a call at which it waits, to be let go by the test. */
function hold() {
  const [at, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  return {
    reached: at.resolve,
    isReached: at.promise,
    release: go.resolve,
    released: go.promise,
  };
}

async function cancelAll(call: StoredCall): Promise<void> {
  for (const { id } of await jobsOf(call)) {
    await project(call).perform({ type: "cancel", jobId: id }, null);
  }
}

describe("the same call again", () => {
  it("with its key is one call, however many race", async () => {
    const wanted = request();
    const racers = await Promise.all([1, 2, 3, 4].map(() => opened(wanted)));
    expect(new Set(racers.map(({ id }) => id)).size).toBe(1);
    const [call] = racers;
    if (call === undefined) throw new Error("a call expected");
    expect(await jobsOf(call)).toHaveLength(1);
    await succeed(call);
    await calls.delivered(call.id);
    skewMs = 23 * 60 * MINUTE;
    expect(await opened(wanted)).toEqual(call);
    skewMs = 0;
    expect(await jobsOf(call)).toHaveLength(1);
  });

  it("with its key and another body is a conflict", async () => {
    const wanted = request();
    const call = await opened(wanted);
    const other = { ...wanted, request: "another" };
    expect(await calls.open(other)).toMatchObject({ ok: false, error: { code: "conflict" } });
    expect(await jobsOf(call)).toHaveLength(1);
  });

  it("without a key joins the work until its answer is delivered", async () => {
    const wanted = request({ key: null });
    const call = await opened(wanted);
    expect(await opened(wanted)).toEqual(call);
    await succeed(call);
    expect(await opened(wanted)).toEqual(call);
    await calls.delivered(call.id);
    const next = await opened(wanted);
    expect(next.id).not.toBe(call.id);
    expect(next.projectId).not.toBe(call.projectId);
  });

  it("without a key is new ten minutes after the end of work that nobody fetched", async () => {
    const wanted = request({ key: null });
    const call = await opened(wanted);
    skewMs = 60 * MINUTE;
    expect((await opened(wanted)).id).toBe(call.id);
    await succeed(call);
    skewMs = 9 * MINUTE;
    expect((await opened(wanted)).id).toBe(call.id);
    skewMs = 11 * MINUTE;
    expect((await opened(wanted)).id).not.toBe(call.id);
    skewMs = 0;
  });

  it("without a key is new when its owner deleted the project", async () => {
    const wanted = request({ key: null });
    const call = await opened(wanted);
    await project(call).perform({ type: "remove" }, null);
    expect((await opened(wanted)).projectId).not.toBe(call.projectId);
  });

  it("begins the work that a crash kept from beginning", async () => {
    const wanted = request();
    const { route, key, echo } = wanted;
    const [id, projectId] = [crypto.randomUUID(), crypto.randomUUID()];
    await workspace.openCall({ id, key, route, echo, request: wanted.request, projectId });
    const call = await opened(wanted);
    expect(call).toMatchObject({ id, projectId, round: 1 });
    expect(await jobsOf(call)).toHaveLength(1);
  });
});

describe("a refused call", () => {
  async function expectNothingKept(wanted: CallRequest, refused: StoredCall | null): Promise<void> {
    if (refused !== null) {
      expect(await calls.find(refused.id)).toMatchObject({ error: { code: "not_found" } });
      expect(await project(refused).snapshot()).toMatchObject({ error: { code: "not_found" } });
      await vi.waitFor(async () => {
        const listed = (await workspace.list()).map(({ id }) => id);
        expect(listed).not.toContain(refused.projectId);
      }, 10_000);
    }
    const call = await opened({ ...wanted, ...request({ key: wanted.key }) });
    expect(call.projectId).not.toBe(refused?.projectId);
    expect(await jobsOf(call)).toHaveLength(1);
  }

  it("leaves no call, no project, and its key for another request", async () => {
    let refused: StoredCall | null = null;
    const wanted = request({
      command: (call) => {
        refused = call;
        return Promise.resolve(fail("asset_invalid", "No picture."));
      },
    });
    expect(await calls.open(wanted)).toMatchObject({ error: { code: "asset_invalid" } });
    expect(refused).not.toBeNull();
    await expectNothingKept(wanted, refused);
  });

  it("leaves as little when it is the project that refuses", async () => {
    let refused: StoredCall | null = null;
    const wanted = request({
      command: (call) => {
        refused = call;
        return Promise.resolve(ok(shootScene(5)));
      },
    });
    expect(await calls.open(wanted)).toMatchObject({ error: { code: "invalid_request" } });
    await expectNothingKept(wanted, refused);
  });

  it("takes nothing from a racer with the same key, whose own try goes on", async () => {
    const [refused, begun] = [hold(), hold()];
    const wanted = request({
      command: async () => {
        refused.reached();
        await refused.released;
        return fail("asset_invalid", "No picture.");
      },
    });
    const racing = {
      ...wanted,
      command: async () => {
        begun.reached();
        await begun.released;
        return ok(write);
      },
    };
    const first = calls.open(wanted);
    await refused.isReached;
    const racer = calls.open(racing);
    await begun.isReached;
    refused.release();
    expect(await first).toMatchObject({ error: { code: "asset_invalid" } });
    begun.release();
    const call = await racer;
    if (!call.ok) throw new Error(call.error.message);
    expect(await jobsOf(call.value)).toHaveLength(1);
    expect(await opened(wanted)).toEqual(call.value);
  });

  it("is refused to each of several racers, and the last takes the project with it", async () => {
    let refused: StoredCall | null = null;
    const wanted = request({
      command: (call) => {
        refused = call;
        return Promise.resolve(fail("asset_invalid", "No picture."));
      },
    });
    const racers = await Promise.all([1, 2, 3].map(() => calls.open(wanted)));
    for (const racer of racers) expect(racer).toMatchObject({ error: { code: "asset_invalid" } });
    await expectNothingKept(wanted, refused);
  });

  it("leaves the project alone that it named", async () => {
    const call = await opened(request());
    const command = () => Promise.resolve(fail("conflict", "Not now."));
    const wanted = request({ projectId: call.projectId, command });
    expect(await calls.open(wanted)).toMatchObject({ error: { code: "conflict" } });
    expect(await jobsOf(call)).toHaveLength(1);
    await expectNothingKept({ ...wanted, projectId: null }, null);
  });

  it("is one for a project that is not here, or was deleted", async () => {
    const call = await opened(request());
    await project(call).perform({ type: "remove" }, null);
    for (const projectId of [crypto.randomUUID(), call.projectId]) {
      const wanted = request({ projectId });
      expect(await calls.open(wanted)).toMatchObject({ error: { code: "not_found" } });
      await expectNothingKept({ ...wanted, projectId: null }, null);
    }
  });
});

describe("work that failed", () => {
  it("before anything was bought is tried again in the same project, once for all racers", async () => {
    const wanted = request({}, film);
    const call = await opened(wanted);
    await cancelAll(call);
    const racers = await Promise.all([1, 2, 3].map(() => opened(wanted)));
    for (const racer of racers) expect(racer).toEqual({ ...call, round: 2 });
    expect((await jobsOf(call)).map(({ status }) => status).sort()).toEqual([
      "canceled",
      expect.stringMatching(/queued|submitting/),
    ]);
  });

  it("after it was bought is not bought again: its failure is the answer", async () => {
    const wanted = request();
    const call = await opened(wanted);
    const started_at = "2026-11-01T00:00:00Z";
    await report(call, { status: "failed", error: "The prompt was flagged (E005).", started_at });
    expect(await opened(wanted)).toEqual(call);
    expect(await jobsOf(call)).toMatchObject([{ status: "failed" }]);
    const state = await calls.wait(call, 0);
    expect(state).toMatchObject({ value: { isDone: true, outcomes: [{ wasCreated: true }] } });
  });
});

describe("waiting", () => {
  it("ends at once when the work ends, and tells what was made", async () => {
    const call = await opened(request());
    const waiting = calls.wait(call, 20_000);
    await succeed(call);
    expect(await waiting).toMatchObject({
      ok: true,
      value: {
        isDone: true,
        outcomes: [{ job: { status: "succeeded" }, scenes: [{ description: "It wakes." }] }],
      },
    });
  });

  it("ends in time when the work does not", async () => {
    const call = await opened(request());
    expect(await calls.wait(call, 20)).toMatchObject({ value: { isDone: false } });
  });

  it("goes on after the object was cut off in the middle of it", async () => {
    const call = await opened(request());
    const cut = calls.wait(call, 20_000).catch(() => null);
    await abortAllDurableObjects();
    const again = calls.wait(call, 20_000);
    await succeed(call);
    expect(await again).toMatchObject({ value: { isDone: true } });
    // Cut off, or taken over by the next instance: it never hangs.
    const state = await cut;
    if (state !== null) expect(state).toMatchObject({ value: { isDone: true } });
  });

  it("for an unknown call is not_found", async () => {
    const id = crypto.randomUUID();
    expect(await calls.find(id)).toMatchObject({ error: { code: "not_found" } });
    const nobody = { id, route: "create_scenes", projectId: id, round: 1, echo: "{}" };
    expect(await calls.wait(nobody, 0)).toMatchObject({ error: { code: "not_found" } });
    const call = await opened(request());
    expect(await calls.find(call.id)).toEqual(ok(call));
  });
});
