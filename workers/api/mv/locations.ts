/** Addresses of files: on this server, and in presigned mode at the store as well. */
import type { Config } from "../../env.ts";
import { presignGet } from "../../media/presigned.ts";
import type { Found } from "./library.ts";

export type Kind = "image" | "video";

const PATHS: Record<Kind, string> = {
  image: "/api/mv/get_character_reference/",
  video: "/api/mv/get_video/",
};

/** Where this server hands the file out, in both storage modes. */
export function serverPath(kind: Kind, assetId: string): string {
  return PATHS[kind] + assetId;
}

/** At the store; null in direct mode. `expiresInS` is null for a published film, which does not expire. */
export type CloudAddress = { url: string; expiresInS: number | null };

export async function cloudAddress(
  config: Config,
  file: Pick<Found, "key" | "isPublished">,
  now: number,
): Promise<CloudAddress | null> {
  if (file.isPublished && config.publicMediaOrigin !== null) {
    return { url: `${config.publicMediaOrigin}/${file.key}`, expiresInS: null };
  }
  if (config.storage.kind === "direct") return null;
  const { url, expiresAt } = await presignGet(config.storage, file.key, now);
  return { url, expiresInS: Math.floor((expiresAt - now) / 1_000) };
}
