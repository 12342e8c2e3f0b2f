/** Breaking things in the middle of a film: it still arrives, and nothing is paid twice. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startStack, type Stack } from "../harness/stack.ts";
import {
  createFilm,
  isFinished,
  jobsOf,
  SHORT_FILM,
  untilProject,
  untilShooting,
} from "./client.ts";
import { expectBilled } from "./paid.ts";

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

const PAID = 1 + 1 + 2;

describe("in the middle of clips", () => {
  it("survives SIGKILL of the Worker, of the offline Replicate and of the container", async () => {
    const at = await start();
    const { project } = await createFilm(at, SHORT_FILM);
    await untilShooting(at, project.id);
    at.kill("workerd", "SIGKILL");
    at.kill("replicate", "SIGKILL");
    at.kill("stitcher", "SIGKILL");
    await untilProject(at, project.id, "the film after three kills", isFinished, 150_000);
    await expectBilled(at, PAID);
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
    await expectBilled(after, PAID);
  });
});
