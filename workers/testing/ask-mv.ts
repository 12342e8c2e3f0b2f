/** Asking the four calls of /api/mv for something, over fakes. */
import { expect } from "vitest";
import type * as z from "zod/mini";
import { fromWire, toWire } from "../contracts/wire.ts";
import type { CommandState } from "../project/outcomes.ts";
import { foundFile } from "./fake-works.ts";
import { json, type TestHttp, testHttp } from "./test-http.ts";

/** A video that is here. */
export const A = "3a8d5c17-f42b-4e96-8b70-6c9e1d2f5a48";
/** What the call makes. */
export const B = "e72f9b03-5d8c-4167-9f3a-4b0c7e1a8d26";
export const GONE = "71c5e8a2-0f4d-4b96-a3d8-5e2b9f7c1a60";
export const PROJECT = "00000000-0000-4000-8000-00000000aaaa";
export const CALL_ID = "00000000-0000-4000-8000-00000000ca11";
export const CALL = `/api/mv/calls/${CALL_ID}`;

export const IMAGES = "/api/mv/generate_character_reference";
export const SCENES = "/api/mv/create_scenes";
export const VIDEO = "/api/mv/generate_video";
export const STITCH = "/api/mv/stitch-videos";

const BODIES: Record<string, unknown> = {
  [IMAGES]: { character_description: "Silver robot", num_images: 2, seed: 7, config_flavor: "odd" },
  [SCENES]: { idea: "A flower", character_description: "Silver robot", number_of_scenes: 1 },
  [VIDEO]: { prompt: "It kneels", character_reference_id: GONE },
  [STITCH]: { video_ids: [A, GONE, A], allow_missing: true },
};

/** Every wait ends in `state`. */
export function withState(
  state: CommandState,
  change: Parameters<typeof testHttp>[0] = {},
): TestHttp {
  const http = testHttp(change);
  http.works.state = state;
  http.works.files.set(A, foundFile(A, "video", "video/mp4"));
  return http;
}

export function ask(
  http: TestHttp,
  target: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return http.send("POST", target, json(BODIES[target.split("?")[0] ?? ""], headers));
}

export type Wire = Record<string, unknown> & { metadata: Record<string, unknown> };

/** The body, which must have every documented field and no other. */
export async function readExactly(response: Response, schema: z.ZodMiniType): Promise<Wire> {
  const body = await response.json<Wire>();
  const parsed = fromWire(schema, body);
  if (!parsed.success) throw parsed.error;
  expect(body).toEqual(toWire(parsed.data));
  return body;
}

export async function detailOf(response: Response): Promise<Record<string, unknown>> {
  return (await response.json<{ detail: Record<string, unknown> }>()).detail;
}
