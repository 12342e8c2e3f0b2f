/** What every section of a project page works with. */
import type { AppInfo } from "../../workers/contracts/gateway.ts";
import type { Snapshot } from "../../workers/contracts/live.ts";
import type { ModelInfo } from "../../workers/contracts/models.ts";
import type { UsualTime } from "../../workers/contracts/usual-times.ts";
import type { FormFault } from "../forms/outcome.ts";

export type Desk = {
  snapshot: Snapshot;
  /** Epoch milliseconds, once a second. */
  now: number;
  models: readonly ModelInfo[];
  expectedSeconds: AppInfo["expectedSeconds"];
  /** Measured times, which stand before those: see usualSeconds. */
  usualTimes?: readonly UsualTime[];
  /** What the lasting address of a published film begins with, where there is one: see AppInfo. */
  publishedBase?: AppInfo["publishedBase"];
  formKey: string;
  /** The answer to a form that was posted without scripts. */
  fault: FormFault | null;
};
