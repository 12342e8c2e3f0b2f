/** The part of the gateway that is about a project's character and scenes. */
import { fail, ok, type Result } from "../contracts/errors.ts";
import type { Job } from "../contracts/job.ts";
import type { Snapshot } from "../contracts/live.ts";
import type { Scene } from "../contracts/project.ts";
import type { CharacterGateway, SceneGateway } from "../contracts/studio-gateway.ts";
import type { PersonCommand } from "../domain/decide.ts";
import type { Env } from "../env.ts";
import { projectOf } from "../project/project-stub.ts";

export function createStudioGateway(env: Env): SceneGateway & CharacterGateway {
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

  return {
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
