/**
 * The scenes of a film by a person's hand: put in, taken out, brought back, moved. Numbers are always
 * 1 to the count; a new number is no edit, so it leaves the version as it is. Nothing here is paid.
 */
import { fail, ok, type Result } from "../contracts/errors.ts";
import { LIMITS } from "../contracts/limits.ts";
import type { RemovedScene, Scene } from "../contracts/project.ts";
import type { AddScene } from "../contracts/scene-requests.ts";
import { MOST_SCENES } from "./asked.ts";
import { cancelJob } from "./ending.ts";
import { isScriptAtWork } from "./rewrite.ts";
import { alreadyRunning, noSuch } from "./refusals.ts";
import type { Draft } from "./state.ts";

export type SceneCommand =
  | { type: "add_scene"; input: AddScene }
  | { type: "remove_scene"; sceneId: string }
  | { type: "restore_scene"; sceneId: string }
  | { type: "move_scene"; sceneId: string; number: number };

/** Scenes out of the film that can still come back; those with takes are never forgotten. */
const MOST_REMOVED = 30;

/** Answers with the scene; one that was taken out is the scene as it was. */
export function changeScenes(draft: Draft, command: SceneCommand): Result<Scene> {
  switch (command.type) {
    case "add_scene":
      return add(draft, command.input);
    case "remove_scene":
      return remove(draft, command.sceneId);
    case "restore_scene":
      return restore(draft, command.sceneId);
    case "move_scene":
      return move(draft, command.sceneId, command.number);
    default:
      return command satisfies never;
  }
}

/** A quick project does not shoot it by itself: the person has not said yes to its price. */
function add(draft: Draft, input: AddScene): Result<Scene> {
  // The script would put its own scenes in the place of this one.
  if (isScriptAtWork(draft)) return alreadyRunning("The scenes are being written");
  const others = inOrder(draft);
  if (others.length >= LIMITS.filmScenes) return full(LIMITS.filmScenes);
  const { description, negativeDescription, lengthS, number = others.length + 1 } = input;
  const scene: Scene = {
    id: draft.context.newId(),
    number,
    description,
    negativeDescription,
    lengthS: lengthS ?? draft.project.settings.clipLengthS,
    selectedClipId: null,
    version: 1,
    isAdded: true,
  };
  return ok(insert(draft, others, scene, number));
}

/** Takes in the making go on, for they are paid; those that nobody began yet are not begun. */
function remove(draft: Draft, sceneId: string): Result<Scene> {
  const gone = removed(draft, sceneId);
  if (gone !== undefined) return ok(gone.scene);
  const scene = draft.get("scenes", sceneId);
  if (scene === undefined) return noSuch("scene");
  for (const job of draft.list("jobs")) {
    const clip = draft.get("clips", job.targetId ?? "");
    const isOfScene = clip?.sceneId === sceneId || job.targetId === sceneId;
    if (isOfScene && job.status === "queued" && job.attemptCount === 0) cancelJob(draft, job.id);
  }
  setAside(draft, scene);
  renumber(draft, inOrder(draft));
  return ok(scene);
}

/** Out of the film, and to be brought back. */
export function setAside(draft: Draft, scene: Scene): void {
  draft.remove("scenes", scene.id);
  draft.put("removedScenes", { id: draft.context.newId(), scene, removedAt: draft.now });
  const taken = new Set(draft.list("clips").map((clip) => clip.sceneId));
  const bare = draft.list("removedScenes").filter((each) => !taken.has(each.scene.id));
  bare.sort((a, b) => b.removedAt - a.removedAt);
  for (const old of bare.slice(MOST_REMOVED)) draft.remove("removedScenes", old.id);
}

function restore(draft: Draft, sceneId: string): Result<Scene> {
  const here = draft.get("scenes", sceneId);
  if (here !== undefined) return ok(here);
  const gone = removed(draft, sceneId);
  if (gone === undefined) return noSuch("scene");
  if (isScriptAtWork(draft)) return alreadyRunning("The scenes are being written");
  const others = inOrder(draft);
  if (others.length >= MOST_SCENES) return full(MOST_SCENES);
  draft.remove("removedScenes", gone.id);
  const { scene } = gone;
  const selectedClipId = scene.selectedClipId ?? newestReady(draft, sceneId);
  // It was not asked for to be shot by itself a second time.
  return ok(insert(draft, others, { ...scene, selectedClipId, isAdded: true }, scene.number));
}

/** A take that arrived while its scene was out of the film. */
function newestReady(draft: Draft, sceneId: string): string | null {
  const ready = draft
    .list("clips")
    .filter(
      (clip) =>
        clip.sceneId === sceneId &&
        clip.assetId !== null &&
        draft.get("jobs", clip.jobId)?.status !== "canceled",
    );
  return ready.sort((a, b) => b.take - a.take)[0]?.id ?? null;
}

/** To a place of its own; past the end is the last one. */
function move(draft: Draft, sceneId: string, number: number): Result<Scene> {
  const scene = draft.get("scenes", sceneId);
  if (scene === undefined) return noSuch("scene");
  const others = inOrder(draft).filter((each) => each.id !== sceneId);
  return ok(insert(draft, others, scene, number));
}

function insert(draft: Draft, others: Scene[], scene: Scene, number: number): Scene {
  const at = Math.min(Math.max(number, 1), others.length + 1) - 1;
  const placed = { ...scene, number: at + 1 };
  if (JSON.stringify(draft.get("scenes", scene.id)) !== JSON.stringify(placed)) {
    draft.put("scenes", placed);
  }
  renumber(draft, [...others.slice(0, at), placed, ...others.slice(at)]);
  return placed;
}

/** In the order of the list, each that has another number than before. */
function renumber(draft: Draft, scenes: Scene[]): void {
  scenes.forEach((scene, index) => {
    const number = index + 1;
    if (scene.number !== number) draft.put("scenes", { ...scene, number });
  });
}

function inOrder(draft: Draft): Scene[] {
  return draft.list("scenes").sort((a, b) => a.number - b.number);
}

function removed(draft: Draft, sceneId: string): RemovedScene | undefined {
  return draft.list("removedScenes").find((each) => each.scene.id === sceneId);
}

function full(most: number) {
  return fail(
    "conflict",
    `The film has ${most} scenes, which is all that one film takes. Take a scene out first.`,
  );
}
