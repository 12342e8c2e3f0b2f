/** Stopping the container's work in workerd: outbox and dispatcher are real, the container is answered for. */
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import type { Command } from "../../domain/commands.ts";
import { decide } from "../../domain/decide.ts";
import type { Effect } from "../../domain/effects.ts";
import { type Attempt, Draft, TABLES } from "../../domain/state.ts";
import { Bench, times } from "../../domain/testing.ts";
import type { Config, Env } from "../../env.ts";
import { createStitcher } from "../../stitch/client.ts";
import { probeInstance } from "../../stitch/instances.ts";
import { type ConvertRequest, PROTOCOL } from "../../stitch/protocol.ts";
import { Dispatcher } from "../dispatcher.ts";
import type { Ports } from "../ports.ts";
import { Store } from "../store.ts";
import { runShortJob } from "./short-job.ts";
import { MOST_STOP_TRIES } from "./stop.ts";

const bindings = env as unknown as Env;

/** A project's object whose time stands still, beside a container that can be taken away. */
class Stage {
  readonly bench: Bench;
  readonly calls: string[] = [];
  isReachable = true;
  /** How the container answers a DELETE that reaches it. */
  isKnown = true;
  /** Happens while the container takes a job. */
  onStart = () => {};
  now: number;
  readonly storage: DurableObjectStorage;
  #store: Store;
  #dispatcher: Dispatcher;

  constructor(storage: DurableObjectStorage, bench: Bench) {
    this.storage = storage;
    this.bench = bench;
    this.now = bench.now;
    this.#store = new Store(storage);
    const all = new Draft(bench.state, bench.context);
    all.setProject(all.project);
    for (const table of TABLES) for (const row of all.list(table)) all.put(table, row);
    this.#store.commit(all, null, null);
    this.#dispatcher = this.#dispatch();
  }

  readonly ports = {
    config: {} as Config,
    times,
    bucket: bindings.MEDIA,
    now: () => this.now,
    newId: () => crypto.randomUUID(),
    state: () => this.#store.state,
    workspace: { put: async () => {}, remove: async () => {} },
    stitcher: createStitcher({
      baseUrl: "http://127.0.0.1:9",
      container: null,
      fetch: async (url, init) => this.#answer(new URL(url).pathname, init),
    }),
  } as unknown as Ports;

  /** A new process: what is left is what the database has. */
  restart(): void {
    this.#store = new Store(this.storage);
    this.#dispatcher = this.#dispatch();
  }

  tell(command: Command, settles: Parameters<Store["settle"]>[0] | null = null): void {
    const decided = decide(this.#store.state, command, { ...this.bench.context, now: this.now });
    if (!decided.ok) throw new Error(decided.error.message);
    this.#store.commit(decided.value.draft, settles, null);
    this.#dispatcher.kick();
  }

  ask(effect: Effect): void {
    const draft = new Draft(this.#store.state, this.bench.context);
    draft.effect(effect, this.now);
    this.#store.commit(draft, null, null);
  }

  drain(): Promise<void> {
    return this.#dispatcher.drain();
  }

  /** Lets time pass to the next try of what is owed, and tries. */
  async next(): Promise<void> {
    const due = this.#outbox().map((row) => Number(row["due_at"]));
    this.now = Math.max(this.now, Math.min(...due));
    await this.drain();
  }

  get owed(): string[] {
    return this.#outbox().map((row) => row["key"] as string);
  }

  #outbox() {
    return this.storage.sql.exec("SELECT key, due_at FROM outbox ORDER BY key").toArray();
  }

  #dispatch(): Dispatcher {
    return new Dispatcher(this.#store, this.ports, (command, settles) => {
      this.tell(command, settles);
    });
  }

  #answer(path: string, { method, body }: RequestInit): Response {
    this.calls.push(`${method ?? ""} ${path}`);
    if (!this.isReachable) throw new Error("No route to the container");
    if (method === "POST") this.onStart();
    if (method === "DELETE" && !this.isKnown) {
      return Response.json({ code: "not_found", message: "Not here." }, { status: 404 });
    }
    const sent = method === "POST" ? (JSON.parse(body as string) as { job_id: string }) : null;
    const status = method === "DELETE" ? "canceled" : "running";
    return Response.json({
      ...{ protocol: PROTOCOL, job_id: sent?.job_id ?? path.split("/")[2], status },
      ...{ progress: 0.5, doing: "At work", result: null, error: null },
    });
  }
}

/** A film that the container has, or is about to be given. */
function onStage(
  test: (stage: Stage, film: Attempt) => Promise<void>,
  { isHandedOver = true } = {},
): Promise<void> {
  const bench = new Bench();
  bench.upToClips("step");
  const [reference] = bench.state.characterReferences.values();
  bench.tell({ type: "choose", characterReferenceId: reference?.id ?? "" });
  bench.tell({ type: "start", input: { kind: "clip" } });
  for (const job of bench.jobs("clip")) bench.deliver(bench.run(job.id));
  const { id: attemptId, jobId } = bench.begin(bench.jobs("film")[0]?.id ?? "");
  const news = { kind: "working", progress: 0.5, doing: "Joining clips" } as const;
  if (isHandedOver) bench.tell({ type: "film", attemptId, news, isPoll: false });
  const film = bench.attempt(jobId);
  const stub = bindings.PROJECTS.get(bindings.PROJECTS.newUniqueId());
  return runInDurableObject(stub, (_object, { storage }) => test(new Stage(storage, bench), film));
}

describe("a canceled film whose container can't be reached", () => {
  it("is stopped when the container is back, though our own process died meanwhile", () =>
    onStage(async (stage, film) => {
      stage.isReachable = false;
      stage.tell({ type: "cancel", jobId: film.jobId });
      await stage.drain();
      expect(stage.calls).toEqual([`DELETE /jobs/${film.id}`]);
      expect(stage.owed).toEqual([`cancel:${film.id}`]);
      await stage.drain();
      expect(stage.calls).toHaveLength(1);
      stage.restart();
      await stage.next();
      expect(stage.calls).toHaveLength(2);
      stage.isReachable = true;
      await stage.next();
      expect(stage.calls).toHaveLength(3);
      expect(stage.owed).toEqual([]);
    }));

  it("is given up after as long as a film may take", () =>
    onStage(async (stage, film) => {
      stage.isReachable = false;
      const began = stage.now;
      stage.tell({ type: "cancel", jobId: film.jobId });
      await stage.drain();
      while (stage.owed.length > 0) await stage.next();
      expect(stage.calls).toHaveLength(MOST_STOP_TRIES);
      const { film: longest } = times.attemptDeadline;
      expect((stage.now - began) / longest).toBeGreaterThan(0.75);
      expect((stage.now - began) / longest).toBeLessThan(1);
    }));

  it("needs no second try when the container knows nothing of it", () =>
    onStage(async (stage, film) => {
      stage.isKnown = false;
      stage.tell({ type: "cancel", jobId: film.jobId });
      await stage.drain();
      expect(stage.calls).toEqual([`DELETE /jobs/${film.id}`]);
      expect(stage.owed).toEqual([]);
    }));

  it("is stopped although it was canceled while it was being handed over", () =>
    onStage(
      async (stage, film) => {
        stage.onStart = () => {
          stage.tell({ type: "cancel", jobId: film.jobId });
          stage.isReachable = false;
        };
        Object.assign(stage.ports.config, {
          internalOrigin: "http://films.example",
          mediaSigningKey: btoa("0123456789abcdef0123456789abcdef"),
          workspaceId: "default",
        });
        stage.ask({ kind: "start_film", attemptId: film.id });
        await stage.drain();
        expect(stage.calls[0]).toBe("POST /jobs");
        expect(stage.owed).toEqual([`cancel:${film.id}`, `start_film:${film.id}`]);
        stage.isReachable = true;
        stage.isKnown = false;
        while (stage.owed.length > 0) await stage.next();
        expect(stage.calls.filter((call) => call === "POST /jobs")).toHaveLength(1);
        expect(stage.calls.at(-1)).toBe(`DELETE /jobs/${film.id}`);
      },
      { isHandedOver: false },
    ));

  it("is stopped where a process that died may have handed it over", () =>
    onStage(
      async (stage, film) => {
        stage.isKnown = false;
        stage.tell({ type: "cancel", jobId: film.jobId });
        await stage.drain();
        stage.isKnown = true;
        stage.ask({ kind: "start_film", attemptId: film.id });
        await stage.drain();
        const stop = `DELETE /jobs/${film.id}`;
        expect(stage.calls).toEqual([stop, stop]);
      },
      { isHandedOver: false },
    ));
});

describe("a film that was begun anew because its container failed", () => {
  it("is stopped where it was before, as soon as that can be reached", () =>
    onStage(async (stage, film) => {
      stage.isReachable = false;
      stage.tell({ type: "film", attemptId: film.id, news: { kind: "lost" }, isPoll: false });
      expect(stage.owed).toContain(`cancel:${film.id}`);
      stage.tell({ type: "cancel", jobId: film.jobId });
      await stage.drain();
      expect(stage.owed).toContain(`cancel:${film.id}`);
      stage.isReachable = true;
      while (stage.owed.length > 0) await stage.next();
      expect(stage.calls.at(-1)).toBe(`DELETE /jobs/${film.id}`);
    }));
});

describe("short work that is not waited for any longer", () => {
  const url = "http://films.example/media/default/picture.png";
  const request = (): ConvertRequest => ({
    ...{ protocol: PROTOCOL, job_id: crypto.randomUUID(), kind: "convert", url, format: "jpg" },
    upload: { part_url: `${url}/{part}`, part_bytes: 5 * 1024 * 1024 },
    progress_url: null,
  });
  const run = (stage: Stage, job: ConvertRequest) => {
    const hear = (command: Command) => stage.tell(command);
    return runShortJob(stage.ports, { settle: hear, hear }, job, 20_000);
  };

  it("is stopped on the instance that has it, however long that can't be reached", () =>
    onStage(async (stage) => {
      const job = request();
      stage.onStart = () => (stage.now += 30_000);
      expect(await run(stage, job)).toMatchObject({ ok: true, value: { status: "running" } });
      expect(stage.owed).toEqual([`stop:${job.job_id}`]);
      const [effect] = new Store(stage.storage).dueEffects(stage.now).rows;
      expect(effect?.effect).toMatchObject({ instance: probeInstance(url) });
      stage.isReachable = false;
      await stage.drain();
      stage.restart();
      stage.isReachable = true;
      await stage.next();
      const stop = `DELETE /jobs/${job.job_id}`;
      expect(stage.calls).toEqual(["POST /jobs", stop, stop]);
      expect(stage.owed).toEqual([]);
    }));

  it("is stopped when the container goes away while it is at work", () =>
    onStage(async (stage) => {
      const job = request();
      stage.onStart = () => queueMicrotask(() => (stage.isReachable = false));
      expect(await run(stage, job)).toMatchObject({ error: { code: "stitch_unavailable" } });
      expect(stage.owed).toEqual([`stop:${job.job_id}`]);
    }));

  it("is left alone when it was never taken", () =>
    onStage(async (stage) => {
      stage.isReachable = false;
      expect(await run(stage, request())).toMatchObject({ ok: false });
      expect(stage.owed).toEqual([]);
    }));
});
