/**
 * The protocol between the Worker and the ffmpeg service: JSON over HTTP, parsed on both sides.
 * `protocol` rises when a shape changes in a way that an older side would misread; each side accepts
 * the versions in PROTOCOLS. Lengths are milliseconds unless a name ends in `_s` (seconds).
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

export const PROTOCOL = 1;
export const PROTOCOLS = [1] as const;
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

/**
 * Where the result goes: part n (from 1) is PUT to `part_url` with `{part}` replaced by n, each
 * exactly `part_bytes` long except the last. The answer is `{ "etag": string }`.
 */
export const Upload = z.object({
  part_url: z.string().includes("{part}"),
  part_bytes: z
    .int()
    .min(5 * 1024 * 1024)
    .max(50 * 1024 * 1024),
});
export type Upload = z.infer<typeof Upload>;

/** One clip of a film, used from its first frame for `length_s` seconds; null means all of it. */
export const ClipInput = z.object({
  id: z.uuid(),
  url: z.url(),
  length_s: z.number().positive().max(36_000).nullable(),
});
export type ClipInput = z.infer<typeof ClipInput>;

const common = {
  protocol,
  job_id: z.uuid(),
  upload: Upload,
  /** POSTed a JobReport at most once a second and at the end; null when nobody listens. */
  progress_url: z.url().nullable(),
};

export const FilmRequest = z.object({
  ...common,
  kind: z.literal("film"),
  clips: z.array(ClipInput).min(1).max(200),
  /** Format of the film; null takes the format most of its clips have. */
  output: z
    .object({
      width: z.int().min(16).max(4096).multipleOf(2),
      height: z.int().min(16).max(4096).multipleOf(2),
      fps: z.number().min(1).max(120),
    })
    .nullable(),
});
export type FilmRequest = z.infer<typeof FilmRequest>;

/** Changes a picture's format, nothing else. */
export const ConvertRequest = z.object({
  ...common,
  kind: z.literal("convert"),
  url: z.url(),
  format: z.enum(["png", "jpg", "webp"]),
});
export type ConvertRequest = z.infer<typeof ConvertRequest>;

export const JobRequest = z.discriminatedUnion("kind", [FilmRequest, ConvertRequest]);
export type JobRequest = z.infer<typeof JobRequest>;

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

export const JobReport = z.object({
  protocol,
  job_id: z.uuid(),
  status: z.enum(["queued", "running", "succeeded", "failed", "canceled"]),
  /** 0 to 1, by frames done. */
  progress: z.number().min(0).max(1),
  /** What is being done, in plain words. */
  doing: z.string(),
  result: z
    .object({
      bytes: z.int(),
      parts: z.array(z.object({ part: z.int(), etag: z.string(), bytes: z.int() })).min(1),
      media: Media,
      warnings: z.array(z.string()),
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
