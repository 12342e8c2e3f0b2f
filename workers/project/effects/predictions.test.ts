/** Lost create answers, found in a list that hides webhooks. The account's claims are real. */
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { accountOf } from "../../account/account-stub.ts";
import { Bench, times } from "../../domain/testing.ts";
import { type Env, parseConfig } from "../../env.ts";
import { createReplicate } from "../../models/index.ts";
import type { Ports } from "../ports.ts";
import { reconcile } from "./predictions.ts";

const config = parseConfig(env);
if (!config.ok) throw new Error(config.error.message);
const account = accountOf(env as unknown as Env, config.value);

type Listed = { id: string; status: string; madeAt: number };

/** Predictions of one model with equal input, as the provider lists them. */
function replicateWith(list: () => Listed[]) {
  return createReplicate({
    baseUrl: "http://127.0.0.1:9/v1",
    token: "r8_test",
    timeoutMs: 1_000,
    fetch: async () =>
      Response.json({
        next: null,
        results: list().map(({ id, status, madeAt }) => ({
          ...{ id, status, model: "maker/video", input: {} },
          created_at: new Date(madeAt).toISOString(),
        })),
      }),
  });
}

/** A clip that was canceled and shot again, both with equal input and without an answer. */
function canceledAndAgain() {
  const bench = new Bench();
  bench.upToClips();
  const first = bench.jobs("clip")[0]?.id ?? "";
  const calls = [bench.begin(first)];
  bench.tell({ type: "cancel", jobId: first });
  bench.now += 5_000;
  const again = bench.tell({ type: "retry", jobId: first })?.jobs[0]?.id ?? "";
  calls.push(bench.begin(again));
  const listed: Listed[] = [];
  const make = (call: number) => {
    const madeAt = (calls[call]?.startedAt ?? 0) + 1_000;
    const prediction = { id: crypto.randomUUID().slice(0, 20), status: "processing", madeAt };
    listed.push(prediction);
    return prediction;
  };
  const ports = {
    config: config.ok ? config.value : null,
    times,
    now: () => bench.now,
    replicate: replicateWith(() => listed),
    account,
    state: () => bench.state,
  } as unknown as Ports;
  const look = async () => {
    bench.now += times.absentAfter + 2_000;
    for (const { id } of calls) {
      const settle = (news: Parameters<Bench["tell"]>[0]) => void bench.tell(news);
      await reconcile(ports, { settle, hear: settle }, id);
    }
  };
  return { bench, first, again, make, look };
}

describe("a canceled clip and its retry, both without an answer", () => {
  it("get each its own prediction: one is stopped, the other goes on", async () => {
    const { bench, first, again, make, look } = canceledAndAgain();
    const [q, p] = [make(1), make(0)];
    await look();
    expect(bench.attempt(first)).toMatchObject({ status: "canceling", predictionId: p.id });
    expect(bench.effects.has(`cancel:${bench.attempt(first).id}`)).toBe(true);
    expect(bench.attempt(again)).toMatchObject({ status: "running", predictionId: q.id });
    expect(bench.job(again).status).toBe("running");
  });

  it("are left alone while there is one that runs, and the retry takes it once it is paid for", async () => {
    const { bench, first, again, make, look } = canceledAndAgain();
    const only = make(0);
    await look();
    expect(bench.attempt(first).status).toBe("submitting");
    expect(bench.attempt(again).status).toBe("submitting");
    only.status = "succeeded";
    await look();
    expect(bench.attempt(again).predictionId).toBe(only.id);
    await look();
    await look();
    expect(bench.attempt(first)).toMatchObject({ status: "lost", billed: "no" });
  });

  it("take nothing that another project has claimed", async () => {
    const { bench, first, again, make, look } = canceledAndAgain();
    const [foreign, p, q] = [make(0), make(0), make(1)];
    await account.claim(foreign.id, "another-nonce");
    await look();
    expect(bench.attempt(first).predictionId).toBe(p.id);
    expect(bench.attempt(again).predictionId).toBe(q.id);
  });

  it("find again what was claimed for them before a crash", async () => {
    const { bench, again, make, look } = canceledAndAgain();
    const only = make(0);
    await account.claim(only.id, bench.attempt(again).nonce);
    await look();
    expect(bench.attempt(again).predictionId).toBe(only.id);
  });
});
