/** How long a job usually takes: as measured for its model and length, else as was set beforehand. */
import type { AppInfo } from "../../workers/contracts/gateway.ts";
import type { Job } from "../../workers/contracts/job.ts";
import { type UsualTime, lengthClass } from "../../workers/contracts/usual-times.ts";

export type Usual = {
  /** What was measured, if anything was. */
  usualTimes?: readonly UsualTime[];
  expectedSeconds: AppInfo["expectedSeconds"];
};

/** In seconds. Of other lengths of the same model, the nearest says more than a setting. */
export function usualSeconds(
  { kind, model }: Pick<Job, "kind" | "model">,
  lengthS: number,
  { usualTimes = [], expectedSeconds }: Usual,
): number {
  const asked = lengthClass(kind, lengthS);
  const [nearest] = usualTimes
    .filter((each) => each.kind === kind && each.model === model)
    .sort((a, b) => Math.abs(a.lengthS - asked) - Math.abs(b.lengthS - asked));
  return nearest?.seconds ?? expectedSeconds[kind];
}
