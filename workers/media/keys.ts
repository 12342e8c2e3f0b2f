/**
 * The only place that builds or reads R2 keys. A file lies at `w/{workspaceId}/assets/{assetId}`: no
 * project and no name in it, so that nothing in the bucket moves when a project changes. What is kept of
 * films in the making lies apart, by project, and goes without anybody missing it.
 */
import { MEDIA_TYPES } from "./media-types.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const WORKSPACE_ID = /^[a-z0-9-]{1,64}$/;

/** A UUID in lower case. Other spellings of one UUID are refused, so that an asset has one key. */
export function isAssetId(value: string): boolean {
  return UUID.test(value);
}

export function isWorkspaceId(value: string): boolean {
  return WORKSPACE_ID.test(value);
}

/**
 * The R2 key of an asset. Throws on ids that could not have come from us: the caller has parsed its
 * input by now, and a wrong key must never reach the bucket.
 */
export function assetKey(workspaceId: string, assetId: string): string {
  if (!isAssetId(assetId)) throw new Error("assetKey: not an asset id");
  return `${assetsPrefix(workspaceId)}${assetId}`;
}

/** What the keys of all assets of a workspace begin with; an asset's id follows. */
export function assetsPrefix(workspaceId: string): string {
  if (!isWorkspaceId(workspaceId)) throw new Error("assetsPrefix: not a workspace id");
  return `w/${workspaceId}/assets/`;
}

/** The ids in an asset's key; null for any other key. */
export function parseAssetKey(key: string): { workspaceId: string; assetId: string } | null {
  const [root, workspaceId = "", folder, assetId = "", ...rest] = key.split("/");
  const isOurs = root === "w" && folder === "assets" && rest.length === 0;
  return isOurs && isWorkspaceId(workspaceId) && isAssetId(assetId)
    ? { workspaceId, assetId }
    : null;
}

/** The key of a part of a film in the making, found again by its content: 64 hex digits. */
export function filmPartKey(workspaceId: string, projectId: string, part: string): string {
  if (!isFilmPart(part)) throw new Error("filmPartKey: not the digest of a part");
  return `${filmPartsPrefix(workspaceId, projectId)}${part}`;
}

/** What the keys of all such parts of a project begin with. */
export function filmPartsPrefix(workspaceId: string, projectId: string): string {
  if (!isWorkspaceId(workspaceId)) throw new Error("filmPartsPrefix: not a workspace id");
  if (!isAssetId(projectId)) throw new Error("filmPartsPrefix: not a project id");
  return `w/${workspaceId}/parts/${projectId}/`;
}

export function isFilmPart(value: string): boolean {
  return /^[0-9a-f]{64}$/.test(value);
}

/** File name extension (no dot) of a content type, parameters ignored; `bin` when not one we keep. */
export function extensionFor(contentType: string): string {
  const essence = contentType.split(";", 1)[0]?.trim().toLowerCase();
  return MEDIA_TYPES.find((known) => known.contentType === essence)?.extension ?? "bin";
}
