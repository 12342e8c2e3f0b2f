/**
 * The object in workerd: SQLite, the alarm, eviction and hibernating sockets are real. The provider
 * and the container are out of reach here (closed ports), which is a state of its own to prove.
 */
import { env } from "cloudflare:workers";
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import type { Env } from "../env.ts";
import { PING, PONG, ServerMessage } from "../contracts/live.ts";
import { fromWire } from "../contracts/wire.ts";
import type { Attempt } from "../domain/state.ts";
import { assetKey } from "../media/keys.ts";
import type { ProjectObject } from "./project-object.ts";
import { projectOf, type ProjectRpc } from "./project-stub.ts";

const bindings = env as unknown as Env;

const settings = {
  sceneCount: 2,
  clipLengthS: 8,
  aspectRatio: "16:9" as const,
  resolution: "720p" as const,
  imageCount: 2,
  imageFormat: "png" as const,
  generateAudio: true,
  seed: null,
  negativePrompt: null,
  imageModel: "google/imagen-4",
  textModel: "google/gemini-2.5-flash",
  videoModel: "google/veo-3.1",
};

type Made = { id: string; rpc: ProjectRpc; stub: DurableObjectStub<ProjectObject> };

async function make(mode: "quick" | "step" = "step"): Promise<Made> {
  const id = crypto.randomUUID();
  const rpc = projectOf(bindings, id);
  const project = {
    id,
    workspaceId: "default",
    title: "The lighthouse",
    idea: "A keeper and a whale",
    characterDescription: "An old keeper in a yellow coat",
    mode,
    settings,
  };
  expect(await rpc.perform({ type: "create", project }, null)).toMatchObject({ ok: true });
  const namespace = bindings.PROJECTS as unknown as DurableObjectNamespace<ProjectObject>;
  return { id, rpc, stub: namespace.get(namespace.idFromName(id)) };
}

async function snapshotOf(rpc: ProjectRpc) {
  const answer = await rpc.snapshot();
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

function attemptsOf(stub: DurableObjectStub<ProjectObject>): Promise<Attempt[]> {
  return runInDurableObject(stub, (_object, state) =>
    state.storage.sql
      .exec("SELECT data FROM attempts")
      .toArray()
      .map((row) => JSON.parse(row["data"] as string) as Attempt),
  );
}

const NOTHING_KEPT = { tables: [], entries: 0, alarmAt: null };

function keptBy(stub: DurableObjectStub<ProjectObject>): Promise<typeof NOTHING_KEPT> {
  return runInDurableObject(stub, async (_object, { storage }) => ({
    tables: storage.sql
      .exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'")
      .toArray() as never[],
    entries: (await storage.list()).size,
    alarmAt: (await storage.getAlarm()) as null,
  }));
}

/** The attempt of the script job, once its call has begun. */
async function scriptAttempt({ rpc, stub }: Made): Promise<Attempt> {
  const script = (await snapshotOf(rpc)).jobs.find((job) => job.kind === "script");
  return vi.waitFor(async () => {
    const attempt = (await attemptsOf(stub)).find((each) => each.jobId === script?.id);
    if (attempt === undefined) throw new Error("No attempt yet");
    return attempt;
  }, 10_000);
}

function prediction(id: string, news: Record<string, unknown>) {
  return { id, status: "starting", input: {}, output: null, error: null, logs: "", ...news };
}

const SCENES = JSON.stringify([
  { description: "The keeper lights the lamp.", negative_description: "text" },
  { description: "A whale sings below.", negative_description: "" },
]);

/** A page's socket: messages in order, each parsed as the page parses it. */
async function open(stub: DurableObjectStub<ProjectObject>) {
  const response = await stub.fetch("http://project/live", { headers: { Upgrade: "websocket" } });
  const socket = response.webSocket;
  if (socket === null) throw new Error("No socket");
  const messages: (ServerMessage | string)[] = [];
  const closed: number[] = [];
  socket.addEventListener("message", ({ data }) => {
    if (data === PONG) messages.push(PONG);
    else {
      const parsed = fromWire(ServerMessage, JSON.parse(String(data)));
      if (!parsed.success) throw parsed.error;
      messages.push(parsed.data);
    }
  });
  socket.addEventListener("close", ({ code }) => closed.push(code));
  socket.accept();
  return { socket, messages, closed };
}

describe("commands", () => {
  it("creates once, however often it is asked", async () => {
    const made = await make();
    const before = await snapshotOf(made.rpc);
    expect(before.characterReferences.map((each) => each.option)).toEqual([1, 2]);
    expect(before.jobs.map((job) => job.kind).sort()).toEqual(["character", "character", "script"]);
    const { project } = before;
    await made.rpc.perform({ type: "create", project }, null);
    expect((await snapshotOf(made.rpc)).jobs).toHaveLength(3);
  });

  it("does one key once, and refuses it for something else", async () => {
    const { rpc } = await make();
    const start = { type: "start" as const, input: { kind: "character" as const, count: 1 } };
    const first = await rpc.perform(start, "key-00000001");
    const second = await rpc.perform(start, "key-00000001");
    expect(second).toEqual(first);
    expect((await snapshotOf(rpc)).characterReferences).toHaveLength(3);
    const other = { ...start, input: { ...start.input, count: 2 } };
    expect(await rpc.perform(other, "key-00000001")).toMatchObject({
      ok: false,
      error: { code: "conflict" },
    });
  });

  it("answers an unknown project, job and portrait with not_found", async () => {
    const nobody = projectOf(bindings, crypto.randomUUID());
    expect(await nobody.snapshot()).toMatchObject({ error: { code: "not_found" } });
    const { rpc } = await make();
    const id = crypto.randomUUID();
    for (const command of [
      { type: "retry" as const, jobId: id },
      { type: "cancel" as const, jobId: id },
      { type: "choose" as const, characterReferenceId: id },
    ]) {
      expect(await rpc.perform(command, null)).toMatchObject({ error: { code: "not_found" } });
    }
  });
});

describe("a project that nobody made", () => {
  it("is asked for in every way without leaving anything behind", async () => {
    const namespace = bindings.PROJECTS as unknown as DurableObjectNamespace<ProjectObject>;
    const id = crypto.randomUUID();
    const [rpc, stub] = [projectOf(bindings, id), namespace.get(namespace.idFromName(id))];
    const start = { type: "start" as const, input: { kind: "character" as const, count: 1 } };
    for (const answer of [
      await rpc.snapshot(),
      await rpc.assetFile(crypto.randomUUID()),
      await rpc.awaitCommand("key-00000001", 0),
      await rpc.perform(start, "key-00000001"),
      await rpc.perform({ type: "remove" }, null),
      await rpc.recordPrediction("0".repeat(32), "msg_1", prediction("p", {})),
    ]) {
      expect(answer).toMatchObject({ error: { code: "not_found" } });
    }
    expect(await (await stub.fetch("http://project/live")).json()).toMatchObject({
      code: "not_found",
    });
    await evictDurableObject(stub);
    expect(await keptBy(stub)).toEqual(NOTHING_KEPT);
  });
});

describe("a provider out of reach", () => {
  it("keeps the attempt, and says that it is looking", async () => {
    const made = await make();
    const attempt = await scriptAttempt(made);
    expect(attempt.nonce).toMatch(/^[0-9a-f]{32}$/);
    await vi.waitFor(async () => {
      const job = (await snapshotOf(made.rpc)).jobs.find((each) => each.id === attempt.jobId);
      expect(job).toMatchObject({ status: "submitting", phase: "checking_with_provider" });
    }, 10_000);
    expect(
      (await attemptsOf(made.stub)).filter((each) => each.jobId === attempt.jobId),
    ).toHaveLength(1);
  });

  it("finds everything again after eviction, with an alarm to go on", async () => {
    const made = await make();
    const attempt = await scriptAttempt(made);
    const before = await snapshotOf(made.rpc);
    await evictDurableObject(made.stub);
    const after = await snapshotOf(made.rpc);
    expect(after.project).toMatchObject({ id: made.id, title: before.project.title });
    expect(after.seq).toBeGreaterThanOrEqual(before.seq);
    expect((await attemptsOf(made.stub)).find((each) => each.id === attempt.id)?.nonce).toBe(
      attempt.nonce,
    );
    await vi.waitFor(async () => expect(await runDurableObjectAlarm(made.stub)).toBe(true));
  });
});

describe("webhooks", () => {
  it("takes a completion by its nonce before the create was answered, once", async () => {
    const made = await make();
    const attempt = await scriptAttempt(made);
    const done = prediction("p1", { status: "succeeded", output: [SCENES] });
    expect(await made.rpc.recordPrediction(attempt.nonce, "msg_1", done)).toEqual({
      ok: true,
      value: null,
    });
    const first = await snapshotOf(made.rpc);
    expect(first.scenes.map((scene) => scene.description)).toEqual([
      "The keeper lights the lamp.",
      "A whale sings below.",
    ]);
    expect(first.jobs.find((job) => job.kind === "script")?.status).toBe("succeeded");
    await made.rpc.recordPrediction(attempt.nonce, "msg_1", done);
    const late = prediction("p1", { status: "processing", started_at: "2026-11-01T00:00:00Z" });
    await made.rpc.recordPrediction(attempt.nonce, "msg_2", late);
    const second = await snapshotOf(made.rpc);
    expect(second.scenes).toEqual(first.scenes);
    expect(second.jobs.find((job) => job.kind === "script")).toEqual(
      first.jobs.find((job) => job.kind === "script"),
    );
  });

  it("changes nothing for an unknown nonce, another prediction, or no prediction", async () => {
    const made = await make();
    const attempt = await scriptAttempt(made);
    const running = prediction("mine", { status: "processing" });
    await made.rpc.recordPrediction(attempt.nonce, "msg_1", running);
    const forged = prediction("other", { status: "succeeded", output: [SCENES] });
    await made.rpc.recordPrediction(attempt.nonce, "msg_2", forged);
    expect(await made.rpc.recordPrediction("0".repeat(32), "msg_3", forged)).toMatchObject({
      error: { code: "not_found" },
    });
    expect(await made.rpc.recordPrediction(attempt.nonce, "msg_4", "text")).toMatchObject({
      error: { code: "invalid_request" },
    });
    const snapshot = await snapshotOf(made.rpc);
    expect(snapshot.scenes).toEqual([]);
    expect(snapshot.jobs.find((job) => job.kind === "script")?.status).toBe("running");
  });
});

describe("a deleted project", () => {
  it("keeps its objects for a day, then removes every one that a row names", async () => {
    const made = await make();
    const attempt = await scriptAttempt(made);
    const key = assetKey("default", attempt.assetId);
    const strangers = assetKey("default", crypto.randomUUID());
    await bindings.MEDIA.put(key, "saved");
    await bindings.MEDIA.put(strangers, "another project's");
    await made.rpc.perform({ type: "remove" }, null);
    const purge = () =>
      runInDurableObject(made.stub, (_object, state) =>
        state.storage.sql.exec("SELECT due_at FROM wakeups WHERE key = 'purge'").toArray(),
      );
    const [due] = await purge();
    expect(Number(due?.["due_at"]) - Date.now()).toBeGreaterThan(23 * 3_600_000);
    expect(await bindings.MEDIA.head(key)).not.toBeNull();
    await runInDurableObject(made.stub, async (_object, state) => {
      state.storage.sql.exec("UPDATE wakeups SET due_at = 0 WHERE key = 'purge'");
      await state.storage.setAlarm(Date.now());
    });
    await vi.waitFor(async () => expect(await bindings.MEDIA.head(key)).toBeNull(), 10_000);
    expect(await bindings.MEDIA.head(strangers)).not.toBeNull();
    await vi.waitFor(async () => expect(await keptBy(made.stub)).toEqual(NOTHING_KEPT), 10_000);
    expect(await made.rpc.snapshot()).toMatchObject({ error: { code: "not_found" } });
    await evictDurableObject(made.stub);
    expect(await made.rpc.perform({ type: "remove" }, null)).toMatchObject({ ok: false });
    expect(await keptBy(made.stub)).toEqual(NOTHING_KEPT);
  });
});

describe("the live channel", () => {
  it("sends the snapshot first, then each change with the next seq", async () => {
    const { rpc, stub } = await make();
    const page = await open(stub);
    await rpc.perform({ type: "update", input: { title: "Another title" } }, null);
    await vi.waitFor(() => {
      const titles = page.messages.flatMap((message) =>
        typeof message === "object" && message.type === "event"
          ? (message.event.project?.title ?? [])
          : [],
      );
      expect(titles).toContain("Another title");
    });
    const [first, ...events] = page.messages;
    expect(first).toMatchObject({ type: "snapshot" });
    let seq = typeof first === "object" && first.type === "snapshot" ? first.snapshot.seq : -1;
    for (const message of events) {
      if (typeof message !== "object" || message.type !== "event") continue;
      expect(message.event.seq).toBe(seq + 1);
      seq = message.event.seq;
    }
    page.socket.close();
  });

  it("keeps sockets over eviction, answers heartbeats and resyncs", async () => {
    const { rpc, stub } = await make();
    const page = await open(stub);
    await evictDurableObject(stub, { webSockets: "hibernate" });
    page.socket.send(PING);
    await vi.waitFor(() => expect(page.messages).toContain(PONG));
    await rpc.perform({ type: "update", input: { title: "After sleep" } }, null);
    page.socket.send(JSON.stringify({ type: "resync" }));
    await vi.waitFor(() => {
      const last = page.messages
        .filter((message) => typeof message === "object" && message.type === "snapshot")
        .at(-1);
      expect(last).toMatchObject({ snapshot: { project: { title: "After sleep" } } });
    });
    page.socket.close();
  });

  it.each([
    ["awake", "with its own reason", 4_001],
    ["awake", "with none", undefined],
    ["asleep", "with its own reason", 4_001],
    ["asleep", "with none", undefined],
  ])(
    "answers a close while it is %s, %s, so that no client waits for it",
    async (when, _, code) => {
      const { stub } = await make();
      const page = await open(stub);
      if (when === "asleep") await evictDurableObject(stub, { webSockets: "hibernate" });
      page.socket.close(code);
      await vi.waitFor(() => expect(page.closed).toEqual([code ?? 1005]));
    },
  );

  it("closes a socket that sends anything else", async () => {
    const { stub } = await make();
    for (const nonsense of ["{}", "x".repeat(5_000), new Uint8Array([255])]) {
      const page = await open(stub);
      page.socket.send(nonsense);
      await vi.waitFor(() => expect(page.closed).toEqual([1003]));
    }
  });

  it("tells its pages that the project was deleted, and is gone for everybody", async () => {
    const { rpc, stub } = await make();
    const page = await open(stub);
    await rpc.perform({ type: "remove" }, null);
    await vi.waitFor(() => expect(page.messages.at(-1)).toEqual({ type: "deleted" }));
    expect(await rpc.snapshot()).toMatchObject({ error: { code: "not_found" } });
    expect((await stub.fetch("http://project/live")).status).toBe(404);
  });
});
