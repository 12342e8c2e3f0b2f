/**
 * Work that a program asked for in its own words, rather than in the project's: the order comes with
 * the command. What is made this way stands in the project beside everything else.
 */
import { fail, ok, type Result } from "../contracts/errors.ts";
import type { Scene } from "../contracts/project.ts";
import { addFilmOf } from "./cutting.ts";
import { addScript, addTakeOf, drawPortraits } from "./making.ts";
import { noteJob } from "./jobs.ts";
import type { ClipOrder, FilmOrder, PortraitOrder, ScriptOrder } from "./orders.ts";
import type { Draft, JobRecord } from "./state.ts";

/** More shots than this in one project make it too large to be shown and sent as one. */
export const MOST_SCENES = 200;

export type Asked =
  | { type: "draw"; orders: PortraitOrder[]; warnings: string[] }
  | { type: "write"; order: ScriptOrder; warnings: string[] }
  | {
      type: "shoot";
      order: ClipOrder;
      /** The scene's own words, without what was added to them for the model. */
      scene: { description: string; negativeDescription: string };
      /** The scene's number; null takes the scene with the same words, or a new one. */
      sequence: number | null;
      warnings: string[];
    }
  | { type: "stitch"; order: FilmOrder; warnings: string[] };

type Shot = Extract<Asked, { type: "shoot" }>;

export function doAsked(draft: Draft, asked: Asked): Result<JobRecord[]> {
  const added = add(draft, asked);
  if (!added.ok) return added;
  for (const job of added.value) {
    noteJob(draft, job.id, { warnings: [...job.warnings, ...asked.warnings] });
  }
  return added;
}

function add(draft: Draft, asked: Asked): Result<JobRecord[]> {
  switch (asked.type) {
    case "draw":
      return drawPortraits(draft, asked.orders);
    case "write":
      return write(draft, asked.order);
    case "shoot":
      return shoot(draft, asked);
    case "stitch":
      return ok([addFilmOf(draft, asked.order, [])]);
    default:
      return asked satisfies never;
  }
}

function write(draft: Draft, order: ScriptOrder): Result<JobRecord[]> {
  const added = addScript(draft, order);
  if (!added.ok) return added;
  const { project } = draft;
  draft.setProject({
    ...project,
    idea: project.idea === "" ? order.idea : project.idea,
    characterDescription:
      project.characterDescription === ""
        ? order.characterDescription
        : project.characterDescription,
  });
  return ok([added.value]);
}

function shoot(draft: Draft, asked: Shot): Result<JobRecord[]> {
  const scene = sceneFor(draft, asked);
  if (!scene.ok) return scene;
  chooseIfNone(draft, asked.order);
  return ok([addTakeOf(draft, scene.value, asked.order)]);
}

function sceneFor(draft: Draft, asked: Shot): Result<Scene> {
  const scenes = draft.list("scenes");
  const found = findScene(scenes, asked);
  if (!found.ok) return found;
  if (found.value !== null) return ok(found.value);
  return ok(
    draft.put("scenes", {
      id: draft.context.newId(),
      number: lastNumber(scenes) + 1,
      ...asked.scene,
      lengthS: asked.order.lengthS,
      selectedClipId: null,
      version: 1,
      isAdded: false,
    }),
  );
}

/**
 * The scene that the shot is a take of; null where it needs a new one. Errors: `invalid_request` for a
 * number that leaves a gap, `conflict` when the project is full.
 */
export function findScene(
  scenes: Scene[],
  { scene, sequence }: Pick<Shot, "scene" | "sequence">,
): Result<Scene | null> {
  const { description, negativeDescription } = scene;
  const found = scenes.find((each) =>
    sequence === null
      ? each.description === description && each.negativeDescription === negativeDescription
      : each.number === sequence,
  );
  if (found !== undefined) return ok(found);
  const last = lastNumber(scenes);
  if (sequence !== null && sequence !== last + 1) {
    const message = `The project has no scene ${sequence}; its scenes are 1 to ${last}. Name one of them, or ${last + 1} for a new one.`;
    return fail("invalid_request", last === 0 ? "The project has no scenes yet. Name 1." : message);
  }
  return scenes.length >= MOST_SCENES
    ? fail("conflict", `The project has ${MOST_SCENES} scenes. Start another project.`)
    : ok(null);
}

function lastNumber(scenes: Scene[]): number {
  return Math.max(0, ...scenes.map(({ number }) => number));
}

/** The picture that clips are shot with is the project's character, unless one was chosen. */
function chooseIfNone(draft: Draft, order: ClipOrder): void {
  if (draft.project.characterReferenceId !== null || order.reference === null) return;
  const { assetId } = order.reference;
  const own = draft.list("characterReferences").find((each) => each.assetId === assetId);
  if (own !== undefined) draft.setProject({ ...draft.project, characterReferenceId: own.id });
}
