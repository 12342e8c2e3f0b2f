/** Everything a project page's forms can ask for: an intent's name, its parsing, its command. */
import * as z from "zod";
import type { ErrorBody } from "../../workers/contracts/errors.ts";
import type { Gateway } from "../../workers/contracts/gateway.ts";
import { LIMITS } from "../../workers/contracts/limits.ts";
import { EditScene, RetryJob, StartJobs, UpdateProject } from "../../workers/contracts/requests.ts";
import { FILM_INTENTS, filmCandidate, sendFilm } from "./film-intents.server.ts";
import { PLAN_INTENTS, planCandidate, planIssue, sendPlan } from "./film-plan.server.ts";
import { FORM_FIELDS } from "./outcome.ts";
import { sendTake, takeCandidate, takeIntents } from "./take-intents.server.ts";
import {
  isStudioIntent,
  sendStudio,
  STUDIO_INTENTS,
  studioAnchor,
  studioCandidate,
} from "./studio-intents.server.ts";
import { clearableTextOf, defined, numberOf, textOf } from "./read-form.server.ts";
import { carryOutOnShell, SHELL_INTENTS } from "./shell-intents.server.ts";

const id = z.uuid("That id is not one of ours. Reload the page and try again.");

const retryJobIds = z.array(id).max(LIMITS.portraits * 2);

const Intent = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("choose-character"), characterReferenceId: id }),
  z.object({ intent: z.literal("retry"), jobId: id, change: RetryJob }),
  z.object({ intent: z.literal("cancel"), jobId: id }),
  z.object({ intent: z.literal("start"), jobs: StartJobs }),
  ...SHELL_INTENTS,
  // The last two may try jobs again once the words are saved.
  z.object({ intent: z.literal("edit-scene"), sceneId: id, change: EditScene, retryJobIds }),
  z.object({ intent: z.literal("edit-project"), change: UpdateProject, retryJobIds }),
  ...takeIntents,
  ...STUDIO_INTENTS,
  ...FILM_INTENTS,
  ...PLAN_INTENTS,
]);
export type Intent = z.output<typeof Intent>;

/** The intent in a form; a fault names the field it is about. */
export function parseIntent(
  form: FormData,
): { ok: true; intent: Intent } | { ok: false; issues: Issue[] } {
  const parsed = Intent.safeParse(candidate(form));
  if (parsed.success) return { ok: true, intent: parsed.data };
  // Fields of `jobs`, `change` and `scene` are flat in the form, so their faults are too.
  const issues = parsed.error.issues.map((issue) =>
    issue.path[0] === "plan" ? planIssue(issue.path.slice(1)) : flat(issue),
  );
  return { ok: false, issues };
}

type Issue = { path: PropertyKey[]; message: string };

function flat(issue: Issue): Issue {
  return {
    path: ["jobs", "change", "scene"].includes(String(issue.path[0]))
      ? issue.path.slice(1)
      : issue.path,
    message:
      issue.path[0] === "intent"
        ? "This button is not known here. Reload the page and try again."
        : issue.message,
  };
}

function candidate(form: FormData): unknown {
  const intent = textOf(form, FORM_FIELDS.intent);
  switch (intent) {
    case "start":
      return { intent, jobs: startCandidate(form) };
    case "edit-scene":
      return {
        intent,
        sceneId: textOf(form, "sceneId"),
        change: defined({
          description: clearableTextOf(form, "description"),
          negativeDescription: clearableTextOf(form, "negativeDescription"),
          lengthS: numberOf(form, "lengthS"),
          version: numberOf(form, "version"),
        }),
        retryJobIds: retried(form),
      };
    case "edit-project":
      return {
        intent,
        change: defined({
          title: clearableTextOf(form, "title"),
          mode: textOf(form, "mode"),
          idea: clearableTextOf(form, "idea"),
          characterDescription: clearableTextOf(form, "characterDescription"),
          was: clearableTextOf(form, "was"),
        }),
        retryJobIds: retried(form),
      };
    case "retry":
      return {
        intent,
        jobId: textOf(form, "jobId"),
        change: defined({
          model: textOf(form, "model"),
          generateAudio: form.get("generateAudio") === "no" ? false : undefined,
        }),
      };
    default:
      return (
        takeCandidate(intent, form) ??
        studioCandidate(intent, form) ??
        filmCandidate(intent, form) ??
        planCandidate(intent, form) ?? {
          intent,
          characterReferenceId: textOf(form, "characterReferenceId"),
          jobId: textOf(form, "jobId"),
        }
      );
  }
}

function retried(form: FormData): FormDataEntryValue[] {
  return form.has(FORM_FIELDS.again) ? form.getAll(FORM_FIELDS.retryJobId) : [];
}

function startCandidate(form: FormData): unknown {
  const kind = textOf(form, "kind");
  const sceneIds = form.getAll("sceneId");
  return defined({
    kind,
    count: kind === "character" ? numberOf(form, "count") : undefined,
    sceneIds: kind === "clip" && sceneIds.length > 0 ? sceneIds : undefined,
    allowMissing: kind === "film" ? form.get("allowMissing") === "yes" : undefined,
  });
}

/** Carries an intent out. Null when it was accepted, else why not. */
export async function carryOut(
  gateway: Gateway,
  projectId: string,
  intent: Intent,
  key: string,
): Promise<ErrorBody | null> {
  const result = await send(gateway, projectId, intent, key);
  if (!result.ok) return result.error;
  for (const [index, jobId] of ("retryJobIds" in intent ? intent.retryJobIds : []).entries()) {
    // A key of its own: it is another command.
    const again = await gateway.retryJob(projectId, jobId, {}, `${key}.${index}`);
    if (!again.ok) return again.error;
  }
  return null;
}

function send(gateway: Gateway, projectId: string, intent: Intent, key: string) {
  if (isStudioIntent(intent)) return sendStudio(gateway, projectId, intent, key);
  switch (intent.intent) {
    case "choose-character":
      return gateway.chooseCharacter(projectId, intent.characterReferenceId);
    case "retry":
      return gateway.retryJob(projectId, intent.jobId, intent.change, key);
    case "cancel":
      return gateway.cancelJob(projectId, intent.jobId);
    case "start":
      return gateway.startJobs(projectId, intent.jobs, key);
    case "edit-scene":
      return gateway.editScene(projectId, intent.sceneId, intent.change);
    case "edit-project":
      return gateway.updateProject(projectId, intent.change, key);
    case "select-take":
    case "shoot-take":
    case "trim-clip":
      return sendTake(gateway, projectId, intent, key);
    case "publish-film":
      return sendFilm(gateway, projectId, intent);
    case "plan-film":
      return sendPlan(gateway, projectId, intent, key);
    case "stop-all":
    case "restore":
      return carryOutOnShell(gateway, projectId, intent, key);
  }
}

/** Where the page returns to without scripts: the station the form belongs to. */
export function anchorOf(intent: Intent): string {
  if (isStudioIntent(intent)) return studioAnchor(intent);
  switch (intent.intent) {
    case "choose-character":
      return "#character";
    case "edit-scene":
    case "select-take":
    case "shoot-take":
    case "trim-clip":
      return `#scene-${intent.sceneId}`;
    case "edit-project":
      if (intent.change.idea !== undefined) return "#scenes";
      return intent.change.characterDescription === undefined ? "" : "#character";
    case "start":
      return { character: "#character", script: "#scenes", clip: "#clips", film: "#film" }[
        intent.jobs.kind
      ];
    case "publish-film":
    case "plan-film":
      return "#film";
    default:
      return "";
  }
}
