/** Finds the renderer of a stored call. Its body leaves here as it goes on the wire. */
import { toWire } from "../../contracts/wire.ts";
import { refusalOf, type Work } from "./errors.ts";
import { renderImages } from "./render-images.ts";
import { renderScenes } from "./render-scenes.ts";
import { renderStitch } from "./render-stitch.ts";
import { renderVideo } from "./render-video.ts";
import type { Renderer } from "./rendering.ts";

export const WORKS = {
  generate_character_reference: { work: "image", render: renderImages },
  create_scenes: { work: "scenes", render: renderScenes },
  generate_video: { work: "video", render: renderVideo },
  "stitch-videos": { work: "stitch", render: renderStitch },
} as const satisfies Record<string, { work: Work; render: Renderer }>;

export type MvRouteName = keyof typeof WORKS;

function isRouteName(name: string): name is MvRouteName {
  return Object.hasOwn(WORKS, name);
}

export const renderCall: Renderer = async (call, stored, state, options) => {
  // A route that a later version dropped.
  if (!isRouteName(stored.route)) {
    const message = "The answer of this call can't be shown any more. Look at its project.";
    const error = { code: "asset_missing" as const, message };
    return { ok: false, refusal: refusalOf(error, "upload") };
  }
  const rendered = await WORKS[stored.route].render(call, stored, state, options);
  return rendered.ok ? { ok: true, body: toWire(rendered.body) } : rendered;
};
