/** The words for one clip that a program described by itself. */
import { LIKENESS, videoRules } from "./prompts.ts";

export type ShotStyle = {
  /** Whether a picture of the character goes along. */
  hasReference: boolean;
  /** Light, colour and sound in words; may be empty. */
  look: string;
  /** A template for `videoRules`; may be empty. */
  rules: string;
  /** Like `16:9`. */
  aspectRatio: string;
};

export function shotPrompt(prompt: string, style: ShotStyle): string {
  const rules = videoRules(style.rules, style.aspectRatio);
  return [prompt.trim(), style.hasReference ? LIKENESS : "", style.look.trim(), rules]
    .filter((part) => part !== "")
    .join("\n");
}
