/** Which file of a clip its films are cut from. */
import type { Reference } from "./orders.ts";
import type { ProjectState } from "./state.ts";

/**
 * The copy that was made for cutting where there is one, else the file itself. Null for an asset that
 * the project does not have.
 */
export function cuttable(state: Pick<ProjectState, "assets">, assetId: string): Reference | null {
  const asset = state.assets.get(assetId);
  const file = state.assets.get(asset?.mezzanineAssetId ?? "") ?? asset;
  return file === undefined ? null : { assetId: file.id, contentType: file.contentType };
}
