/** Work that calls can ask a project for. */
import * as z from "zod/mini";
import type { Asked } from "../../../domain/asked.ts";
import { FilmOrder } from "../../../domain/orders.ts";

export const write: Asked = {
  type: "write",
  order: {
    kind: "script",
    idea: "A flower",
    characterDescription: "A robot",
    sceneCount: 1,
    lengthS: 8,
    style: null,
    rewrite: null,
  },
  warnings: [],
};
const VIDEO = "e72f9b03-5d8c-4167-9f3a-4b0c7e1a8d26";
export const film: Asked = {
  type: "stitch",
  order: z.parse(FilmOrder, {
    kind: "film",
    inputs: [{ id: VIDEO, assetId: VIDEO, contentType: "video/mp4", lengthS: null }],
    output: null,
  }),
  warnings: [],
};

export function shootScene(sequence: number): Asked {
  return {
    type: "shoot",
    order: {
      kind: "clip",
      prompt: "It wakes",
      negativePrompt: null,
      lengthS: 8,
      aspectRatio: "16:9",
      resolution: "720p",
      seed: null,
      generateAudio: true,
      reference: null,
    },
    scene: { description: "It wakes", negativeDescription: "" },
    sequence,
    warnings: [],
  };
}
