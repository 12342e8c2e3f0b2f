import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Harness, Shown } from "../testing/harness.ts";
import { startHarness, until } from "../testing/harness.ts";
import type { Draw } from "./storm.ts";

let emulator: Harness;
beforeAll(async () => {
  emulator = await startHarness();
});
beforeEach(() => emulator.admin("reset", {}));
afterAll(() => emulator.close());

const IMAGEN = "google/imagen-4";
const WORDS = ["a fox", "an owl", "a lynx", "a heron", "an otter", "a crow"];
/** Nothing here may keep a create from being answered: the answers are what is compared. */
const RATES = { PA: 0.4, "webhook-lost": 0.5, "output-zero": 0.3 };

const begin = (order: object) => emulator.admin("storm", order);
const draws = async (at = emulator) => ((await at.admin("storm")) as { draws: Draw[] }).draws;

/** Creates one prediction, as a caller would who makes nonce, job, seed and addresses anew. */
async function create(words: string, job = crypto.randomUUID(), at = emulator): Promise<string[]> {
  const nonce = crypto.randomUUID();
  const { id } = await at.create(
    "black-forest-labs/flux-1.1-pro",
    {
      prompt: words,
      seed: Math.floor(Math.random() * 1e6),
      image_prompt: `https://127.0.0.1:1/${nonce}.png`,
    },
    { webhook: `https://127.0.0.1:1/hook?job=${job}&nonce=${nonce}`, events: ["completed"] },
  );
  const all = (await at.admin("predictions")) as Shown[];
  return all.find((each) => each.id === id)?.["faults"] as string[];
}

/** What each words' first and second call met. */
async function storm(seed: string, words: readonly string[]): Promise<Record<string, string[][]>> {
  await emulator.admin("reset", {});
  await begin({ seed, rates: RATES });
  const met: Record<string, string[][]> = {};
  for (const each of [...words, ...words]) (met[each] ??= []).push(await create(each));
  return met;
}

describe("a storm", () => {
  it("draws nothing before it begins and after it ends", async () => {
    expect(await create("a fox")).toEqual([]);
    await begin({ seed: "one", rates: { PA: 1 } });
    expect(await create("a fox")).toEqual(["PA"]);
    const ended = await fetch(`${emulator.running.origin}/__emu/storm`, { method: "DELETE" });
    expect(await ended.json()).toMatchObject({ order: null, draws: [{ faults: ["PA"] }] });
    expect(await create("a fox")).toEqual([]);
    expect(await emulator.admin("storm")).toMatchObject({ order: null });
  });

  it("is the same again with its seed, in whatever order the calls come", async () => {
    const first = await storm("one", WORDS);
    expect(await storm("one", WORDS.toReversed())).toEqual(first);
    expect(await storm("two", WORDS)).not.toEqual(first);
    const calls = Object.values(first);
    // By attempt: what the first call with some words met is not what the second met.
    expect(calls.some(([one, two]) => JSON.stringify(one) !== JSON.stringify(two))).toBe(true);
    const met = calls.flat(2);
    expect(new Set(met)).toEqual(new Set(Object.keys(RATES)));
    expect(met.length).toBeLessThan(2 * WORDS.length * Object.keys(RATES).length);
  });

  it("lets a job off after so many faults that cost something", async () => {
    await begin({ seed: "one", rates: { PA: 1, "webhook-lost": 1 }, most: 2 });
    const job = crypto.randomUUID();
    const met = [];
    // The words change, as a script's do that is asked for once more.
    for (const words of WORDS.slice(0, 3)) met.push(await create(words, job));
    expect(met).toEqual([["PA", "webhook-lost"], ["PA", "webhook-lost"], ["webhook-lost"]]);
    expect(await create("a fox")).toEqual(["PA", "webhook-lost"]);
  });

  it("spoils texts as texts and files as files", async () => {
    await begin({ seed: "one", rates: { "text-prose": 1, "output-zero": 1 } });
    expect(await create("a fox")).toEqual(["output-zero"]);
    await emulator.create("google/gemini-2.5-flash", { prompt: "a fox" });
    expect((await draws()).map(({ faults }) => faults)).toEqual([["output-zero"], ["text-prose"]]);
  });

  it("tells what it drew, also for calls that made nothing", async () => {
    await begin({ seed: "one", rates: { "http-502": 1 } });
    const response = await emulator.api(`/models/${IMAGEN}/predictions`, {
      method: "POST",
      body: JSON.stringify({
        input: { prompt: "a fox" },
        webhook: "https://127.0.0.1:1/hook?job=j1&nonce=n1",
      }),
    });
    expect(response.status).toBe(502);
    expect(await draws()).toEqual([
      expect.objectContaining({
        model: IMAGEN,
        job: "j1",
        nonce: "n1",
        attempt: 1,
        faults: ["http-502"],
      }),
    ]);
  });

  it("goes on, with its counts, after the process ended", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "offline-replicate-"));
    const job = crypto.randomUUID();
    try {
      const before = await startHarness({ dataDir });
      await before.admin("storm", { seed: "one", rates: { PA: 1 }, most: 1 });
      expect(await create("a fox", job, before)).toEqual(["PA"]);
      await before.close();
      const after = await startHarness({ dataDir });
      // It has its old port, and the first calls may go to a connection that ended with the old process.
      await until(() => after.admin("storm").catch(() => null));
      expect(await create("a fox", job, after)).toEqual([]);
      expect(await create("a fox", crypto.randomUUID(), after)).toEqual(["PA"]);
      expect((await draws(after)).map(({ attempt }) => attempt)).toEqual([1, 3]);
      await after.close();
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });

  it.each([
    { rates: { PA: 1 } },
    { seed: "one", rates: { rain: 1 } },
    { seed: "one", rates: { PA: 2 } },
    { seed: "one", rates: {}, least: 1 },
  ])("is refused as %j", async (order) => {
    const response = await fetch(`${emulator.running.origin}/__emu/storm`, {
      method: "POST",
      body: JSON.stringify(order),
    });
    expect(response.status).toBe(400);
  });
});
