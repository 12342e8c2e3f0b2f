/** Everything a project page's forms can ask for: an intent's name, its parsing, its command. */
import * as z from "zod";
import type { ErrorBody } from "../../workers/contracts/errors.ts";
import type { Gateway } from "../../workers/contracts/gateway.ts";
import { EditScene, StartJobs } from "../../workers/contracts/requests.ts";
import { FORM_FIELDS } from "./outcome.ts";
import { clearableTextOf, defined, numberOf, textOf } from "./read-form.server.ts";

const id = z.uuid("That id is not one of ours. Reload the page and try again.");

const Intent = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("choose-character"), characterReferenceId: id }),
  z.object({ intent: z.literal("retry"), jobId: id }),
  z.object({ intent: z.literal("cancel"), jobId: id }),
  z.object({ intent: z.literal("start"), jobs: StartJobs }),
  z.object({ intent: z.literal("edit-scene"), sceneId: id, change: EditScene }),
]);
export type Intent = z.output<typeof Intent>;

/** The intent in a form; a fault names the field it is about. */
export function parseIntent(
  form: FormData,
): { ok: true; intent: Intent } | { ok: false; issues: Issue[] } {
  const parsed = Intent.safeParse(candidate(form));
  if (parsed.success) return { ok: true, intent: parsed.data };
  // Fields of `jobs` and `change` are flat in the form, so their faults are too.
  const issues = parsed.error.issues.map((issue) => ({
    path: ["jobs", "change"].includes(String(issue.path[0])) ? issue.path.slice(1) : issue.path,
    message:
      issue.path[0] === "intent"
        ? "This button is not known here. Reload the page and try again."
        : issue.message,
  }));
  return { ok: false, issues };
}

type Issue = { path: PropertyKey[]; message: string };

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
      };
    default:
      return {
        intent,
        characterReferenceId: textOf(form, "characterReferenceId"),
        jobId: textOf(form, "jobId"),
      };
  }
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
  return result.ok ? null : result.error;
}

function send(gateway: Gateway, projectId: string, intent: Intent, key: string) {
  switch (intent.intent) {
    case "choose-character":
      return gateway.chooseCharacter(projectId, intent.characterReferenceId);
    case "retry":
      return gateway.retryJob(projectId, intent.jobId, key);
    case "cancel":
      return gateway.cancelJob(projectId, intent.jobId);
    case "start":
      return gateway.startJobs(projectId, intent.jobs, key);
    case "edit-scene":
      return gateway.editScene(projectId, intent.sceneId, intent.change);
  }
}

/** Where the page returns to without scripts: the station the form belongs to. */
export function anchorOf(intent: Intent): string {
  switch (intent.intent) {
    case "choose-character":
      return "#character";
    case "edit-scene":
      return `#scene-${intent.sceneId}`;
    case "start":
      return { character: "#character", script: "#scenes", clip: "#clips", film: "#film" }[
        intent.jobs.kind
      ];
    default:
      return "";
  }
}
