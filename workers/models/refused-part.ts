/** Which part of the content a model's refusal is about, as far as its words tell. */
import type { RefusedPart } from "../contracts/failure.ts";

const REFUSED = "(?:sensitive|violat|flagged|blocked|refused|rejected|filtered|not allowed|safety)";

/** Within one sentence, so that advice like "try a different prompt" is not taken for the reason. */
function about(words: string): RegExp {
  return new RegExp(`\\b(?:${words})\\b[^.]{0,80}${REFUSED}`, "i");
}

/**
 * In order: the first that fits decides. Source: texts on record of ByteDance ("the output audio may
 * contain sensitive information", InputTextSensitiveContentDetected) and Google ("the input image
 * violates … guidelines", "an issue with the audio for your prompt").
 */
const PARTS: readonly (readonly [RegExp, RefusedPart])[] = [
  [/\bissue with the audio\b|\b(?:in|out)putaudiosensitive/i, "sound"],
  [about("audio|sound|speech|voice|music"), "sound"],
  [/\binput images? [^.]{0,60}\b(?:celebrity|real person)|\binputimagesensitive/i, "image"],
  [about("images?|pictures?|photos?"), "image"],
  [/\binputtextsensitive|\bsensitive words\b|\bwords that violat/i, "text"],
  [about("text|prompt|words?"), "text"],
];

/** Null where the text leaves it open. */
export function refusedPart(text: string): RefusedPart | null {
  return PARTS.find(([phrase]) => phrase.test(text))?.[1] ?? null;
}
