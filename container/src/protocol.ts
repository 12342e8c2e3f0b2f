/**
 * The protocol between the Worker and the ffmpeg service: JSON over HTTP, parsed on both sides.
 * `protocol` rises when a shape changes in a way that an older side would misread; each side accepts
 * the versions in PROTOCOLS, and a report speaks the version of its request. What version 2 added may
 * be left out and has a default. Lengths are milliseconds unless a name ends in `_s` (seconds).
 * protocol/film.ts has what a film is made of.
 *
 *   POST   /jobs      JobRequest  -> 202 JobReport (the same job id again: the job as it stands)
 *   GET    /jobs/:id              -> 200 JobReport, 404 for an id this instance never saw
 *   DELETE /jobs/:id              -> 200 JobReport, canceled unless it had already ended
 *   POST   /probe     ProbeRequest -> 200 ProbeReport, 422 Fault when the media can't be decoded
 *   GET    /health                -> 200 Health
 *
 * Any refusal is a Fault. 400: not this protocol; 422: the media is at fault; 503: busy or stopping.
 */
import * as z from "zod";
import { film } from "./protocol/film.ts";
import { Upload } from "./protocol/upload.ts";

export { Upload } from "./protocol/upload.ts";

export const PROTOCOL = 2;
export const PROTOCOLS = [1, 2] as const;
const protocol = z.literal(PROTOCOLS);

export const FAULT_CODES = [
  "invalid_request",
  "not_found",
  "input_unreachable",
  "input_invalid",
  "disk_full",
  "encode_failed",
  "upload_failed",
  "stopping",
  "busy",
  "internal",
] as const;

/** `clip_id` names the input at fault; `detail` is the tail of ffmpeg's log, without URLs. */
export const Fault = z.object({
  code: z.enum(FAULT_CODES),
  message: z.string(),
  clip_id: z.string().optional(),
  detail: z.string().optional(),
});
export type Fault = z.infer<typeof Fault>;

const common = {
  protocol,
  job_id: z.uuid(),
  upload: Upload,
  /** POSTed a JobReport at most once a second and at the end; null when nobody listens. */
  progress_url: z.url().nullable(),
};

export const FilmRequest = z
  .object({ ...common, kind: z.literal("film"), ...film })
  .refine(({ clips, joins }) => joins.length === 0 || joins.length === clips.length - 1, {
    path: ["joins"],
    error: "one fewer than clips, or none",
  });
/** As it is sent; the service works with FilmOrder, where every default is filled in. */
export type FilmRequest = z.input<typeof FilmRequest>;
export type FilmOrder = z.output<typeof FilmRequest>;

/** Changes a picture's format, nothing else. */
export const ConvertRequest = z.object({
  ...common,
  kind: z.literal("convert"),
  url: z.url(),
  format: z.enum(["png", "jpg", "webp"]),
});
export type ConvertRequest = z.infer<typeof ConvertRequest>;

/**
 * The check of a clip as it arrives. `upload` takes its poster, a JPEG; the others are made where they
 * are given. The result's `bytes` and `parts` are the poster's, its `media` is the clip itself, and
 * strip and mezzanine stand in `files` under those names.
 */
export const CheckRequest = z.object({
  ...common,
  kind: z.literal("check"),
  url: z.url(),
  /** Frames side by side in one JPEG, each 90 pixels high, evenly spread. */
  strip: z.object({ upload: Upload, frames: z.int().min(2).max(60).default(10) }).nullable(),
  /**
   * A copy in the film's format, with keyframes where films join. Made only when the clip can't be
   * used as it is; `output` null keeps its own size and rate.
   */
  mezzanine: z
    .object({
      upload: Upload,
      output: film.output,
      fit: film.fit,
      /** Seconds on the clip's clock that start a new group; the usual joins where empty. */
      keyframes_s: z.array(z.number().min(0).max(36_000)).max(100).default([]),
    })
    .nullable(),
});
export type CheckRequest = z.input<typeof CheckRequest>;
export type CheckOrder = z.output<typeof CheckRequest>;

export const JobRequest = z.discriminatedUnion("kind", [FilmRequest, ConvertRequest, CheckRequest]);
export type JobRequest = z.input<typeof JobRequest>;
export type JobOrder = z.output<typeof JobRequest>;

/** What a decoded file is. `fps` is the average rate. `duration_ms` is the longest stream's. */
export const Media = z.object({
  media: z.enum(["image", "video", "audio"]),
  format: z.string(),
  bytes: z.int(),
  duration_ms: z.number(),
  video: z
    .object({
      codec: z.string(),
      width: z.int(),
      height: z.int(),
      fps: z.number(),
      frames: z.int(),
      duration_ms: z.number(),
    })
    .nullable(),
  audio: z
    .object({
      codec: z.string(),
      channels: z.int(),
      sample_rate: z.int(),
      duration_ms: z.number(),
    })
    .nullable(),
});
export type Media = z.infer<typeof Media>;

const Part = z.object({ part: z.int(), etag: z.string(), bytes: z.int() });

/** What is being done, for machines. `done` of `of` things of the step; both 0 where nothing counts. */
export const Step = z.object({
  name: z.enum([
    "wait",
    "fetch",
    "check",
    "plan",
    "encode",
    "sound",
    "join",
    "derive",
    "save",
    "end",
  ]),
  done: z.number(),
  of: z.number(),
  clip_id: z.string().optional(),
});
export type Step = z.infer<typeof Step>;

/**
 * What the check of a clip measured, and the pictures it took, in pixels. Shares are 0 to 1 of its length.
 */
export const Findings = z.object({
  /** Integrated loudness in LUFS and true peak in dBTP; null where there is no sound or only silence. */
  loudness_lufs: z.number().nullable(),
  peak_dbtp: z.number().nullable(),
  black_share: z.number(),
  frozen_share: z.number(),
  silent_share: z.number(),
  /** Why films can't copy the clip as it is, in plain words; empty when they can. */
  mezzanine_reasons: z.array(z.string()),
  /** Left out by services from before sizes were told. */
  poster: z.object({ width: z.int(), height: z.int() }).optional(),
  /** `frames` tiles side by side without gaps. Left out as the poster's size is, or without a strip. */
  strip: z.object({ frames: z.int(), tile_width: z.int(), tile_height: z.int() }).optional(),
});
export type Findings = z.infer<typeof Findings>;

/** A further result of a job: a rendition by its name, or `strip` and `mezzanine`. */
export const ResultFile = z.object({
  name: z.string(),
  bytes: z.int(),
  parts: z.array(Part).min(1),
  media: Media,
});
export type ResultFile = z.infer<typeof ResultFile>;

export const JobReport = z.object({
  protocol,
  job_id: z.uuid(),
  status: z.enum(["queued", "running", "succeeded", "failed", "canceled"]),
  /** 0 to 1, by frames done. */
  progress: z.number().min(0).max(1),
  /** What is being done, in plain words. */
  doing: z.string(),
  step: Step.optional(),
  result: z
    .object({
      bytes: z.int(),
      parts: z.array(Part).min(1),
      media: Media,
      warnings: z.array(z.string()),
      files: z.array(ResultFile).optional(),
      findings: Findings.optional(),
    })
    .nullable(),
  error: Fault.nullable(),
});
export type JobReport = z.infer<typeof JobReport>;

/** The whole file is decoded; `media` says whether a picture, a clip or a song is expected. */
export const ProbeRequest = z.object({
  protocol,
  url: z.url(),
  media: z.enum(["image", "video", "audio"]),
});
export type ProbeRequest = z.infer<typeof ProbeRequest>;

export const ProbeReport = z.object({ protocol, media: Media });
export type ProbeReport = z.infer<typeof ProbeReport>;

export const Health = z.object({
  protocol,
  status: z.enum(["ok", "stopping"]),
  ffmpeg: z.string(),
  jobs: z.int(),
});
export type Health = z.infer<typeof Health>;
