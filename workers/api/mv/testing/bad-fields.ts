/** One wrong value at a time for every field of the bodies of /api/mv. */
import { LIMITS } from "../../../contracts/limits.ts";

/**
 * `expected`: the type of a 422, or what the sentence of a 400 must say. `undefined` as a value leaves
 * the field out. `at`: the entry of a list that is at fault.
 */
export type BadValue = [value: unknown, expected: string | RegExp, at?: number];

export type BodyCall = {
  path: string;
  maxBytes: number;
  /** A body that is accepted. */
  valid: Record<string, unknown>;
  fields: Record<string, BadValue[]>;
};

export const IMAGE = "3a8d5c17-f42b-4e96-8b70-6c9e1d2f5a48";
export const VIDEO = "e72f9b03-5d8c-4167-9f3a-4b0c7e1a8d26";
export const SONG = "0b7e4d52-93a6-4f18-8c2d-7a1f5e9b6d34";
export const NOBODY = "71c5e8a2-0f4d-4b96-a3d8-5e2b9f7c1a60";

const text = (maxChars: number): BadValue[] => [
  [7, "string_type"],
  [{ text: "x" }, "string_type"],
  ["x".repeat(maxChars + 1), "string_too_long"],
];
const required = (maxChars: number, blank: RegExp): BadValue[] => [
  ...text(maxChars),
  [undefined, "missing"],
  [null, "string_type"],
  ["", blank],
  [" \n\t", blank],
];
const whole = (least: number, most: number): BadValue[] => [
  ["4", "int_type"],
  [true, "int_type"],
  [[4], "int_type"],
  [least + 0.5, "int_type"],
  [least - 1, "greater_than_equal"],
  [most + 1, "less_than_equal"],
];
const NAME: BadValue[] = [
  ["nonsense", "literal_error"],
  ["", "literal_error"],
  [1, "literal_error"],
];
const YES_NO: BadValue[] = [
  ["true", "bool_type"],
  [1, "bool_type"],
];
const NOT_NULL = (type: string): BadValue[] => [[null, type]];
const id = (name: string): BadValue[] => [
  [7, "string_type"],
  ...["", "uuid-1", `${IMAGE} `, IMAGE.replaceAll("-", ""), "-".repeat(36), "../etc"].map(
    (value): BadValue => [value, new RegExp(`^Invalid ${name} format: `)],
  ),
];
const SIDE: BadValue[] = [
  ["640", "int_type"],
  [14, "greater_than_equal"],
  [4098, "less_than_equal"],
  [17, "multiple_of"],
];
const SEED = whole(0, 2_147_483_000);
const PROJECT = id("project_id");
const CHARACTER = required(LIMITS.characterChars, /^Character description is required$/);

/** Not base64, no picture, and too large by one byte. */
const PICTURE: BadValue[] = [
  [7, "string_type"],
  ["", /is not base64/],
  ["%%%%", /is not base64/],
  ["aGVsbG8=", /Upload a PNG, JPEG or WebP picture/],
  ["iVBORw0KGgo=", /The picture is cut off/],
];

export const BODY_CALLS: BodyCall[] = [
  {
    path: "/api/mv/generate_character_reference",
    maxBytes: LIMITS.jsonBodyBytes,
    valid: { character_description: "Silver robot" },
    fields: {
      character_description: CHARACTER,
      num_images: [...whole(1, 4), ...NOT_NULL("int_type")],
      aspect_ratio: [...NAME, ...NOT_NULL("literal_error"), ["2:1", "literal_error"]],
      safety_filter_level: [...NAME, ...NOT_NULL("literal_error")],
      person_generation: [...NAME, ...NOT_NULL("literal_error")],
      output_format: [...NAME, ...NOT_NULL("literal_error"), ["gif", "literal_error"]],
      negative_prompt: text(LIMITS.sceneChars),
      seed: SEED,
      config_flavor: text(100),
      project_id: PROJECT,
    },
  },
  {
    path: "/api/mv/create_scenes",
    maxBytes: LIMITS.jsonBodyBytes,
    valid: { idea: "A film", character_description: "Silver robot" },
    fields: {
      idea: required(LIMITS.ideaChars, /^Idea is required$/),
      character_description: CHARACTER,
      character_characteristics: [...text(500), ...NOT_NULL("string_type")],
      number_of_scenes: [...whole(1, LIMITS.scenes), ...NOT_NULL("int_type")],
      video_type: [...text(200), ...NOT_NULL("string_type")],
      video_characteristics: [...text(500), ...NOT_NULL("string_type")],
      camera_angle: [...text(200), ...NOT_NULL("string_type")],
      config_flavor: text(100),
      project_id: PROJECT,
    },
  },
  {
    path: "/api/mv/generate_video",
    maxBytes: 14 * 1024 * 1024,
    valid: { prompt: "A robot waters a flower" },
    fields: {
      prompt: required(LIMITS.sceneChars, /^Prompt is required$/),
      negative_prompt: text(LIMITS.sceneChars),
      reference_image_base64: PICTURE,
      character_reference_id: id("character_reference_id"),
      aspect_ratio: NAME,
      duration: whole(LIMITS.clipMinSeconds, LIMITS.clipMaxSeconds),
      generate_audio: YES_NO,
      resolution: NAME,
      seed: SEED,
      video_rules_template: text(LIMITS.sceneChars),
      backend: [
        ...text(40),
        ...NOT_NULL("string_type"),
        ["gemini", /one backend: replicate/],
        ["", /one backend: replicate/],
      ],
      config_flavor: text(100),
      project_id: PROJECT,
      sequence: [
        ["1", "int_type"],
        [1.5, "int_type"],
        [0, "greater_than_equal"],
        [1, /sequence needs project_id/],
      ],
    },
  },
  {
    path: "/api/mv/stitch-videos",
    maxBytes: LIMITS.jsonBodyBytes,
    valid: { video_ids: [VIDEO] },
    fields: {
      video_ids: [
        [undefined, "missing"],
        [null, "list_type"],
        [VIDEO, "list_type"],
        [{ 0: VIDEO }, "list_type"],
        [[VIDEO, 5], "string_type", 1],
        [[VIDEO, null], "string_type", 1],
        [new Array(201).fill(VIDEO), "too_long"],
        [[], /^video_ids list cannot be empty$/],
        [[VIDEO, "uuid-1"], /^Invalid video_id format: uuid-1$/],
        [[""], /^Invalid video_id format: $/],
      ],
      allow_missing: [...YES_NO, ...NOT_NULL("bool_type")],
      audio_overlay_id: id("audio_overlay_id"),
      suppress_video_audio: [...YES_NO, ...NOT_NULL("bool_type")],
      normalize_audio: [...YES_NO, ...NOT_NULL("bool_type")],
      transition: [
        ...text(40),
        ...NOT_NULL("string_type"),
        ["fade", /Name one of cut, crossfade, dip_black, dip_white, wipe, slide\.$/],
        ["", /Name one of cut/],
      ],
      transition_duration: [
        ["1", "int_type"],
        [null, "int_type"],
        [0.05, "greater_than_equal"],
        [2.5, "less_than_equal"],
      ],
      width: [...SIDE, [640, /Name both/]],
      height: [...SIDE, [360, /Name both/]],
      fps: [
        ["24", "int_type"],
        [0.5, "greater_than_equal"],
        [121, "less_than_equal"],
        [24, /Name all three/],
      ],
      project_id: PROJECT,
    },
  },
];
