/**
 * Projects that share one account whose provider takes few creates, from the queue to the provider and
 * back, on a clock that jumps to whatever is due next. The client, the line and the domain are real.
 */
import { describe, expect, it } from "vitest";
import { ask, accepted, emptyLine, leave, type Line, refused } from "../../account/line.ts";
import { Bench, T0, times } from "../../domain/testing.ts";
import type { Config } from "../../env.ts";
import { createReplicate } from "../../models/index.ts";
import type { Account, Ports } from "../ports.ts";
import { submit } from "./submit.ts";

/** The provider: 6 creates a minute with a burst of one, in its own words. */
class Provider {
  credit = true;
  creates = 0;
  refusals = 0;
  #free = T0;

  answer(now: number): Response {
    if (!this.credit) {
      this.refusals++;
      const detail = "Go to https://replicate.test/billing to purchase credit.";
      return Response.json({ title: "Insufficient credit", detail }, { status: 402 });
    }
    if (now < this.#free) {
      this.refusals++;
      const seconds = Math.ceil((this.#free - now) / 1000);
      const detail = `Request was throttled. Your rate limit for creating predictions is reduced to 6 requests per minute with a burst of 1 requests while you have less than $5.0 in credit. Your rate limit resets in ~${seconds}s.`;
      return Response.json({ detail, status: 429, retry_after: seconds }, { status: 429 });
    }
    this.#free = now + 10_000;
    this.creates++;
    return Response.json({ id: `p${this.creates}`, status: "starting" }, { status: 201 });
  }
}

class World {
  now = T0;
  asks = 0;
  readonly provider = new Provider();
  readonly benches: Bench[] = [];
  #line: Line = emptyLine(T0);

  /** A project with so many clips in the queue. */
  project(clips: number): Bench {
    const bench = new Bench();
    const id = crypto.randomUUID();
    bench.now = this.now;
    bench.create("quick", {
      sceneCount: clips,
      imageCount: 1,
      videoModel: "bytedance/seedance-1-lite",
    });
    const { project } = bench.state;
    if (project !== null) bench.state = { ...bench.state, project: { ...project, id } };
    for (const job of bench.jobs("character")) bench.deliver(bench.run(job.id));
    const text = { ok: true as const, value: { text: "Scene" } };
    const [script] = bench.jobs("script");
    bench.observe(bench.run(script?.id ?? ""), { status: "succeeded", output: text });
    this.benches.push(bench);
    return bench;
  }

  /** Runs what is due, in order, until `until` or until no clip waits. */
  async run(until = Infinity): Promise<void> {
    for (;;) {
      const [next] = this.benches
        .flatMap((bench) => bench.jobs("clip").map(({ id }) => ({ bench, id })))
        .flatMap(({ bench, id }) => {
          const row = bench.effects.get(`submit:${id}`);
          return row === undefined || row.dueAt > until ? [] : [{ bench, id, dueAt: row.dueAt }];
        })
        .sort((one, other) => one.dueAt - other.dueAt);
      if (next === undefined) return;
      this.now = Math.max(this.now, next.dueAt);
      for (const bench of this.benches) bench.now = this.now;
      await this.#submit(next.bench, next.id);
    }
  }

  async #submit(bench: Bench, jobId: string): Promise<void> {
    bench.effects.delete(`submit:${jobId}`);
    await submit(
      this.#ports(bench),
      { settle: (news) => bench.tell(news), hear: (news) => bench.tell(news) },
      jobId,
    );
    if (bench.job(jobId).status === "running") bench.deliver(bench.attempt(jobId));
  }

  #ports(bench: Bench): Ports {
    const config: Partial<Config> = {
      isOffline: true,
      publicOrigin: "https://films.example",
      mediaSigningKey: btoa("0123456789abcdef0123456789abcdef"),
      workspaceId: "default",
    };
    const replicate = createReplicate({
      baseUrl: "https://replicate.test/v1",
      token: "r8_token",
      fetch: async () => this.provider.answer(this.now),
      timeoutMs: 1_000,
      now: () => this.now,
      random: () => 0.5,
    });
    return {
      config,
      times,
      replicate,
      account: this.#account,
      now: () => this.now,
      newId: () => crypto.randomUUID(),
      state: () => bench.state,
    } as unknown as Ports;
  }

  readonly #account: Pick<Account, "takeSlot" | "leave" | "refused" | "accepted"> = {
    takeSlot: async (place) => {
      this.asks++;
      const { line, turn } = ask(this.#line, place, this.now);
      this.#line = line;
      return turn;
    },
    leave: async (place) => {
      const { line, leaving } = leave(this.#line, place, this.now);
      this.#line = line;
      return leaving;
    },
    refused: async (place, refusal) => {
      const { line, turn } = refused(this.#line, place, refusal, this.now);
      this.#line = line;
      return turn;
    },
    accepted: async (place) => {
      const { line, leaving } = accepted(this.#line, place, this.now);
      this.#line = line;
      return leaving;
    },
  };

  get waiting(): number {
    return this.#line.waiting.size;
  }
}

const statuses = (bench: Bench) => [...new Set(bench.jobs("clip").map((job) => job.status))];
const phases = (bench: Bench) => [
  ...new Set(
    bench
      .jobs("clip")
      .filter((job) => job.status === "queued")
      .map((job) => job.phase),
  ),
];

describe("an account at 6 creates a minute", () => {
  it("makes all of forty clips, none failed, and another project's one clip before most of them", async () => {
    const world = new World();
    const large = world.project(40);
    const small = world.project(1);
    await world.run();
    expect(statuses(large)).toEqual(["succeeded"]);
    expect(statuses(small)).toEqual(["succeeded"]);
    expect(large.jobs("clip").every((job) => job.attemptCount === 1)).toBe(true);
    expect(small.jobs("clip")[0]?.endedAt).toBeLessThan(T0 + 40_000);
    expect(world.now - T0).toBeLessThan(41 * 10_500);
    // The first burst finds the limit; after five minutes the usual one is tried once.
    expect(world.provider.refusals).toBeLessThanOrEqual(4);
    expect(world.asks).toBeLessThan(3 * 41);
    expect(world.waiting).toBe(0);
  });

  it("goes on without a project that was deleted", async () => {
    const world = new World();
    const [gone, stays] = [world.project(40), world.project(10)];
    await world.run(T0 + 25_000);
    gone.tell({ type: "remove" });
    const left = world.now;
    const before = stays.jobs("clip").filter((job) => job.status === "succeeded").length;
    await world.run();
    expect(statuses(stays)).toEqual(["succeeded"]);
    expect(world.now - left).toBeLessThan((10 - before + 1) * 10_500);
    expect(world.waiting).toBe(0);
  });
});

describe("an account without credit", () => {
  it("says so on everything that waits, tries one create a pause, and goes on by itself", async () => {
    const world = new World();
    const [one, other] = [world.project(20), world.project(3)];
    world.provider.credit = false;
    await world.run(T0 + 100_000);
    expect(phases(one)).toEqual(["waiting_for_credit"]);
    expect(phases(other)).toEqual(["waiting_for_credit"]);
    expect(world.provider.refusals).toBe(1);
    await world.run(T0 + 10 * times.creditWait + 1_000);
    expect(world.provider.refusals).toBeLessThanOrEqual(11);
    expect(statuses(one)).toEqual(["queued"]);
    world.provider.credit = true;
    const paid = world.now;
    await world.run(paid + times.creditWait + 10_000);
    expect(phases(one)).toEqual(["waiting_for_pace"]);
    await world.run();
    expect(statuses(one)).toEqual(["succeeded"]);
    expect(statuses(other)).toEqual(["succeeded"]);
    expect(world.now - paid).toBeLessThan(times.creditWait + 24 * 10_500);
  });
});
