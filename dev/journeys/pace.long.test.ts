/** An account with little credit, and one with none: everything waits, says why, and arrives. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { startStack, type Stack } from "../harness/stack.ts";
import {
  createFilm,
  isFinished,
  jobsOf,
  ledger,
  look,
  send,
  SHORT_FILM,
  tellReplicate,
  untilProject,
} from "./client.ts";

const MINUTE = 60_000;

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ env: { TIME_SCALE: "0.05" } });
});
afterAll(() => stack.stop());

const Requests = z.array(
  z.object({
    seq: z.number(),
    method: z.string(),
    path: z.string(),
    status: z.number().nullable(),
  }),
);

/** How many creates were answered with this status. */
async function creates(status: number): Promise<number> {
  const response = await fetch(`${stack.replicateOrigin}/__emu/requests`);
  const entries = Requests.parse(await response.json());
  return entries.filter(
    (entry) =>
      entry.method === "POST" && /\/predictions$/.test(entry.path) && entry.status === status,
  ).length;
}

describe("an account that is out of credit", () => {
  it("is said on everything that waits, tried once at a time, and goes on by itself", async () => {
    await tellReplicate(stack, "settings", { credit: 0 });
    const { project } = await createFilm(stack, SHORT_FILM);
    const waiting = await untilProject(stack, project.id, "the word of it", ({ jobs }) =>
      jobs.every((job) => job.phase === "waiting_for_credit"),
    );
    expect(waiting.jobs.map((job) => job.status)).toEqual(waiting.jobs.map(() => "queued"));
    const before = await creates(402);
    await untilTrials(before + 2);
    const still = await look(stack, project.id);
    expect(still?.jobs.every((job) => job.phase === "waiting_for_credit")).toBe(true);
    await tellReplicate(stack, "settings", { credit: null });
    const done = await untilProject(stack, project.id, "the film", isFinished, 2 * MINUTE);
    expect(done.jobs.every((job) => job.status === "succeeded")).toBe(true);
    expect(done.jobs.every((job) => job.attemptCount === 1)).toBe(true);
    // Both jobs of the project were refused once; after that only one tries in each pause.
    expect(await creates(402)).toBeLessThanOrEqual(before + 4);
  });
});

async function untilTrials(count: number): Promise<void> {
  await expect.poll(() => creates(402), { timeout: MINUTE }).toBeGreaterThanOrEqual(count);
}

describe("an account at 6 creates a minute", () => {
  it("makes forty clips, none failed, and meanwhile a short film of another project", async () => {
    const made = await createFilm(stack, { ...SHORT_FILM, scene_count: 10, mode: "step" });
    const { id } = made.project;
    const ready = await untilProject(stack, id, "scenes and a portrait", (snapshot) => {
      return snapshot.scenes.length === 10 && snapshot.assets.length === 1;
    });
    const portrait = ready.characterReferences[0]?.id ?? "";
    await send(stack, "POST", `/api/projects/${id}/character_references/${portrait}/choose`);
    await tellReplicate(stack, "settings", { lowCredit: true });
    const paidBefore = (await ledger(stack)).length;
    const refusedBefore = await creates(429);
    const sceneIds = ready.scenes.map((scene) => scene.id);
    for (let takes = 0; takes < 4; takes++) {
      const jobs = { kind: "clip", scene_ids: sceneIds };
      expect((await send(stack, "POST", `/api/projects/${id}/jobs`, jobs)).status).toBe(202);
    }
    const small = await createFilm(stack, { ...SHORT_FILM, scene_count: 1 });
    await untilProject(stack, small.project.id, "the short film", isFinished, 2 * MINUTE);
    const meanwhile = jobsOf((await look(stack, id)) ?? ready, "clip");
    expect(meanwhile.filter((job) => job.status === "succeeded").length).toBeLessThan(20);

    const done = await untilProject(
      stack,
      id,
      "forty clips",
      (snapshot) => jobsOf(snapshot, "clip").every((job) => job.endedAt !== null),
      12 * MINUTE,
    );
    const clips = jobsOf(done, "clip");
    expect(clips.map((job) => job.status)).toEqual(Array.from({ length: 40 }, () => "succeeded"));
    expect(clips.every((job) => job.attemptCount === 1)).toBe(true);
    expect((await ledger(stack)).length - paidBefore).toBe(40 + 3);
    // The first burst, once each five minutes the trial of the usual pace, and few for bad timing.
    expect((await creates(429)) - refusedBefore).toBeLessThanOrEqual(20);
  });
});
