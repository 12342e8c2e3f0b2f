import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { identify, isAlive } from "../launcher/processes.mjs";
import type { Harness, Shown } from "../replicate/testing/harness.ts";
import { startHarness } from "../replicate/testing/harness.ts";
import { beginStorm, endStorm, holdAt, killAt } from "./disturb.ts";
import type { Stack } from "./stack.ts";

let emulator: Harness;
let part: ChildProcess;
/** A real emulator, and one process that stands for the container. */
let stack: Stack;
beforeAll(async () => {
  emulator = await startHarness();
});
beforeEach(async () => {
  await emulator.admin("reset", {});
  part = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"]);
  await once(part, "spawn");
  const pids = { launcher: 0, worker: null, workerd: [], replicate: null, stitcher: part.pid ?? 0 };
  stack = {
    origin: "",
    replicateOrigin: emulator.running.origin,
    stitcherOrigin: "",
    dataDir: "",
    pids,
    ended: new Promise(() => {}),
    stop: async () => {},
    kill: (_, signal) => void part.kill(signal),
    output: () => "",
  };
});
afterEach(() => void part.kill("SIGKILL"));
afterAll(() => emulator.close());

const IMAGEN = "google/imagen-4";
const fox = { prompt: "a fox" };
const made = async () => (await emulator.admin("predictions")) as Shown[];

describe("killAt", () => {
  it("kills while the moment is held, and lets go", async () => {
    const id = identify(part.pid ?? 0);
    const exited = once(part, "exit");
    const moment = { event: "create-booked", kind: "image", nth: 2 } as const;
    const { done } = await killAt(stack, moment, "stitcher", "SIGKILL");
    await emulator.create(IMAGEN, fox);
    expect(isAlive(id)).toBe(true);
    const created = emulator.create(IMAGEN, fox);
    const hit = await done;
    expect(hit).toMatchObject({ event: "create-booked", model: IMAGEN });
    expect((await created).id).toBe(hit.predictionId);
    await exited;
    expect(isAlive(id)).toBe(false);
  });

  it("can end the event there", async () => {
    const moment = { event: "create-received" } as const;
    const { done } = await killAt(stack, moment, "stitcher", "SIGKILL", { cut: true });
    const call = emulator.create(IMAGEN, fox);
    await expect(call).rejects.toThrow();
    await done;
    expect(await made()).toEqual([]);
  });

  it("says when the moment did not come, and kills nothing", async () => {
    const moment = { event: "completed" } as const;
    const { done } = await killAt(stack, moment, "stitcher", "SIGKILL", { withinMs: 1 });
    await expect(done).rejects.toThrow("It never came to this");
    expect(part.signalCode).toBeNull();
  });
});

it("holdAt lets go when it is told to, and knows whether it was too late", async () => {
  const { reached } = await holdAt(stack, { event: "create-received" });
  const created = emulator.create(IMAGEN, fox);
  const { hit, release } = await reached;
  expect(hit.event).toBe("create-received");
  expect(await made()).toEqual([]);
  expect(await release()).toBe(true);
  await created;
  expect(await release()).toBe(false);
});

it("a storm lasts from its begin to its end, and tells what it drew", async () => {
  await beginStorm(stack, { seed: "one", rates: { PA: 1 }, most: 9 });
  const { id } = await emulator.create(IMAGEN, fox);
  expect((await emulator.ended(id)).status).toBe("failed");
  expect(await endStorm(stack)).toMatchObject([{ model: IMAGEN, attempt: 1, faults: ["PA"] }]);
  const after = await emulator.create(IMAGEN, fox);
  expect((await emulator.ended(after.id)).status).toBe("succeeded");
});
