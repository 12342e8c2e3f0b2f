/** The gateway and the inbox, answered by the objects. Until sign-in exists there is one workspace. */
import { accountOf } from "../account/account-stub.ts";
import { fail, ok, type Result } from "../contracts/errors.ts";
import type { Gateway } from "../contracts/gateway.ts";
import type { Job } from "../contracts/job.ts";
import type { Snapshot } from "../contracts/live.ts";
import type { Project } from "../contracts/project.ts";
import type { CreateProject } from "../contracts/requests.ts";
import type { PersonCommand } from "../domain/commands.ts";
import type { Config, Env } from "../env.ts";
import { DEFAULT_MODELS, isKnownModel, modelInfos } from "../models/index.ts";
import { projectOf } from "../project/project-stub.ts";
import { workspaceOf } from "../workspace/workspace-stub.ts";
import { duplicateProject } from "./duplicate-project.ts";
import type { Inbox } from "./inbox.ts";
import { publishedBase } from "./published-films.ts";
import { createStudioGateway } from "./studio-gateway.ts";
import { titleFrom } from "./project-title.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function createGateway(env: Env, config: Config): Gateway & { inbox: Inbox } {
  const workspace = workspaceOf(env, config.workspaceId);

  async function after(
    projectId: string,
    command: PersonCommand,
    key: string | null,
  ): Promise<Result<Snapshot>> {
    const project = projectOf(env, projectId);
    const done = await project.perform(command, key);
    return done.ok ? project.snapshot() : done;
  }

  async function oneJob(
    projectId: string,
    command: PersonCommand,
    key: string | null,
  ): Promise<Result<Job>> {
    const done = await projectOf(env, projectId).perform(command, key);
    if (!done.ok) return done;
    const [job] = done.value.jobs;
    return job === undefined
      ? fail("not_found", "There is no such job in this project. Reload the page.")
      : ok(job);
  }

  /** The outbox does this too; here so that the list is right when the answer comes. */
  async function listAtOnce(projectId: string): Promise<void> {
    const summary = await projectOf(env, projectId).summary();
    if (summary.ok) await workspace.put(summary.value);
  }

  return {
    info: () => ({
      version: config.version,
      models: config.isOffline ? "offline" : "live",
      storage: config.storage.kind,
      publishedBase: publishedBase(config),
      expectedSeconds: config.expectedSeconds,
    }),
    models: modelInfos,
    // Nobody has to go without a page for want of these.
    usualTimes: async () =>
      ok(
        await accountOf(env, config)
          .usualTimes()
          .catch(() => []),
      ),
    listProjects: async () => ok(await workspace.list()),

    createProject: async (input, key) => {
      const unknown = unknownModel(input);
      if (unknown !== null) return unknown;
      const reserved = await workspace.reserve(key, JSON.stringify(input), crypto.randomUUID());
      if (!reserved.ok) return reserved;
      const project = newProject(reserved.value, config.workspaceId, input);
      // Safe to repeat after a crash in between: creating what exists changes nothing.
      return after(reserved.value, { type: "create", project }, null);
    },
    snapshot: async (projectId) => projectOf(env, projectId).snapshot(),
    updateProject: async (projectId, input, key) => {
      if (input.videoModel !== undefined && !isKnownModel("video", input.videoModel)) {
        return noSuchModel(input.videoModel);
      }
      return after(projectId, { type: "update", input }, key);
    },
    deleteProject: async (projectId) => {
      const project = projectOf(env, projectId);
      const done = await project.perform({ type: "remove" }, null);
      if (!done.ok) return done;
      // The outbox does this too; here so that the list is right at once.
      await workspace.remove(projectId);
      return ok(null);
    },
    restoreProject: async (projectId) => {
      const restored = await after(projectId, { type: "restore" }, null);
      if (restored.ok) await listAtOnce(projectId);
      return restored;
    },
    deletion: async (projectId) => projectOf(env, projectId).deletion(),
    duplicateProject: async (projectId, key) => {
      const made = await duplicateProject(env, config, projectId, key);
      if (made.ok) await listAtOnce(made.value.project.id);
      return made;
    },
    activity: async (projectId, kind) => projectOf(env, projectId).activity(kind),
    startJobs: async (projectId, input, key) => {
      const done = await projectOf(env, projectId).perform({ type: "start", input }, key);
      return done.ok ? ok(done.value.jobs) : done;
    },
    retryJob: async (projectId, jobId, input, key) => {
      const { model } = input;
      if (model !== undefined && !modelInfos().some(({ slug }) => slug === model)) {
        return noSuchModel(model);
      }
      return oneJob(projectId, { type: "retry", jobId, input }, key);
    },
    cancelJob: (projectId, jobId) => oneJob(projectId, { type: "cancel", jobId }, null),
    chooseCharacter: (projectId, characterReferenceId) =>
      after(projectId, { type: "choose", characterReferenceId }, null),
    publishFilm: (projectId, filmId, isPublished) =>
      after(projectId, { type: "publish_film", filmId, isPublished }, null),
    trimClip: (projectId, clipId, input) =>
      after(projectId, { type: "trim_clip", clipId, input }, null),
    selectTake: (projectId, clipId) => after(projectId, { type: "select_take", clipId }, null),
    shootTake: async (projectId, sceneId, input, key) => {
      const { model } = input;
      if (model !== undefined && !isKnownModel("video", model)) return noSuchModel(model);
      return oneJob(projectId, { type: "shoot_take", sceneId, input }, key);
    },
    editScene: async (projectId, sceneId, input) => {
      const command: PersonCommand = { type: "edit_scene", sceneId, input };
      const done = await projectOf(env, projectId).perform(command, null);
      if (!done.ok) return done;
      return done.value.scene === null
        ? fail("not_found", "There is no such scene in this project. Reload the page.")
        : ok(done.value.scene);
    },
    ...createStudioGateway(env, config),
    inbox: createInbox(env, config),
  };
}

function createInbox(env: Env, config: Config): Inbox {
  const account = accountOf(env, config);
  return {
    recordPrediction: async (projectId, delivery) =>
      UUID.test(projectId)
        ? projectOf(env, projectId).recordPrediction(
            delivery.nonce,
            delivery.webhookId,
            delivery.prediction,
          )
        : fail("not_found", "There is no such project."),
    recordStitchReport: (projectId, attemptId, report) =>
      projectOf(env, projectId).recordStitchReport(attemptId, report),
    webhookSecret: (unfit) => account.webhookSecret(unfit),
    keptWebhookSecret: () => account.keptWebhookSecret(),
    assetFile: (projectId, assetId) => projectOf(env, projectId).assetFile(assetId),
    openChannel: (projectId, request) => projectOf(env, projectId).fetch(request),
  };
}

function unknownModel(input: CreateProject) {
  const chosen = [
    ["image", input.imageModel],
    ["text", input.textModel],
    ["video", input.videoModel],
  ] as const;
  for (const [kind, slug] of chosen) {
    if (slug !== undefined && !isKnownModel(kind, slug)) return noSuchModel(slug);
  }
  return null;
}

function noSuchModel(slug: string) {
  return fail(
    "invalid_request",
    `There is no model ${slug} in the catalogue. GET /api/models lists what there is.`,
  );
}

function newProject(
  id: string,
  workspaceId: string,
  input: CreateProject,
): Pick<
  Project,
  "id" | "workspaceId" | "title" | "idea" | "characterDescription" | "mode" | "settings"
> {
  return {
    id,
    workspaceId,
    title: input.title ?? titleFrom(input.idea),
    idea: input.idea,
    characterDescription: input.characterDescription,
    mode: input.mode,
    settings: {
      sceneCount: input.sceneCount,
      clipLengthS: input.clipLengthS,
      aspectRatio: input.aspectRatio,
      resolution: input.resolution,
      imageCount: input.imageCount,
      imageFormat: input.imageFormat,
      generateAudio: input.generateAudio,
      seed: input.seed,
      negativePrompt: input.negativePrompt,
      imageModel: input.imageModel ?? DEFAULT_MODELS.image,
      textModel: input.textModel ?? DEFAULT_MODELS.text,
      videoModel: input.videoModel ?? DEFAULT_MODELS.video,
    },
  };
}
