/** What must hold of a project at every moment, whatever happened before. Each throws when it does not. */
import { isTerminal } from "../../contracts/job.ts";
import { currentAttempt, isLive } from "../jobs.ts";
import { isBeingSaved } from "../leftovers.ts";
import { type Attempt, Draft, type JobRecord } from "../state.ts";
import { isOver } from "./provider.ts";
import type { World } from "./world.ts";

/** Attempts that a job may have at most: the first, and what the retry policy allows of each kind. */
const MOST_ATTEMPTS = 1 + 2 + 3 + 1 + 1 + 1;
/** A film's containers may die, which is no attempt of its own. */
const MOST_ROWS = MOST_ATTEMPTS + 13;

/** Jobs that have ended, with how, as they were seen before. */
export type Ended = Map<string, JobRecord["status"]>;

export function checkRules(world: World, endedBefore: Ended): void {
  for (const job of world.state.jobs.values()) {
    const before = endedBefore.get(job.id);
    must(before === undefined || before === job.status, "an ended job never moves", job);
    if (isTerminal(job.status)) endedBefore.set(job.id, job.status);
    else mustGoOn(world, job);
    mustBeBounded(world, job);
  }
  for (const attempt of world.state.attempts.values()) mustBeLookedAfter(world, attempt);
  mustBePaidOnce(world);
  mustBeCosted(world);
  mustChoose(world);
  mustBeNumbered(world);
}

/** A job that is not over has a deadline, and something that brings it on before. */
function mustGoOn(world: World, job: JobRecord): void {
  const { id } = job;
  const deadlineAt = world.wakeups.get(`deadline:${id}`)?.dueAt;
  must(deadlineAt === job.deadlineAt, "a job has its deadline", [job, deadlineAt]);
  const attempt = currentAttempt(new Draft(world.state, world.context), job);
  if (job.status === "queued") {
    must(isAt(world, "submit", id), "a queued job is to be submitted", job);
    must(job.deadlineAt === job.queueDeadlineAt, "and has its time to wait", job);
    return;
  }
  must(attempt !== undefined, "an attempt carries the job", job);
  if (attempt === undefined) return;
  if (job.status === "ingesting") must(isBeingSaved(world.state, attempt), "it is saved", job);
  else must(isLive(attempt) && attempt.status !== "canceling", "its attempt is alive", job);
}

/** Whatever runs, costs or is being saved is asked about, also when its job is over. */
function mustBeLookedAfter(world: World, attempt: Attempt): void {
  const isAwaited = (...kinds: string[]) => kinds.some((kind) => isAt(world, kind, attempt.id));
  if (isLive(attempt)) {
    must(isAwaited("poll", "reconcile", "start_film"), "a live attempt is asked about", attempt);
  }
  if (isBeingSaved(world.state, attempt)) {
    must(isAwaited("ingest", "check"), "an output on its way is saved or checked", attempt);
    must(
      attempt.late === null || isAwaited("late"),
      "a late one is not waited for for ever",
      attempt,
    );
  }
  const prediction = world.provider.find(attempt.predictionId);
  const job = world.state.jobs.get(attempt.jobId);
  if (prediction === undefined || isOver(prediction) || job === undefined) return;
  const isGivenUp = attempt.endedAt !== null && world.now - attempt.startedAt > 3_600_000;
  must(isLive(attempt) || isGivenUp, "a prediction at work is not forgotten", attempt);
  const isToStop = attempt.status === "canceling";
  must(!isTerminal(job.status) || isToStop || isGivenUp, "an unwanted one is stopped", attempt);
  const isTold = world.told.has(attempt.id) || isAwaited("cancel");
  must(!isToStop || isTold, "and told so", attempt);
}

/** Work for it stands in the outbox or among the wakeups, or is being done. */
function isAt(world: World, kind: string, id: string): boolean {
  const key = `${kind}:${id}`;
  return (
    world.effects.has(key) ||
    world.wakeups.has(key) ||
    world.flights.some((flight) => flight.key === key)
  );
}

function mustBeBounded(world: World, job: JobRecord): void {
  const rows = [...world.state.attempts.values()].filter(({ jobId }) => jobId === job.id);
  must(job.attemptCount <= MOST_ATTEMPTS, "attempts are bounded", job);
  must(rows.length <= MOST_ROWS, "so are the rows", job);
  const open = rows.filter((each) => isLive(each) && each.status !== "canceling");
  must(open.length <= 1, "one attempt at a time", job);
}

/** No prediction serves two attempts, and no attempt made two predictions. */
function mustBePaidOnce(world: World): void {
  const attempts = [...world.state.attempts.values()];
  const held = attempts.flatMap(({ predictionId }) => predictionId ?? []);
  must(new Set(held).size === held.length, "a prediction has one attempt", held);
  const makers = world.provider.predictions.map(({ attemptId }) => attemptId);
  must(new Set(makers).size === makers.length, "one call for each attempt", makers);
  const nonces = attempts.map(({ nonce }) => nonce);
  must(new Set(nonces).size === nonces.length, "each with a nonce of its own", nonces);
}

/** Every attempt that was or may have been billed is counted, and counted once. */
function mustBeCosted(world: World): void {
  const { project, attempts, jobs } = world.state;
  const billed = [...attempts.values()].filter((attempt) => attempt.billed !== "no");
  const sum = billed.reduce((all, { estimateUsd }) => all + estimateUsd, 0);
  must(Math.abs((project?.spentUsd ?? 0) - sum) < 0.001, "the costs add up", [project, billed]);
  for (const job of jobs.values()) {
    const own = [...attempts.values()].filter(({ jobId }) => jobId === job.id);
    const most = own.some((each) => each.billed === "yes")
      ? "yes"
      : own.some((each) => each.billed === "perhaps")
        ? "perhaps"
        : "no";
    must(job.billed === most, "a job is billed as its attempts are", [job, own]);
  }
  for (const attempt of attempts.values()) {
    const isRunning = attempt.status === "canceling" || attempt.outputUrl !== null;
    must(!isRunning || attempt.billed !== "no", "what may cost is counted", attempt);
  }
}

/** A scene has a chosen take exactly when there is one that nobody canceled, or a chosen one. */
function mustChoose(world: World): void {
  const { scenes, clips, jobs, assets } = world.state;
  for (const scene of scenes.values()) {
    const takes = [...clips.values()].filter(({ sceneId }) => sceneId === scene.id);
    const chosen = takes.find(({ id }) => id === scene.selectedClipId);
    must((scene.selectedClipId === null) === (chosen === undefined), "the take is here", scene);
    must(chosen === undefined || chosen.assetId !== null, "a chosen take is ready", chosen);
    const wanted = takes.filter(
      ({ assetId, jobId }) => assetId !== null && jobs.get(jobId)?.status !== "canceled",
    );
    must(wanted.length === 0 || chosen !== undefined, "a ready take is chosen", [scene, wanted]);
  }
  for (const { assetId } of clips.values()) {
    must(assetId === null || assets.has(assetId), "a take's file is an asset", assetId);
  }
}

/** Scenes are numbered without gaps, and each is in the film or out of it. Every take has a scene. */
function mustBeNumbered(world: World): void {
  const { clips } = world.state;
  const scenes = [...world.state.scenes.values()];
  const numbers = scenes.map(({ number }) => number).sort((a, b) => a - b);
  must(
    numbers.every((number, index) => number === index + 1),
    "numbers have no gaps",
    numbers,
  );
  const removed = [...world.state.removedScenes.values()].map(({ scene }) => scene);
  const all = new Set([...scenes, ...removed].map(({ id }) => id));
  must(all.size === scenes.length + removed.length, "a scene is there once", removed);
  for (const clip of clips.values()) must(all.has(clip.sceneId), "a take keeps its scene", clip);
}

/** At the end, when everything was answered and nothing is due any more. */
export function checkEnd(world: World): void {
  for (const job of world.state.jobs.values()) {
    must(isTerminal(job.status), "every job ends", job);
    const isExplained = job.status === "succeeded" || job.error !== null;
    must(isExplained, "with a reason", job);
  }
  for (const attempt of world.state.attempts.values()) {
    must(!isLive(attempt), "every attempt ends", attempt);
    must(!isBeingSaved(world.state, attempt), "nothing is left half saved", attempt);
  }
  for (const prediction of world.provider.predictions) {
    if (prediction.status !== "succeeded") continue;
    const attempts = [...world.state.attempts.values()];
    const attempt = attempts.find(({ predictionId }) => predictionId === prediction.id);
    must(attempt !== undefined && attempt.billed !== "no", "what was paid is counted", [
      prediction,
      attempt,
    ]);
    if (attempt !== undefined) mustBeUsed(world, attempt);
  }
  const { project } = world.state;
  if (project === null || project.deletedAt !== null || project.mode === "manual") return;
  const isDone = project.station === "finished" || project.need !== null;
  must(isDone, "a project is finished, or asks for something", project);
}

/** What was paid for is an asset, or it is said why it is none. */
function mustBeUsed(world: World, attempt: Attempt): void {
  const { assets, jobs, project } = world.state;
  const job = jobs.get(attempt.jobId);
  if (attempt.outputUrl === null || project?.deletedAt !== null || job === undefined) return;
  if (assets.has(attempt.assetId) || attempt.late?.stage === "lost") return;
  const isAtFault = job.status === "failed" && (attempt.endedAt ?? 0) <= (job.endedAt ?? 0);
  must(isAtFault && attempt.late === null, "what was paid for is used", [attempt, job]);
}

function must(holds: boolean, rule: string, of: unknown): void {
  if (!holds) throw new Error(`Broken: ${rule}. ${JSON.stringify(of, null, 1)}`);
}
