/**
 * A Gateway and Inbox for tests of the HTTP line: they keep what they were asked and answer with the
 * documented examples, or with what a test puts into `answers`.
 */
import { fail, ok } from "../contracts/errors.ts";
import type { Result } from "../contracts/errors.ts";
import type { Gateway } from "../contracts/gateway.ts";
import type { Inbox } from "../api/inbox.ts";
import { activityExample } from "../api/activity-example.ts";
import {
  deletionExample,
  jobExample,
  modelExample,
  projectSummaryExample,
  sceneExample,
  snapshotExample,
} from "../api/examples.ts";

export type FakeCall = { name: string; args: unknown[] };

export type FakeGateway = Gateway & {
  inbox: Inbox;
  /** Every command that got through, in order. */
  calls: FakeCall[];
  /** What the next calls of a name answer instead. */
  answers: Partial<Record<string, Result<never>>>;
  /** A name here makes that call throw. */
  broken: Set<string>;
  /** What the webhook secret was when it was read last. */
  kept: { secret: string | null };
};

export const SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

export function fakeGateway(): FakeGateway {
  const calls: FakeCall[] = [];
  const answers: FakeGateway["answers"] = {};
  const broken = new Set<string>();
  const kept: FakeGateway["kept"] = { secret: null };

  async function answer<T>(name: string, args: unknown[], value: T): Promise<Result<T>> {
    calls.push({ name, args });
    if (broken.has(name)) throw new Error(`${name} broke on purpose`);
    return answers[name] ?? ok(value);
  }

  return {
    calls,
    answers,
    broken,
    kept,
    info: () => ({
      version: "1.2.3",
      models: "offline",
      storage: "direct",
      publishedBase: null,
      expectedSeconds: { character: 1, script: 1, clip: 1, film: 1 },
    }),
    models: () => [modelExample],
    usualTimes: () => answer("usualTimes", [], []),
    listProjects: () => answer("listProjects", [], [projectSummaryExample]),
    createProject: (...args) => answer("createProject", args, snapshotExample),
    snapshot: (...args) => answer("snapshot", args, snapshotExample),
    updateProject: (...args) => answer("updateProject", args, snapshotExample),
    deleteProject: (...args) => answer("deleteProject", args, null),
    restoreProject: (...args) => answer("restoreProject", args, snapshotExample),
    deletion: (...args) => answer("deletion", args, deletionExample),
    duplicateProject: (...args) => answer("duplicateProject", args, snapshotExample),
    activity: (...args) => answer("activity", args, activityExample),
    startJobs: (...args) => answer("startJobs", args, [jobExample]),
    retryJob: (...args) => answer("retryJob", args, jobExample),
    cancelJob: (...args) => answer("cancelJob", args, jobExample),
    chooseCharacter: (...args) => answer("chooseCharacter", args, snapshotExample),
    publishFilm: (...args) => answer("publishFilm", args, snapshotExample),
    trimClip: (...args) => answer("trimClip", args, snapshotExample),
    selectTake: (...args) => answer("selectTake", args, snapshotExample),
    shootTake: (...args) => answer("shootTake", args, jobExample),
    editScene: (...args) => answer("editScene", args, sceneExample),
    addScene: (...args) => answer("addScene", args, sceneExample),
    removeScene: (...args) => answer("removeScene", args, snapshotExample),
    restoreScene: (...args) => answer("restoreScene", args, sceneExample),
    moveScene: (...args) => answer("moveScene", args, snapshotExample),
    rewriteScene: (...args) => answer("rewriteScene", args, jobExample),
    uploadPortrait: (...args) => answer("uploadPortrait", args, {}),
    uploadSong: (...args) => answer("uploadSong", args, {}),
    varyPortrait: (...args) => answer("varyPortrait", args, jobExample),
    inbox: {
      recordPrediction: (...args) => answer("recordPrediction", args, null),
      recordStitchReport: (...args) => answer("recordStitchReport", args, null),
      webhookSecret: (...args) => answer("webhookSecret", args, SECRET),
      keptWebhookSecret: () => kept.secret,
      assetFile: async (...args) => {
        calls.push({ name: "assetFile", args });
        return answers["assetFile"] ?? fail("not_found", "There is no such asset.");
      },
      openChannel: async (...args) => {
        calls.push({ name: "openChannel", args });
        const pair = new WebSocketPair();
        pair[1].accept();
        pair[1].addEventListener("message", ({ data }) => pair[1].send(String(data)));
        return new Response(null, { status: 101, webSocket: pair[0] });
      },
    },
  };
}
