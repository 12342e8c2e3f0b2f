/**
 * What has to hold once a storm is over, looked at from outside: the offline Replicate's books, the API,
 * and the bucket. Each broken rule is one sentence that names the film.
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as z from "zod";
import { isTerminal } from "../../workers/contracts/job.ts";
import type { Snapshot } from "../../workers/contracts/live.ts";
import type { Stack } from "../harness/stack.ts";
import type { Person } from "./people.ts";
import { UNUSABLE } from "./weather.ts";

const run = promisify(execFile);

/** One prediction of the books, with the job that its webhook names. */
export type Booked = {
  id: string;
  job: string;
  nonce: string;
  status: string;
  faults: string[];
  state: "open" | "billed" | "not_billed";
};

const Ledger = z.object({
  entries: z.array(z.object({ predictionId: z.string(), state: z.string() })),
});
const Predictions = z.array(
  z.object({
    id: z.string(),
    status: z.string(),
    faults: z.array(z.string()),
    webhook: z.nullish(z.string()),
  }),
);

export async function books({ replicateOrigin }: Stack): Promise<Booked[]> {
  const read = async (name: string): Promise<unknown> =>
    (await fetch(`${replicateOrigin}/__emu/${name}`)).json();
  const { entries } = Ledger.parse(await read("ledger"));
  const states = new Map(entries.map((entry) => [entry.predictionId, entry.state]));
  return Predictions.parse(await read("predictions")).map((prediction) => {
    const query = new URL(prediction.webhook ?? "http://none.invalid").searchParams;
    return {
      id: prediction.id,
      job: query.get("job") ?? "",
      nonce: query.get("nonce") ?? "",
      status: prediction.status,
      faults: prediction.faults,
      state: (states.get(prediction.id) ?? "open") as Booked["state"],
    };
  });
}

/** Every job has ended, with a reason where it has no result; what it made is named. */
export function brokenJobs({ index }: Person, { jobs }: Snapshot): string[] {
  return jobs.flatMap((job) => {
    const name = `film ${index}: the ${job.kind} ${job.id}`;
    if (!isTerminal(job.status)) return [`${name} is ${job.status} for ever`];
    const needsReason = job.status === "failed" && (job.error?.message ?? "").trim() === "";
    return needsReason ? [`${name} failed without a reason`] : [];
  });
}

/** Nothing is paid twice, and nothing that was paid is told as free. */
export function brokenPayments(
  { index }: Person,
  { jobs }: Snapshot,
  booked: readonly Booked[],
): string[] {
  return jobs.flatMap((job) => {
    const name = `film ${index}: the ${job.kind} ${job.id}`;
    const own = booked.filter((each) => each.job === job.id);
    const billed = own.filter((each) => each.state === "billed");
    const useful = billed.filter(isUsable);
    const broken: string[] = [];
    if (own.length > job.attemptCount) {
      broken.push(`${name} has ${own.length} predictions for ${job.attemptCount} attempts`);
    }
    if (useful.length > 1) broken.push(`${name} was paid for ${useful.length} times`);
    if (billed.length > 0 && job.billed === "no" && job.estimateUsd > 0) {
      broken.push(`${name} was paid for and says that it was not`);
    }
    if (own.some((each) => each.state === "open")) broken.push(`${name} has an open prediction`);
    return broken;
  });
}

/** Each nonce was used for one prediction. */
export function brokenNonces(booked: readonly Booked[]): string[] {
  const counts = new Map<string, number>();
  for (const { nonce } of booked) counts.set(nonce, (counts.get(nonce) ?? 0) + 1);
  return [...counts].flatMap(([nonce, count]) =>
    count === 1 ? [] : [`the attempt ${nonce} made ${count} predictions`],
  );
}

/** What was paid for and could be kept is kept, unless its person canceled it. */
export async function brokenOutputs(
  stack: Stack,
  { index, canceled }: Person,
  snapshot: Snapshot,
  booked: readonly Booked[],
): Promise<string[]> {
  const broken: string[] = [];
  for (const job of snapshot.jobs) {
    if (job.kind === "script" || job.kind === "film" || canceled.has(job.id)) continue;
    const isPaid = booked.some(
      (each) => each.job === job.id && each.state === "billed" && isUsable(each),
    );
    const target = [...snapshot.clips, ...snapshot.characterReferences].find(
      (each) => each.id === job.targetId,
    );
    if (isPaid && (target?.assetId ?? null) === null) {
      broken.push(`film ${index}: the ${job.kind} ${job.id} was paid for and is lost`);
    }
  }
  for (const asset of snapshot.assets) {
    const url = `${stack.origin}/api/projects/${snapshot.project.id}/assets/${asset.id}`;
    const response = await fetch(url, { method: "HEAD" });
    const bytes = Number(response.headers.get("content-length"));
    if (response.status !== 200 || bytes !== asset.bytes) {
      broken.push(`film ${index}: the file ${asset.id} is not there (${response.status})`);
    }
  }
  return broken;
}

/** A project with any clip ends with a film, and the film decodes to its end. */
export async function brokenFilm(
  stack: Stack,
  { index }: Person,
  { project, clips, films, jobs }: Snapshot,
): Promise<string[]> {
  const film = films.findLast((each) => each.assetId !== null);
  if (film === undefined) {
    const hasClip = clips.some((clip) => clip.assetId !== null);
    const last = jobs.findLast(({ kind }) => kind === "film")?.error?.message ?? "none was begun";
    return hasClip ? [`film ${index} has clips and no film: ${last}`] : [];
  }
  const url = `${stack.origin}/api/projects/${project.id}/assets/${film.assetId}`;
  const ffmpeg = process.env["FFMPEG_PATH"] ?? "ffmpeg";
  try {
    await run(ffmpeg, ["-v", "error", "-nostdin", "-xerror", "-i", url, "-f", "null", "-"]);
    return [];
  } catch {
    return [`film ${index} does not decode`];
  }
}

/** Every object is named by a row, and every row of a file has its object. */
export function brokenObjects(snapshots: readonly Snapshot[], keys: readonly string[]): string[] {
  const kept = new Set(keys.flatMap((key) => assetIdIn(key) ?? []));
  const named = new Set(snapshots.flatMap(({ assets }) => assets.map(({ id }) => id)));
  const orphans = [...kept].filter((id) => !named.has(id));
  const missing = [...named].filter((id) => !kept.has(id));
  return [
    ...orphans.map((id) => `the object ${id} belongs to nothing`),
    ...missing.map((id) => `the file ${id} has no object`),
    ...keys.filter((key) => key.includes("/parts/")).map((key) => `the part ${key} was left`),
  ];
}

/** A page that listened all the time shows what a page shows that is opened now. */
export function brokenView({ index }: Person, snapshot: Snapshot, view: Snapshot): string[] {
  const shown = (each: Snapshot) => JSON.stringify(inOrder(each));
  return shown(view) === shown(snapshot) ? [] : [`film ${index}: a page shows an old state`];
}

/** Rows of a view are in the order in which they came. */
function inOrder(snapshot: Snapshot): unknown {
  const entries = Object.entries(snapshot).map(([name, value]) => [
    name,
    Array.isArray(value)
      ? [...(value as { id: string }[])].sort((a, b) => a.id.localeCompare(b.id))
      : value,
  ]);
  return Object.fromEntries(entries) as unknown;
}

function isUsable({ status, faults }: Booked): boolean {
  return status === "succeeded" && !faults.some((fault) => UNUSABLE.includes(fault));
}

/** As workers/media/keys.ts makes them; null for a key of anything else. */
function assetIdIn(key: string): string | null {
  return /^w\/[^/]+\/assets\/([0-9a-f-]{36})$/.exec(key)?.[1] ?? null;
}
