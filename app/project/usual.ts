/** How long a job usually takes: as measured for its model and length, else as was set beforehand. */
import type { AppInfo } from "../../workers/contracts/gateway.ts";
import type { Job } from "../../workers/contracts/job.ts";
import type { Snapshot } from "../../workers/contracts/live.ts";
import { type UsualTime, lengthClass } from "../../workers/contracts/usual-times.ts";
import { trimOf } from "./takes.ts";

export type Usual = {
  snapshot: Pick<Snapshot, "clips" | "films" | "assets">;
  /** What was measured, if anything was. */
  usualTimes?: readonly UsualTime[];
  expectedSeconds: AppInfo["expectedSeconds"];
};

/** In seconds. Of other lengths of the same model, the nearest says more than a setting. */
export function usualSeconds(
  { kind, model, targetId }: Pick<Job, "kind" | "model" | "targetId">,
  { snapshot, usualTimes = [], expectedSeconds }: Usual,
): number {
  const asked = lengthClass(kind, lengthOf(snapshot, targetId));
  const [nearest] = usualTimes
    .filter((each) => each.kind === kind && each.model === model)
    .sort((a, b) => Math.abs(a.lengthS - asked) - Math.abs(b.lengthS - asked));
  return nearest?.seconds ?? expectedSeconds[kind];
}

/** Seconds of a clip as it is shot, or of a film as its clips are trimmed; 0 for what has no length. */
function lengthOf({ clips, films, assets }: Usual["snapshot"], targetId: string | null): number {
  const clip = clips.find(({ id }) => id === targetId);
  if (clip !== undefined) return clip.shotLengthS;
  const film = films.find(({ id }) => id === targetId);
  return clips
    .filter(({ id }) => film?.clipIds.includes(id))
    .reduce((sum, each) => {
      const asset = assets.find(({ id }) => id === each.assetId) ?? null;
      const { inS, outS } = trimOf(each, asset);
      return sum + outS - inS;
    }, 0);
}
