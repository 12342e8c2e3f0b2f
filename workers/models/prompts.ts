/** Our words around what people wrote, for the models that draw and shoot. */

/** Where `videoRules` puts the ratio. */
const ASPECT_RATIO = "{aspect_ratio}";

/**
 * One full view of the character that later clips can be held against. `look` is light, background
 * and manner in words; without it both are plain.
 */
export function portraitPrompt(characterDescription: string, look = ""): string {
  const isPlain = look.trim() === "";
  const light = isPlain ? " and evenly lit" : "";
  const setting = isPlain ? "Plain, softly lit background." : endSentence(look);
  return [
    `Portrait of one character: ${endSentence(characterDescription)}`,
    `Alone in the picture, seen from the waist up, facing the camera, the whole face visible${light}.`,
    `${setting} Sharp focus, natural proportions, film still quality.`,
    "One picture, not a collage. No text, letters, logo, frame or watermark.",
  ].join("\n");
}

export type ClipWords = { sceneDescription: string; characterDescription: string };

/** Both may be left out or empty. */
export type ClipStyle = {
  /** In place of the built-in rules about the shot and about text in the picture. */
  rules?: string;
  /** Light, colour and sound in words. */
  look?: string;
};

/** Words and picture must agree on who is in the clip. */
export const LIKENESS =
  "The character keeps the face, hair, build and clothes of the reference picture from the first frame to the last, unless the scene says otherwise.";

const RULES =
  "One continuous shot. No subtitles, captions, titles, logos or other text in the picture.";

/** One scene, with the character's look said again so that picture and words agree. */
export function clipPrompt(
  { sceneDescription, characterDescription }: ClipWords,
  { rules = "", look = "" }: ClipStyle = {},
): string {
  return [
    endSentence(sceneDescription),
    `The character: ${endSentence(characterDescription)}`,
    LIKENESS,
    ...(look.trim() === "" ? [] : [endSentence(look)]),
    rules.trim() === "" ? RULES : endSentence(rules),
  ].join("\n");
}

/**
 * The rules for a clip, with `aspectRatio` (like `16:9`) wherever the template says `{aspect_ratio}`.
 * Any other braces stay as they are.
 */
export function videoRules(template: string, aspectRatio: string): string {
  return template.trim().replaceAll(ASPECT_RATIO, () => aspectRatio);
}

function endSentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…]["'”’)]?$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
