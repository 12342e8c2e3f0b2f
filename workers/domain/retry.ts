/** Trying again what failed or was canceled: a new job for the same thing, with what is to be different. */
import { fail, ok, type Result } from "../contracts/errors.ts";
import type { RetryJob } from "../contracts/requests.ts";
import { addFilmOf } from "./cutting.ts";
import { addPortrait, addScript, addTakeOf, takeOrder } from "./making.ts";
import { cut } from "./people.ts";
import { alreadyRunning, noSuch } from "./refusals.ts";
import { changeFirst, isRefused } from "./refused.ts";
import { seeded } from "./seeds.ts";
import { addRewrite, isScriptAtWork, rewriteAgain } from "./rewrite.ts";
import type { Draft, JobRecord } from "./state.ts";
import { variationAgain } from "./vary.ts";

/** A terminal job never moves, and has one successor: asked for twice, it is the same. */
export function retry(draft: Draft, jobId: string, input: RetryJob = {}): Result<JobRecord> {
  const job = draft.get("jobs", jobId);
  if (job === undefined) return noSuch("job");
  if (job.status !== "failed" && job.status !== "canceled") {
    return fail("conflict", "Only work that failed or was canceled can be tried again.");
  }
  const newer = draft.list("jobs").find((each) => each.retryOf === jobId);
  if (newer !== undefined) return ok(newer);
  if (input.generateAudio !== undefined && job.kind !== "clip") {
    return fail("invalid_request", "Only a clip is made with sound. Leave generate_audio out.");
  }
  switch (job.kind) {
    case "character":
      return drawAgain(draft, job, input);
    case "script":
      return writeAgain(draft, job, input);
    case "clip":
      return shootAgain(draft, job, input);
    case "film":
      return input.model === undefined
        ? cutAgain(draft, job)
        : fail("invalid_request", "A film is cut without a model. Leave model out.");
    default:
      return job.kind satisfies never;
  }
}

/** Programs word their orders themselves: trying again is the same order again. */
function ownOrder({ project }: Draft, { order }: JobRecord): JobRecord["order"] {
  return project.mode === "manual" ? order : null;
}

function drawAgain(draft: Draft, job: JobRecord, input: RetryJob): Result<JobRecord> {
  const reference = draft.list("characterReferences").find((each) => each.jobId === job.id);
  if (reference === undefined) return noSuch("portrait");
  const { project, context } = draft;
  const own = ownOrder(draft, job);
  const order =
    own?.kind === "character"
      ? own
      : variationAgain(
          context.planner.portraitOrder(project, reference.seed),
          job.order?.kind === "character" ? job.order.reference : null,
        );
  const model = input.model ?? project.settings.imageModel;
  if (isRefused(draft, order, model)) return changeFirst("this character");
  return addPortrait(draft, reference.option, order, job.id, model);
}

function writeAgain(draft: Draft, job: JobRecord, input: RetryJob): Result<JobRecord> {
  if (isScriptAtWork(draft)) return alreadyRunning("The scenes are being written");
  const { project, context } = draft;
  const model = input.model ?? project.settings.textModel;
  if (job.targetId !== null) {
    const again = rewriteAgain(draft, job);
    if (again === null) return noSuch("scene");
    if (isRefused(draft, again, model)) return changeFirst("this scene");
    return addRewrite(draft, again, job.id, model);
  }
  const own = ownOrder(draft, job);
  const order = own?.kind === "script" ? own : context.planner.scriptOrder(project);
  if (isRefused(draft, order, model)) return changeFirst("this idea");
  return addScript(draft, order, job.id, model);
}

function shootAgain(draft: Draft, job: JobRecord, input: RetryJob): Result<JobRecord> {
  const clip = draft.list("clips").find((each) => each.jobId === job.id);
  const scene = clip === undefined ? undefined : draft.get("scenes", clip.sceneId);
  if (scene === undefined) return noSuch("scene");
  if (clip?.own != null) {
    return fail("conflict", "This take was uploaded. Choose the file again, or shoot a take.");
  }
  const own = ownOrder(draft, job);
  const { settings } = draft.project;
  const model = input.model ?? settings.videoModel;
  const asked = own?.kind === "clip" ? own : seeded(draft, takeOrder(draft, scene), model);
  const { generateAudio = asked.generateAudio } = input;
  const order = { ...asked, generateAudio };
  if (isRefused(draft, order, model)) return changeFirst(`scene ${scene.number}`);
  if (input.model !== undefined) {
    const planned = draft.context.planner.clip(order, model);
    if (!planned.ok) return planned;
  }
  return ok(addTakeOf(draft, scene, order, job.id, model));
}

function cutAgain(draft: Draft, job: JobRecord): Result<JobRecord> {
  const own = ownOrder(draft, job);
  if (own?.kind === "film") return ok(addFilmOf(draft, own, [], job.id));
  const film = draft.list("films").find((each) => each.jobId === job.id);
  const options = (job.order?.kind === "film" ? job.order.options : null) ?? undefined;
  const allowMissing = (film?.missingScenes.length ?? 0) > 0;
  const jobs = cut(draft, allowMissing, options, job.id);
  if (!jobs.ok) return jobs;
  const [added] = jobs.value;
  return added === undefined ? noSuch("film") : ok(added);
}
