import type { Checked } from "../../domain/ingest.ts";
import type { Media } from "../../stitch/protocol.ts";

/** A decoded file as the domain knows it: a picture has no length and no sound. */
export function factsOf({ media, video, audio, duration_ms }: Media): Checked {
  const isPicture = media === "image";
  return {
    width: video?.width ?? null,
    height: video?.height ?? null,
    durationMs: isPicture ? null : Math.round(duration_ms),
    hasAudio: isPicture ? null : audio !== null,
  };
}
