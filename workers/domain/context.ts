/** What a decision is given from outside: time, randomness, and what models can do. All pure. */
import type { ErrorBody, Result } from "../contracts/errors.ts";
import type { FailureKind, RefusedPart } from "../contracts/failure.ts";
import type { Substitution } from "../contracts/models.ts";
import type { Project, Scene } from "../contracts/project.ts";
import type { Durations } from "./durations.ts";
import type { ClipOrder, PortraitOrder, Reference, ScriptOrder } from "./orders.ts";
import type { WrittenScene } from "./state.ts";

/** What a job will cost and change, known before it is paid for. */
export type Planned = {
  model: string;
  estimateUsd: number;
  substitutions: Substitution[];
};

/** The first three write a project's own wishes down as orders; the next three ask a model about one. */
export type Planner = {
  portraitOrder(project: Project, seed: number | null): PortraitOrder;
  scriptOrder(project: Project): ScriptOrder;
  clipOrder(project: Project, scene: Scene, reference: Reference | null): ClipOrder;
  portrait(order: PortraitOrder, model: string): Result<Planned>;
  script(order: ScriptOrder, model: string): Result<Planned>;
  /** `shotLengthS`: seconds the model shoots for the length that was asked. */
  clip(order: ClipOrder, model: string): Result<Planned & { shotLengthS: number }>;
  /** The catalogue's next model when one is gone; null when the person chose it, or none is left. */
  nextModel(kind: "image" | "text" | "video", model: string, gone: string[]): string | null;
  /** `note` says what was changed to keep the count. */
  readScript(
    text: string,
    sceneCount: number,
  ): Result<{ scenes: WrittenScene[]; note: string | null }>;
};

export type Context = {
  now: number;
  newId: () => string;
  /** In [0, 1). */
  random: () => number;
  times: Durations;
  planner: Planner;
  /** The provider of this moment. */
  provider: { origin: string; isSimulated: boolean };
};

/** A prediction as the machine sees it, whoever told us: create answer, webhook, poll or listing. */
export type Observation = {
  predictionId: string;
  status: "starting" | "processing" | "succeeded" | "failed" | "canceled" | "aborted";
  /** Whether it ever ran; a prediction that never started is not billed. */
  hasStarted: boolean;
  progress: number | null;
  /** For a succeeded one: the file or text, or why there is none. */
  output: Result<{ url: string } | { text: string }> | null;
  failure: { kind: FailureKind; refused?: RefusedPart | null; error: ErrorBody } | null;
};
