/** What tests that kill things in the middle of a project have in common. */
import { expect } from "vitest";
import * as z from "zod";
import type { Job } from "../../workers/contracts/job.ts";
import type { Snapshot } from "../../workers/contracts/live.ts";
import type { Stack } from "../harness/stack.ts";
import { until } from "../harness/until.ts";
import { createFilm, ledger, send, SHORT_FILM, untilProject } from "./client.ts";

const Started = z.object({ jobs: z.array(z.object({ id: z.uuid() })).min(1) });

/** A project whose portrait is chosen and whose scenes are written, and in which nothing is at work. */
export async function prepareScenes(stack: Stack, count: number): Promise<Snapshot> {
  const film = { ...SHORT_FILM, scene_count: count, mode: "step" };
  const { project } = await createFilm(stack, film);
  const ready = await untilProject(stack, project.id, "scenes and a portrait", (snapshot) => {
    return snapshot.scenes.length === count && snapshot.assets.length === 1;
  });
  const portrait = ready.characterReferences[0]?.id ?? "";
  const url = `/api/projects/${project.id}/character_references/${portrait}/choose`;
  expect((await send(stack, "POST", url)).status).toBe(200);
  return ready;
}

/**
 * Starts one job, as a caller does who repeats the call under one key until it is answered: the
 * Worker may be killed before it can answer. Answers the job's id.
 */
export async function startJob(stack: Stack, projectId: string, body: object): Promise<string> {
  const headers = { "idempotency-key": crypto.randomUUID() };
  const answer = await until("an answer to the start of a job", 60_000, async () => {
    const url = `/api/projects/${projectId}/jobs`;
    const given = await send(stack, "POST", url, body, headers).catch(() => null);
    return given?.status === 202 ? given : null;
  });
  const { jobs } = Started.parse(answer.body);
  expect(jobs).toHaveLength(1);
  return jobs[0]?.id ?? "";
}

export function jobOf(snapshot: Snapshot, id: string): Job | undefined {
  return snapshot.jobs.find((job) => job.id === id);
}

/**
 * One prediction an attempt, and one that is billed a job. A model that could not fetch the portrait
 * while the Worker was down fails unbilled and is tried again: that attempt is in the ledger as not billed.
 */
export async function expectPaidOnce(stack: Stack, jobs: number): Promise<void> {
  const entries = await ledger(stack);
  expect(new Set(entries.map((entry) => entry.nonce)).size).toBe(entries.length);
  expect(entries.filter((entry) => entry.state === "billed")).toHaveLength(jobs);
  expect(entries.every((entry) => entry.state !== "open")).toBe(true);
}
