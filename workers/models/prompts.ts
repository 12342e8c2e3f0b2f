/** Our words around what people wrote, for the models that draw and shoot. */

/** One full view of the character that later clips can be held against. */
export function portraitPrompt(characterDescription: string): string {
  return [
    `Portrait of one character: ${endSentence(characterDescription)}`,
    "Alone in the picture, seen from the waist up, facing the camera, the whole face visible and evenly lit.",
    "Plain, softly lit background. Sharp focus, natural proportions, film still quality.",
    "One picture, not a collage. No text, letters, logo, frame or watermark.",
  ].join("\n");
}

export type ClipWords = { sceneDescription: string; characterDescription: string };

/** One scene, with the character's look said again so that picture and words agree. */
export function clipPrompt({ sceneDescription, characterDescription }: ClipWords): string {
  return [
    endSentence(sceneDescription),
    `The character: ${endSentence(characterDescription)}`,
    "The character keeps the face, hair, build and clothes of the reference picture from the first frame to the last, unless the scene says otherwise.",
    "One continuous shot. No subtitles, captions, titles, logos or other text in the picture.",
  ].join("\n");
}

function endSentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…]["'”’)]?$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
