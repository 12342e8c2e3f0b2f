/** How the upload of a clip of one's own stands, for whoever sends its parts. */
import * as z from "zod/mini";

export const OwnClipUpload = z.object({
  id: z.uuid(),
  sceneId: z.uuid(),
  fileName: z.string(),
  bytes: z.int(),
  /** Every part but the last has this many bytes. */
  partBytes: z.int(),
  /** Where its parts go: PUT, with `?part=` and the part's number. */
  url: z.string(),
  /** Numbers of the parts that are to come, from 1. */
  missingParts: z.array(z.int()),
  /** When it is given up, if no part comes before. */
  expiresAt: z.int(),
});
export type OwnClipUpload = z.infer<typeof OwnClipUpload>;
