/** Where a result goes. */
import * as z from "zod";

/**
 * Part n (from 1) is PUT to `part_url` with `{part}` replaced by n, each exactly `part_bytes` long
 * except the last. The answer is `{ "etag": string }`.
 */
export const Upload = z.object({
  part_url: z.string().includes("{part}"),
  part_bytes: z
    .int()
    .min(5 * 1024 * 1024)
    .max(50 * 1024 * 1024),
});
export type Upload = z.infer<typeof Upload>;
