/** A project that was deleted and can still come back. Times are epoch milliseconds. */
import * as z from "zod/mini";

export const Deletion = z.object({
  projectId: z.uuid(),
  title: z.string(),
  deletedAt: z.int(),
  /** From then on its files are gone. */
  restorableUntil: z.int(),
});
export type Deletion = z.infer<typeof Deletion>;
