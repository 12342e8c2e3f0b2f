/** What it costs to go on to the film without a stop. Amounts in US dollars, estimates. */
import type { Snapshot } from "../../workers/contracts/live.ts";
import type { ModelInfo } from "../../workers/contracts/models.ts";
import { takeUsd } from "./prices.ts";
import { sceneRows } from "./scene-rows.ts";

/** The clips that would be shot by themselves: of every scene that never had one. */
export function restUsd(snapshot: Snapshot, models: readonly ModelInfo[]): number {
  const { settings } = snapshot.project;
  const rows = sceneRows(snapshot);
  const lengths =
    rows.length === 0
      ? Array.from({ length: settings.sceneCount }, () => settings.clipLengthS)
      : rows.flatMap(({ scene, main }) => (main === null ? [scene.lengthS] : []));
  return lengths.reduce((sum, lengthS) => sum + takeUsd(models, settings, { lengthS }), 0);
}
