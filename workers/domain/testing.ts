/** A project in the test's hands: a fixed clock, counted ids, a planner that always agrees. */
import { expect } from "vitest";
import { fail, ok } from "../contracts/errors.ts";
import { DEFAULT_FILM_OPTIONS, type FilmOptions } from "../contracts/film-options.ts";
import type { ProjectMode, ProjectSettings } from "../contracts/project.ts";
import type { Context, Observation, Planner } from "./context.ts";
import type { Command } from "./commands.ts";
import { type Answer, decide } from "./decide.ts";
import { durations } from "./durations.ts";
import type { Effect, Wakeup } from "./effects.ts";
import { type Attempt, emptyState, type JobRecord, type ProjectState } from "./state.ts";

export const T0 = 1_800_000_000_000;
export const PROJECT = "00000000-0000-4000-8000-00000000aaaa";
export const times = durations(1);

export const SETTINGS: ProjectSettings = {
  sceneCount: 2,
  clipLengthS: 8,
  aspectRatio: "16:9",
  resolution: "720p",
  imageCount: 2,
  imageFormat: "png",
  generateAudio: true,
  seed: 10,
  negativePrompt: null,
  imageModel: "maker/image",
  textModel: "maker/text",
  videoModel: "maker/video",
};

const plan = { model: "", estimateUsd: 0.5, substitutions: [] };

export const agreeable: Planner = {
  portraitOrder: (project, seed) => ({
    kind: "character",
    prompt: project.characterDescription,
    negativePrompt: null,
    aspectRatio: "1:1",
    format: "png",
    seed,
    safetyFilterLevel: null,
    personGeneration: null,
    reference: null,
  }),
  scriptOrder: ({ idea, characterDescription, settings }) => ({
    kind: "script",
    idea,
    characterDescription,
    sceneCount: settings.sceneCount,
    lengthS: settings.clipLengthS,
    style: null,
    rewrite: null,
  }),
  clipOrder: ({ settings }, scene, reference) => ({
    kind: "clip",
    prompt: scene.description,
    negativePrompt: scene.negativeDescription === "" ? null : scene.negativeDescription,
    lengthS: scene.lengthS,
    aspectRatio: settings.aspectRatio,
    resolution: settings.resolution,
    seed: null,
    generateAudio: settings.generateAudio,
    reference,
  }),
  portrait: (_order, model) => ok({ ...plan, model, estimateUsd: 0.04 }),
  script: (_order, model) => ok({ ...plan, model, estimateUsd: 0.001 }),
  clip: (order, model) => ok({ ...plan, model, shotLengthS: Math.max(8, order.lengthS) }),
  nextModel: (_kind, _model, gone) => (gone.length === 1 ? "maker/next" : null),
  readScript: (text, count) =>
    text === "garbage"
      ? fail("output_invalid", "The model answered without a list of scenes.")
      : ok({
          scenes: Array.from({ length: count }, (_, index) => ({
            description: `${text} ${index + 1}`,
            negativeDescription: "",
          })),
          note: null,
        }),
};

export class Bench {
  state: ProjectState = emptyState();
  now = T0;
  planner: Planner = agreeable;
  isSimulated = true;
  effects = new Map<string, { effect: Effect; dueAt: number }>();
  wakeups = new Map<string, { wakeup: Wakeup; dueAt: number }>();
  #ids = 0;

  newId(): string {
    this.#ids += 1;
    return `00000000-0000-4000-8000-${String(this.#ids).padStart(12, "0")}`;
  }

  get context(): Context {
    return {
      now: this.now,
      newId: () => this.newId(),
      random: () => 0.5,
      times,
      planner: this.planner,
      provider: { origin: "http://provider", isSimulated: this.isSimulated },
    };
  }

  /** Applies a command and keeps its effects and wakeups as the store would; null when refused. */
  tell(command: Command): Answer | null {
    const decided = decide(this.state, command, this.context);
    if (!decided.ok) return null;
    const { draft, answer } = decided.value;
    this.state = draft.state;
    for (const [key, row] of draft.effects) this.effects.set(key, row);
    for (const [key, row] of draft.wakeups) {
      if (row === null) this.wakeups.delete(key);
      else this.wakeups.set(key, row);
    }
    return answer;
  }

  create(mode: ProjectMode = "quick", settings: Partial<ProjectSettings> = {}): void {
    const project = {
      id: PROJECT,
      workspaceId: "default",
      title: "A title",
      idea: "An idea",
      characterDescription: "A character",
      mode,
      settings: { ...SETTINGS, ...settings },
    };
    expect(this.tell({ type: "create", project })).not.toBeNull();
  }

  jobs(kind: JobRecord["kind"]): JobRecord[] {
    return [...this.state.jobs.values()].filter((job) => job.kind === kind);
  }

  job(id: string): JobRecord {
    const job = this.state.jobs.get(id);
    if (job === undefined) throw new Error(`No job ${id}`);
    return job;
  }

  attempt(jobId: string): Attempt {
    const attempt = [...this.state.attempts.values()].filter((each) => each.jobId === jobId).at(-1);
    if (attempt === undefined) throw new Error(`No attempt of job ${jobId}`);
    return attempt;
  }

  begin(jobId: string): Attempt {
    const job = this.job(jobId);
    const kinds = job.order?.kind === "film" ? job.order.renditions : [];
    this.effects.delete(`submit:${jobId}`);
    this.tell({
      type: "begin",
      jobId,
      attemptId: this.newId(),
      nonce: `nonce-${this.newId()}`,
      assetId: this.newId(),
      uploadId: job.kind === "film" ? "upload" : null,
      renditions: kinds.map((kind) => ({ kind, assetId: this.newId(), uploadId: "upload" })),
      model: job.model ?? "",
      input: "{}",
      estimateUsd: job.estimateUsd,
      hasWebhook: true,
    });
    return this.attempt(jobId);
  }

  /** Null when it is refused. */
  cut({
    allowMissing = false,
    options = {},
  }: { allowMissing?: boolean; options?: Partial<FilmOptions> } = {}): Answer | null {
    const all = { ...DEFAULT_FILM_OPTIONS, ...options };
    return this.tell({ type: "start", input: { kind: "film", allowMissing, options: all } });
  }

  /** Past the deadline of a job, and past the last look that follows it. */
  passDeadline(jobId: string): void {
    for (let look = 0; look < 2; look++) {
      this.now = Math.max(this.now, this.job(jobId).deadlineAt);
      this.tell({ type: "wake", wakeup: { kind: "deadline", jobId } });
    }
  }

  /** Begun and accepted: a prediction runs. */
  run(jobId: string): Attempt {
    const { id } = this.begin(jobId);
    this.tell({
      type: "created",
      attemptId: id,
      answer: { kind: "accepted", observation: seen({ predictionId: `p-${id}` }) },
    });
    return this.attempt(jobId);
  }

  observe(attempt: Attempt, news: Partial<Observation>): void {
    const observation = seen({ predictionId: attempt.predictionId ?? "p", ...news });
    this.tell({ type: "observed", attemptId: attempt.id, observation });
  }

  /** From a running attempt to a finished job. */
  deliver(attempt: Attempt): void {
    const url = { ok: true as const, value: { url: "http://provider/file" } };
    this.observe(attempt, { status: "succeeded", output: url });
    this.store(attempt);
  }

  /** Saved and checked. */
  store(attempt: Attempt): void {
    const stored = { assetId: attempt.assetId, bytes: 10, contentType: "video/mp4" };
    const facts = { width: 16, height: 9, durationMs: 8_000, hasAudio: true };
    this.tell({ type: "saved", attemptId: attempt.id, stored });
    this.tell({ type: "checked", attemptId: attempt.id, facts, stored });
  }

  /** Everything up to clips that are queued (quick) or waited for (step). */
  upToClips(mode: ProjectMode = "quick"): void {
    this.create(mode);
    for (const job of this.jobs("character")) this.deliver(this.run(job.id));
    const script = this.jobs("script")[0];
    if (script === undefined) throw new Error("No script job");
    const text = { ok: true as const, value: { text: "Scene" } };
    this.observe(this.run(script.id), { status: "succeeded", output: text });
  }
}

export function seen(news: Partial<Observation>): Observation {
  return {
    predictionId: "p",
    status: "starting",
    hasStarted: news.status !== undefined && news.status !== "starting",
    progress: null,
    output: null,
    failure: null,
    ...news,
  };
}
