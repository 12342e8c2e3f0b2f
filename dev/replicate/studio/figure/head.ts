/**
 * Heads, seen from the front with a slight turn. Local units: the neck is at 0,0 and up is
 * negative; the skull's middle is at 0,-64.
 */
import type { Design } from "../design.ts";
import { ears } from "./ears.ts";
import { face, type Look } from "./face.ts";
import { backHair, frontHair } from "./hair.ts";
import { hat, wornOnFace } from "./hats.ts";
import { skull } from "./skull.ts";

/** The whole head: hair, ears, face and all that is worn on it. */
export function head(design: Design, look: Look): string {
  const content =
    backHair(design) +
    ears(design) +
    skull(design) +
    face(design, look) +
    frontHair(design) +
    wornOnFace(design) +
    hat(design);
  return `<g transform="scale(${Math.round(design.head * 1000) / 1000})">${content}</g>`;
}
