/**
 * The people of a storm: each makes one film, presses buttons twice, changes their mind, and asks again for
 * what failed, as often as a patient person would. What each does is decided by the seed alone.
 */
import { randomUUID } from "node:crypto";
import type { Job } from "../../workers/contracts/job.ts";
import { isTerminal } from "../../workers/contracts/job.ts";
import type { Snapshot } from "../../workers/contracts/live.ts";
import type { Stack } from "../harness/stack.ts";
import { createFilm, look, send } from "../journeys/client.ts";
import type { Chance } from "./chance.ts";

export type Person = {
  /** Which film of the storm, from 0. */
  index: number;
  projectId: string;
  /** Jobs that they canceled themselves. */
  canceled: Set<string>;
  retries: number;
  /** What they ended with; null while they go on. */
  end: "film" | "no film" | null;
};

const MOST_RETRIES = 4;
const MOST_SCENES = 3;

/** Begins film number `index`; the form is sent twice, as a double click does. */
export async function begin(stack: Stack, chance: Chance, index: number): Promise<Person> {
  const request = {
    idea: `Film ${index}: a fox brings a lantern over the frozen lake`,
    character_description: `A red fox, the ${index}th of its kind, with a green scarf`,
    scene_count: 1 + chance.pick(MOST_SCENES, "scenes", index),
    clip_length_s: 2,
    image_count: 1,
    generate_audio: chance.happens(0.5, "sound", index),
    video_model: "bytedance/seedance-1-lite",
  };
  const key = { "idempotency-key": `storm-${index}-${randomUUID()}` };
  const create = () => again(() => createFilm(stack, request, key));
  const [first, second] = await Promise.all([create(), create()]);
  if (first.project.id !== second.project.id) throw new Error(`Film ${index} was begun twice`);
  const projectId = first.project.id;
  return { index, projectId, canceled: new Set(), retries: 0, end: null };
}

/** One look at the film, and what this person does about what they see. */
export async function attend(stack: Stack, chance: Chance, person: Person): Promise<void> {
  const snapshot = await look(stack, person.projectId);
  if (snapshot === null) return;
  await maybeCancel(stack, chance, person, snapshot);
  if (snapshot.jobs.some((job) => !isTerminal(job.status))) return;
  if (snapshot.films.some((film) => film.assetId !== null)) {
    person.end = "film";
  } else if (person.retries < MOST_RETRIES) {
    person.retries += 1;
    await goOn(stack, person, snapshot);
  } else {
    person.end = "no film";
  }
}

/** One film in eight: its first clip is canceled while it runs. */
async function maybeCancel(
  stack: Stack,
  chance: Chance,
  { index, canceled, projectId }: Person,
  { jobs }: Snapshot,
): Promise<void> {
  if (canceled.size > 0 || !chance.happens(1 / 8, "cancel", index)) return;
  const clip = jobs.find((job) => job.kind === "clip" && job.status === "running");
  if (clip === undefined) return;
  canceled.add(clip.id);
  await press(stack, `/api/projects/${projectId}/jobs/${clip.id}/cancel`, {});
}

/** Asks again for what is missing; a clip that fails again and again is left out at last. */
async function goOn(stack: Stack, person: Person, snapshot: Snapshot): Promise<void> {
  const { project } = snapshot;
  const jobs = `/api/projects/${project.id}/jobs`;
  const isLastTry = person.retries === MOST_RETRIES;
  if (project.need === "retry_clips" && isLastTry) {
    await press(stack, jobs, { kind: "film", allow_missing: true });
  } else if (project.need === "retry_film" || project.need === "cut_film") {
    await press(stack, jobs, { kind: "film", allow_missing: isLastTry });
  } else {
    for (const job of failedLast(snapshot)) await press(stack, `${jobs}/${job.id}/retry`, {});
  }
}

/** Jobs that ended without a result and were not tried again. */
function failedLast({ jobs }: Snapshot): Job[] {
  const retried = new Set(jobs.map((job) => job.retryOf));
  return jobs.filter((job) => job.status !== "succeeded" && !retried.has(job.id));
}

/** Presses a button twice at once, with the key that the page gave the form. */
async function press(stack: Stack, path: string, body: unknown): Promise<void> {
  const key = { "idempotency-key": randomUUID() };
  const click = () => again(() => send(stack, "POST", path, body, key));
  await Promise.all([click(), click()]);
}

const TRIES = 240;

/** A Worker that was killed is back within a minute: the same request again, with its key. */
async function again<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      if (tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}
