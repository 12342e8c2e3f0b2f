/**
 * Reads the scene list out of whatever a text model answered: fences and prose around the JSON are
 * tolerated, a wrong number of scenes or a scene without words is not.
 */
import * as z from "zod";
import { fail, ok } from "../contracts/errors.ts";
import type { Result } from "../contracts/errors.ts";
import { LIMITS } from "../contracts/limits.ts";

export type ScriptScene = { description: string; negativeDescription: string };

/** Longer answers are not searched further: no scene list is as long. */
const MAX_ANSWER_CHARS = 100_000;
/** Places where JSON might begin that are tried, so that a hostile answer can't cost much time. */
const MAX_STARTS = 100;

const negative = z
  .union([z.string(), z.array(z.string()).transform((words) => words.join(", "))])
  .nullish();

const SceneAnswer = z
  .object({
    description: z.string().trim().min(1),
    negative_description: negative,
    negativeDescription: negative,
    negative_prompt: negative,
  })
  .transform((scene) => ({
    description: scene.description,
    negativeDescription: (
      scene.negative_description ??
      scene.negativeDescription ??
      scene.negative_prompt ??
      ""
    ).trim(),
  }));

const Wrapped = z.object({ scenes: z.array(z.unknown()) });

/** `note`, a sentence for people, says that the model wrote more scenes than are used; else null. */
export type Script = { scenes: ScriptScene[]; note: string | null };

/**
 * Exactly `sceneCount` scenes, in order; further ones are dropped and said in `note`, overlong texts
 * are cut at a word. Error `output_invalid`: its message names the fault for people, and serves as the
 * `fault` of `planScript` when the model is asked again.
 */
export function readScript(text: string, sceneCount: number): Result<Script> {
  const items = findScenes(text, sceneCount);
  if (items === null) return faulty(whyNoList(text));
  const scenes: ScriptScene[] = [];
  for (const [index, item] of items.slice(0, sceneCount).entries()) {
    const parsed = SceneAnswer.safeParse(item);
    if (!parsed.success) {
      return faulty(`scene ${index + 1} is not an object with a "description" text`);
    }
    scenes.push({
      description: cut(parsed.data.description, LIMITS.sceneChars),
      negativeDescription: cut(parsed.data.negativeDescription, LIMITS.sceneChars),
    });
  }
  if (scenes.length < sceneCount) {
    const has = scenes.length === 1 ? "1 scene" : `${scenes.length} scenes`;
    return faulty(`it has ${has} instead of ${sceneCount}`);
  }
  const further = items.slice(sceneCount).filter((item) => SceneAnswer.safeParse(item).success);
  return ok({
    scenes,
    note: further.length === 0 ? null : droppedNote(sceneCount, further.length),
  });
}

function droppedNote(used: number, dropped: number): string {
  const kept = used === 1 ? "only the first is" : `the first ${used} are`;
  return `The model wrote ${used + dropped} scenes; ${kept} used.`;
}

/** `fault` goes on from "The scene list can't be used:". */
function faulty(fault: string) {
  return fail("output_invalid", `The scene list can't be used: ${fault}. Try again.`);
}

function whyNoList(text: string): string {
  if (text.trim() === "") return "the answer was empty";
  return /[[{]/.test(text)
    ? "it is not one complete, valid JSON array of scenes"
    : "the answer was plain text instead of a JSON array of scenes";
}

/** The first JSON value in the text that can be a scene list, as unchecked items; null when none. */
function findScenes(text: string, sceneCount: number): unknown[] | null {
  const searched = text.slice(0, MAX_ANSWER_CHARS);
  let from = 0;
  for (let tries = 0; tries < MAX_STARTS; tries += 1) {
    const start = nextStart(searched, from);
    if (start === -1) return null;
    const end = endOfValue(searched, start);
    const value = end === -1 ? undefined : parseJson(searched.slice(start, end));
    const items = value === undefined ? null : asItems(value, sceneCount);
    if (items !== null) return items;
    // A list that was understood but holds no scenes is skipped whole; anything else is looked into.
    from = value === undefined ? start + 1 : end;
  }
  return null;
}

function asItems(value: unknown, sceneCount: number): unknown[] | null {
  if (Array.isArray(value)) return value.every(isObject) ? value : null;
  const wrapped = Wrapped.safeParse(value);
  if (wrapped.success) return wrapped.data.scenes;
  return sceneCount === 1 && SceneAnswer.safeParse(value).success ? [value] : null;
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function nextStart(text: string, from: number): number {
  const offset = text.slice(from).search(/[[{]/);
  return offset === -1 ? -1 : from + offset;
}

/** The index after the bracket that closes the one at `start`; -1 when the text ends before. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  let isInString = false;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (isInString) {
      if (char === "\\") at += 1;
      else if (char === '"') isInString = false;
    } else if (char === '"') isInString = true;
    else if (char === "[" || char === "{") depth += 1;
    else if (char === "]" || char === "}") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** At most `max` characters, ended at a word where one is near, never inside a surrogate pair. */
function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = text.slice(0, max - 1);
  const space = head.lastIndexOf(" ");
  const words = space > max * 0.8 ? head.slice(0, space) : head.replace(/[\uD800-\uDBFF]$/, "");
  return `${words.trimEnd()}…`;
}
