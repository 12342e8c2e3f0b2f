/** Breaking things in the middle of a film: it still arrives, and nothing is paid twice. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startStack, type Stack } from "../harness/stack.ts";
import { createFilm, isFinished, jobsOf, ledger, SHORT_FILM, untilProject } from "./client.ts";

let scratch = "";
let stack: Stack | null = null;
beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), "edgereel-broken-"));
});
afterEach(async () => {
  await stack?.stop();
  stack = null;
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

/** The same data each time, as after a crash. */
async function start(): Promise<Stack> {
  stack = await startStack({ env: { TIME_SCALE: "0.1" }, dataDir: path.join(scratch, "data") });
  return stack;
}

/**
 * One prediction an attempt, and one that is billed a job. A model that could not fetch the portrait
 * while the Worker was down fails unbilled and is tried again: that attempt is in the ledger as not billed.
 */
async function expectPaidOnce(at: Stack, count: number): Promise<void> {
  const entries = await ledger(at);
  expect(new Set(entries.map((entry) => entry.nonce)).size).toBe(entries.length);
  expect(entries.filter((entry) => entry.state === "billed")).toHaveLength(count);
  expect(entries.every((entry) => entry.state !== "open")).toBe(true);
}

const PAID = 1 + 1 + 2;

async function untilShooting(at: Stack, id: string): Promise<void> {
  await untilProject(at, id, "a clip running", (snapshot) =>
    jobsOf(snapshot, "clip").some((job) => job.status === "running"),
  );
}

describe("in the middle of clips", () => {
  it("survives SIGKILL of the Worker, of the offline Replicate and of the container", async () => {
    const at = await start();
    const { project } = await createFilm(at, SHORT_FILM);
    await untilShooting(at, project.id);
    at.kill("workerd", "SIGKILL");
    at.kill("replicate", "SIGKILL");
    at.kill("stitcher", "SIGKILL");
    await untilProject(at, project.id, "the film after three kills", isFinished, 150_000);
    await expectPaidOnce(at, PAID);
  });

  it("goes on after SIGTERM of everything and a new start", async () => {
    const before = await start();
    const { project } = await createFilm(before, SHORT_FILM);
    await untilShooting(before, project.id);
    before.kill("launcher", "SIGTERM");
    await before.ended;
    const after = await start();
    await untilProject(after, project.id, "the film after a restart", isFinished, 150_000);
    await expectPaidOnce(after, PAID);
  });

  it("goes on after SIGKILL of everything, and of the container while it cuts", async () => {
    const before = await start();
    const { project } = await createFilm(before, SHORT_FILM);
    await untilShooting(before, project.id);
    before.kill("launcher", "SIGKILL");
    await before.ended;
    const after = await start();
    await untilProject(after, project.id, "the film being cut", (snapshot) =>
      jobsOf(snapshot, "film").some((job) => job.status !== "queued"),
    );
    after.kill("stitcher", "SIGKILL");
    const done = await untilProject(after, project.id, "the film", isFinished, 150_000);
    expect(jobsOf(done, "film")).toHaveLength(1);
    await expectPaidOnce(after, PAID);
  });
});
