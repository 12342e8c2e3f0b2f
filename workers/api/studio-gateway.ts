/** The part of the gateway that is about a project's character, scenes and songs. */
import * as z from "zod/mini";
import { fail, ok, type Result } from "../contracts/errors.ts";
import { FilmMusic } from "../contracts/film-options.ts";
import type { Job } from "../contracts/job.ts";
import type { Snapshot } from "../contracts/live.ts";
import type { Scene } from "../contracts/project.ts";
import type { StudioGateway } from "../contracts/studio-gateway.ts";
import type { PersonCommand } from "../domain/commands.ts";
import type { Config, Env } from "../env.ts";
import { createLibrary } from "./mv/library.ts";
import { type ReceivedFile, receivePicture, receiveSong } from "./receive-file.ts";
import { projectOf } from "../project/project-stub.ts";

export function createStudioGateway(env: Env, config: Config): StudioGateway {
  const newId = () => crypto.randomUUID();
  const library = createLibrary(env, config, { now: Date.now, newId });

  const perform = (projectId: string, command: PersonCommand, key: string | null) =>
    projectOf(env, projectId).perform(command, key);

  async function snapshot(projectId: string, command: PersonCommand): Promise<Result<Snapshot>> {
    const done = await perform(projectId, command, null);
    return done.ok ? projectOf(env, projectId).snapshot() : done;
  }

  async function scene(
    projectId: string,
    command: PersonCommand,
    key: string | null,
  ): Promise<Result<Scene>> {
    const done = await perform(projectId, command, key);
    if (!done.ok) return done;
    return done.value.scene === null
      ? fail("not_found", "The scene was taken out again meanwhile. Reload the page.")
      : ok(done.value.scene);
  }

  async function job(projectId: string, command: PersonCommand, key: string): Promise<Result<Job>> {
    const done = await perform(projectId, command, key);
    if (!done.ok) return done;
    const [first] = done.value.jobs;
    return first === undefined
      ? fail("not_found", "There is no such job in this project. Reload the page.")
      : ok(first);
  }

  async function upload(
    projectId: string,
    form: Request,
    receive: (form: Request) => Promise<Result<ReceivedFile>>,
  ): Promise<Result<{ fields: Record<string, string>; assetId: string }>> {
    // Before megabytes are read for a project that is not there.
    const project = await projectOf(env, projectId).snapshot();
    if (!project.ok) return project;
    const received = await receive(form);
    if (!received.ok) return received;
    const { fields, chunks } = received.value;
    const assetId = await idOf(fields["key"] ?? newId(), chunks);
    const added = await library.add({ ...received.value, projectId, assetId });
    return added.ok ? ok({ fields, assetId }) : added;
  }

  async function uploadPortrait(projectId: string, form: Request) {
    const added = await upload(projectId, form, receivePicture);
    return added.ok ? ok(added.value.fields) : added;
  }

  async function uploadSong(projectId: string, form: Request) {
    const added = await upload(projectId, form, receiveSong);
    if (!added.ok) return added;
    const { fields, assetId } = added.value;
    const project = await projectOf(env, projectId).snapshot();
    if (!project.ok) return project;
    const song = project.value.songs.find((each) => each.assetId === assetId);
    const { music, version } = project.value.project.filmPlan;
    if (song !== undefined && music === null) {
      // Somebody who plans at the same moment knows better.
      const filmPlan = { music: z.parse(FilmMusic, { songId: song.id }), version };
      await perform(projectId, { type: "update", input: { filmPlan } }, null);
    }
    return ok(fields);
  }

  return {
    uploadPortrait,
    uploadSong,
    addScene: (projectId, input, key) => scene(projectId, { type: "add_scene", input }, key),
    removeScene: (projectId, sceneId) => snapshot(projectId, { type: "remove_scene", sceneId }),
    restoreScene: (projectId, sceneId) =>
      scene(projectId, { type: "restore_scene", sceneId }, null),
    moveScene: (projectId, sceneId, number) =>
      snapshot(projectId, { type: "move_scene", sceneId, number }),
    rewriteScene: (projectId, sceneId, input, key) =>
      job(projectId, { type: "rewrite_scene", sceneId, input }, key),
    varyPortrait: (projectId, characterReferenceId, key) =>
      job(projectId, { type: "vary", characterReferenceId }, key),
  };
}

/** The same for the same picture under the same key, so that a form that comes twice adds one. */
async function idOf(key: string, chunks: Uint8Array[]): Promise<string> {
  const digest = new crypto.DigestStream("SHA-256");
  const writer = digest.getWriter();
  for (const chunk of [new TextEncoder().encode(key), ...chunks]) await writer.write(chunk);
  await writer.close();
  const hex = Array.from(new Uint8Array(await digest.digest), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
  // Version 8, which is free for uses of one's own.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
