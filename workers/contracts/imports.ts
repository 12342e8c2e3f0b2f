/** How an import stands, for whoever sends its files. */
import * as z from "zod/mini";

/** A file that has not come, or not whole. */
export const WantedFile = z.object({
  /** As in the manifest. */
  path: z.string(),
  bytes: z.int(),
  /** Every part but the last has this many bytes. */
  partBytes: z.int(),
  /** Where its parts go: PUT, with `?part=` and the part's number. */
  url: z.string(),
  /** Numbers of the parts that are to come, from 1. */
  missingParts: z.array(z.int()),
});
export type WantedFile = z.infer<typeof WantedFile>;

export const ImportState = z.object({
  projectId: z.uuid(),
  /** The project is there; nothing is wanted any more. */
  isComplete: z.boolean(),
  /** When an import that is not complete is given up, and its files are removed. */
  expiresAt: z.nullable(z.int()),
  files: z.array(WantedFile),
});
export type ImportState = z.infer<typeof ImportState>;
