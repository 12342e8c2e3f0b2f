/**
 * What /api/mv answers. Fields beyond the predecessor's stand beside its own; clients that read only
 * those read on.
 */
import * as z from "zod/mini";
import { Job, JobStatus } from "../../contracts/job.ts";

const nullable = z.nullable;
const text = z.string();
const texts = z.array(text);

export const ImagesAnswer = z.object({
  images: z.array(
    z.object({
      id: z.uuid(),
      path: text,
      base64: z.optional(nullable(text)),
      cloudUrl: nullable(text),
    }),
  ),
  metadata: z.object({
    characterDescription: text,
    modelUsed: text,
    numImagesRequested: z.int(),
    numImagesGenerated: z.int(),
    parametersUsed: z.object({
      aspectRatio: text,
      safetyFilterLevel: text,
      personGeneration: text,
      outputFormat: text,
      negativePrompt: nullable(text),
      seed: nullable(z.int()),
    }),
    configFlavor: text,
    failures: z.array(z.object({ index: z.int(), code: text, message: text })),
    warnings: texts,
    projectId: z.uuid(),
    generationTimestamp: text,
  }),
});

export const ScenesAnswer = z.object({
  scenes: z.array(z.object({ description: text, negativeDescription: text })),
  outputFiles: z.object({ json: text, markdown: text }),
  metadata: z.object({
    idea: text,
    numberOfScenes: z.int(),
    modelUsed: nullable(text),
    parametersUsed: z.object({
      characterCharacteristics: text,
      videoType: text,
      videoCharacteristics: text,
      cameraAngle: text,
      numberOfScenes: z.int(),
    }),
    configFlavor: text,
    warnings: texts,
    projectId: z.uuid(),
    generationTimestamp: text,
  }),
});

const cloudUrls = z.optional(z.object({ video: text }));

export const VideoAnswer = z.object({
  videoId: z.uuid(),
  videoPath: text,
  videoUrl: text,
  metadata: z.object({
    prompt: text,
    fullPrompt: text,
    backendUsed: text,
    modelUsed: nullable(text),
    parametersUsed: z.object({
      aspectRatio: text,
      duration: z.number(),
      generateAudio: z.boolean(),
      resolution: text,
      seed: nullable(z.int()),
      negativePrompt: nullable(text),
    }),
    configFlavor: text,
    characterReferenceId: nullable(text),
    characterReferenceWarning: nullable(text),
    durationSeconds: nullable(z.number()),
    warnings: texts,
    projectId: z.uuid(),
    cloudUrls: cloudUrls,
    localVideoUrl: text,
    generationTimestamp: text,
    processingTimeSeconds: z.number(),
  }),
  characterReferenceWarning: nullable(text),
});

export const StitchAnswer = z.object({
  videoId: z.uuid(),
  videoPath: text,
  videoUrl: text,
  metadata: z.object({
    inputVideoIds: texts,
    numVideosStitched: z.int(),
    missingVideoIds: texts,
    mergeTimeSeconds: z.number(),
    totalProcessingTimeSeconds: z.number(),
    generationTimestamp: text,
    storageBackend: z.enum(["s3", "local"]),
    cloudUrls: cloudUrls,
    stitchedVideoId: z.uuid(),
    videoDurationSeconds: nullable(z.number()),
    audioOverlayId: nullable(text),
    audioOverlayApplied: z.boolean(),
    audioOverlayWarning: nullable(text),
    audioOverlayDurationSeconds: nullable(z.number()),
    videoAudioSuppressed: z.boolean(),
    projectId: z.uuid(),
  }),
  audioOverlayApplied: z.boolean(),
  audioOverlayWarning: nullable(text),
  warnings: texts,
});

/** Presigned mode without redirect. `expiresInSeconds` is null for a published film. */
export const FileAnswer = z.object({
  imageId: z.optional(text),
  imageUrl: z.optional(text),
  videoId: z.optional(text),
  videoUrl: z.optional(text),
  storageBackend: z.literal("s3"),
  expiresInSeconds: nullable(z.int()),
  cloudPath: text,
});

export const ImageInfo = z.object({
  id: text,
  exists: z.boolean(),
  contentType: nullable(text),
  bytes: nullable(z.int()),
  width: nullable(z.int()),
  height: nullable(z.int()),
  createdAt: nullable(text),
  prompt: nullable(text),
  model: nullable(text),
  seed: nullable(z.int()),
  projectId: nullable(text),
  imageUrl: nullable(text),
  isMock: z.boolean(),
});

export const VideoInfo = z.object({
  videoId: text,
  exists: z.boolean(),
  fileSizeBytes: nullable(z.int()),
  createdAt: nullable(text),
  width: nullable(z.int()),
  height: nullable(z.int()),
  durationSeconds: nullable(z.number()),
  hasAudio: nullable(z.boolean()),
  projectId: nullable(text),
  isMock: z.boolean(),
  servingMode: z.enum(["cloud", "local"]),
  cloudUrl: nullable(text),
  cloudStorage: nullable(
    z.object({ backend: z.literal("s3"), expiresInSeconds: nullable(z.int()) }),
  ),
});

export const ImageUploaded = z.object({
  imageId: z.uuid(),
  imageUrl: text,
  filename: text,
  contentType: text,
  fileSize: z.int(),
  width: nullable(z.int()),
  height: nullable(z.int()),
  projectId: z.uuid(),
});

export const AudioUploaded = z.object({
  audioId: z.uuid(),
  audioOverlayId: z.uuid(),
  filename: text,
  contentType: text,
  fileSize: z.int(),
  durationSeconds: nullable(z.number()),
  projectId: z.uuid(),
});

export const FlavorList = z.object({
  flavors: texts,
  details: z.array(z.object({ name: text, label: text, description: text })),
});

/** `result` is the body that the waiting form of the call would have answered. */
export const CallReport = z.object({
  id: z.uuid(),
  route: text,
  status: JobStatus,
  projectId: z.uuid(),
  jobs: z.array(Job),
  result: nullable(z.record(z.string(), z.unknown())),
  error: nullable(z.record(z.string(), z.unknown())),
});

/** A refusal: one object, or for fields of the wrong type or out of range a list. */
export const MvError = z.object({
  detail: z.union([
    z.looseObject({ error: text, message: text, details: z.unknown() }),
    z.array(
      z.object({
        type: text,
        loc: z.array(z.union([text, z.int()])),
        msg: text,
        input: z.unknown(),
      }),
    ),
  ]),
});

/** The scenes of a project as a file. */
export const ScenesFile = z.object({
  scenes: z.array(z.object({ description: text, negativeDescription: text })),
});
