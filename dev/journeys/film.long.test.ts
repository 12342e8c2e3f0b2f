/** Films that come although their news or their order come twice, or the app is stopped meanwhile. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startStack, type Stack } from "../harness/stack.ts";
import {
  createFilm,
  isFinished,
  ledger,
  SHORT_FILM,
  tellReplicate,
  untilProject,
  untilShooting,
} from "./client.ts";
import { expectBilled, paidOnce } from "./paid.ts";

let stack: Stack;
let paidBefore = 0;
beforeAll(async () => {
  stack = await startStack({ env: { TIME_SCALE: "0.1" } });
});
afterAll(() => stack.stop());
beforeEach(async () => {
  await tellReplicate(stack, "settings", { duplicateWebhooks: false, reverseWebhooks: false });
  paidBefore = (await ledger(stack)).length;
});

describe("a film", () => {
  it("is the same when every webhook comes twice and in reverse", async () => {
    const noisy = { duplicateWebhooks: true, reverseWebhooks: true };
    await tellReplicate(stack, "settings", noisy);
    const made = await createFilm(stack, SHORT_FILM);
    const done = await untilProject(stack, made.project.id, "the film", isFinished);
    expect(await paidOnce(stack, paidBefore)).toBe(1 + 1 + 2);
    expect(done.jobs.map((job) => job.attemptCount)).toEqual(done.jobs.map(() => 1));
    expect(done.clips).toHaveLength(2);
  });

  it("comes from one project however often its call is repeated", async () => {
    const key = { "idempotency-key": `test-${Date.now()}` };
    const [first, second] = await Promise.all([
      createFilm(stack, SHORT_FILM, key),
      createFilm(stack, SHORT_FILM, key),
    ]);
    expect(second.project.id).toBe(first.project.id);
    await untilProject(stack, first.project.id, "the film", isFinished);
    expect(await paidOnce(stack, paidBefore)).toBe(1 + 1 + 2);
  });

  it("goes on after SIGTERM of everything and a new start", async () => {
    const scratch = mkdtempSync(path.join(tmpdir(), "edgereel-restart-"));
    const start = () => {
      return startStack({ env: { TIME_SCALE: "0.1" }, dataDir: path.join(scratch, "data") });
    };
    const before = await start();
    const { project } = await createFilm(before, SHORT_FILM);
    await untilShooting(before, project.id);
    await before.stop();
    expect(await before.ended).toEqual({ code: 0, signal: null });
    const after = await start();
    try {
      await untilProject(after, project.id, "the film after a restart", isFinished, 150_000);
      await expectBilled(after, 1 + 1 + 2);
    } finally {
      await after.stop();
      rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
    }
  });
});
