/** What a decision is given from outside: time, randomness, and what models can do. All pure. */
import type { ErrorBody, Result } from "../contracts/errors.ts";
import type { Substitution } from "../contracts/models.ts";
import type { Project, Scene } from "../contracts/project.ts";
import type { Durations } from "./durations.ts";
import type { FailureKind } from "./retry-policy.ts";

/** What a job will cost and change, known before it is paid for. */
export type Planned = {
  model: string;
  estimateUsd: number;
  substitutions: Substitution[];
  prompt: string;
};

export type WrittenScene = { description: string; negativeDescription: string };

export type Planner = {
  portrait(project: Project, model: string, seed: number | null): Result<Planned>;
  script(project: Project, model: string): Result<Planned>;
  /** `shotLengthS`: seconds the model shoots for a scene's length. */
  clip(
    project: Project,
    scene: Scene,
    model: string,
    hasCharacter: boolean,
  ): Result<Planned & { shotLengthS: number }>;
  /** The catalogue's next model when one is gone; null when the person chose it, or none is left. */
  nextModel(kind: "image" | "text" | "video", model: string, gone: string[]): string | null;
  parseScript(text: string, sceneCount: number): Result<WrittenScene[]>;
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
  failure: { kind: FailureKind; error: ErrorBody } | null;
};
