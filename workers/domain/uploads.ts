/** Files that people and programs send in: named before the first byte, attached once they are whole. */
import { fail, ok, type Result } from "../contracts/errors.ts";
import type { Asset, CharacterReference, Song } from "../contracts/project.ts";
import { pruneLater } from "./leftovers.ts";
import { nextOption } from "./making.ts";
import type { Draft } from "./state.ts";

export type UploadCommand =
  /** Writes the id down before the file, so that a file never lies in R2 without anybody knowing. */
  | { type: "begin_upload"; assetId: string }
  /** The file is whole, and becomes a portrait to choose from or a song. */
  | {
      type: "attach_upload";
      asset: Omit<Asset, "isSimulated" | "createdAt">;
      /** For a song: its title. */
      title: string;
    };

export function beginUpload(draft: Draft, assetId: string): Result<null> {
  // Begun again after it was attached: there is nothing to wait for.
  if (draft.get("assets", assetId) !== undefined) return ok(null);
  draft.put("uploads", { id: assetId, createdAt: draft.now, file: null });
  pruneLater(draft, assetId);
  return ok(null);
}

export function attachUpload(
  draft: Draft,
  { asset, title }: Extract<UploadCommand, { type: "attach_upload" }>,
): Result<null> {
  if (draft.get("assets", asset.id) !== undefined) return ok(null);
  if (draft.get("uploads", asset.id) === undefined) {
    return fail("asset_missing", "The upload took too long and was given up. Send the file again.");
  }
  draft.remove("uploads", asset.id);
  draft.unwake({ kind: "prune", assetId: asset.id });
  draft.put("assets", { ...asset, isSimulated: false, createdAt: draft.now });
  const id = draft.context.newId();
  if (asset.media === "image") draft.put("characterReferences", portrait(draft, id, asset.id));
  if (asset.media === "audio") draft.put("songs", song(draft, id, asset.id, title));
  return ok(null);
}

/** The file is gone from R2, or was never there. */
export function forgetUpload(draft: Draft, assetId: string): void {
  if (draft.get("uploads", assetId) !== undefined) draft.remove("uploads", assetId);
}

function portrait(draft: Draft, id: string, assetId: string): CharacterReference {
  const option = nextOption(draft);
  return { id, option, jobId: null, assetId, prompt: "", seed: null, createdAt: draft.now };
}

function song(draft: Draft, id: string, assetId: string, title: string): Song {
  return { id, assetId, title, createdAt: draft.now };
}
