/** Where a published film can be read by anybody, for as long as it exists. */
import type { Config } from "../env.ts";
import { assetsPrefix } from "../media/keys.ts";

/** The id of the film's file follows. Null where the bucket has no public domain. */
export function publishedBase({
  publicMediaOrigin,
  workspaceId,
}: Pick<Config, "publicMediaOrigin" | "workspaceId">): string | null {
  return publicMediaOrigin === null ? null : `${publicMediaOrigin}/${assetsPrefix(workspaceId)}`;
}
