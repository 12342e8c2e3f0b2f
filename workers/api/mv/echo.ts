/** What the answer of a call repeats of its request, as it is kept with the call. */
import * as z from "zod/mini";

const common = {
  /** parameters_used of the answer. */
  parameters: z.record(z.string(), z.unknown()),
  flavor: z.string(),
  warnings: z.array(z.string()),
};

export const ImagesEcho = z.object({ characterDescription: z.string(), ...common });
export const ScenesEcho = z.object({ idea: z.string(), ...common });
export const VideoEcho = z.object({
  prompt: z.string(),
  referenceId: z.nullable(z.string()),
  referenceWarning: z.nullable(z.string()),
  ...common,
});
export const StitchEcho = z.object({
  videoIds: z.array(z.string()),
  missing: z.array(z.string()),
  /** The song that was asked for, with its whole length. */
  audioOverlayId: z._default(z.nullable(z.string()), null),
  audioOverlaySeconds: z._default(z.nullable(z.number()), null),
  isVideoAudioSuppressed: z._default(z.boolean(), false),
  warnings: z.array(z.string()),
});

export type ImagesEcho = z.infer<typeof ImagesEcho>;
export type ScenesEcho = z.infer<typeof ScenesEcho>;
export type VideoEcho = z.infer<typeof VideoEcho>;
export type StitchEcho = z.infer<typeof StitchEcho>;

export function readEcho<T>(schema: z.ZodMiniType<T>, call: { echo: string }): T {
  return z.parse(schema, JSON.parse(call.echo));
}
