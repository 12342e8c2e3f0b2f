import { describe, expect, it } from "vitest";
import type { Failure } from "../contracts/failure.ts";
import type { RetryJob, StartJobs } from "../contracts/requests.ts";
import { decide } from "./decide.ts";
import type { JobRecord } from "./state.ts";
import { Bench } from "./testing.ts";

const ERROR = { code: "provider_rejected", message: "It failed. Try again." } as const;

/** Why a command is refused, and null when it is not. */
function refusal(bench: Bench, command: Parameters<typeof decide>[1]): string | null {
  const decided = decide(bench.state, command, bench.context);
  return decided.ok ? null : decided.error.message;
}

function fail(bench: Bench, id: string, failure: Partial<Failure> & { kind: Failure["kind"] }) {
  bench.observe(bench.run(id), { status: "failed", failure: { ...failure, error: ERROR } });
}

/** Two clips, the first of them failed. */
function failedClip(failure: Partial<Failure> & { kind: Failure["kind"] }): [Bench, JobRecord] {
  const bench = new Bench();
  bench.upToClips();
  const id = bench.jobs("clip")[0]?.id ?? "";
  fail(bench, id, failure);
  return [bench, bench.job(id)];
}

const sceneOf = (bench: Bench, job: JobRecord) =>
  [...bench.state.clips.values()].find((clip) => clip.jobId === job.id)?.sceneId ?? "";

describe("a failure", () => {
  it("is on the job that it ended, with the part that was refused", () => {
    const [, job] = failedClip({ kind: "moderation", refused: "sound" });
    expect(job).toMatchObject({
      status: "failed",
      error: ERROR,
      failure: { kind: "moderation", refused: "sound" },
    });
  });

  it("that is followed by another attempt is told in one sentence, with what the job waits for", () => {
    const bench = new Bench();
    bench.upToClips();
    const id = bench.jobs("clip")[0]?.id ?? "";
    for (const number of [1, 2, 3]) {
      fail(bench, id, { kind: "capacity" });
      expect(bench.job(id)).toMatchObject({ phase: "waiting_to_retry", failure: null });
      expect(bench.job(id).warnings.at(-1)).toBe(`Attempt ${number} failed: It failed.`);
    }
    fail(bench, id, { kind: "capacity" });
    expect(bench.job(id)).toMatchObject({
      status: "failed",
      attemptCount: 4,
      failure: { kind: "capacity", refused: null },
    });
  });

  it("of a create that was refused has its class", () => {
    const bench = new Bench();
    bench.upToClips();
    const id = bench.jobs("clip")[0]?.id ?? "";
    const { id: attemptId } = bench.begin(id);
    const failure = { kind: "moderation", refused: "text" } as const;
    bench.tell({
      type: "created",
      attemptId,
      answer: { kind: "rejected", error: ERROR, failure },
    });
    expect(bench.job(id)).toMatchObject({ status: "failed", billed: "no", failure });
  });

  it("of a model that is gone, with none to take its place, is one of configuration", () => {
    const bench = new Bench();
    bench.planner = { ...bench.planner, nextModel: () => null };
    bench.upToClips();
    const id = bench.jobs("clip")[0]?.id ?? "";
    const { id: attemptId } = bench.begin(id);
    bench.tell({ type: "created", attemptId, answer: { kind: "gone", error: ERROR } });
    expect(bench.job(id).failure?.kind).toBe("configuration");
  });
});

describe("trying again", () => {
  it("takes another model for this one job, and leaves the project's as it is", () => {
    const [bench, job] = failedClip({ kind: "capacity" });
    for (let left = 3; left > 0; left--) fail(bench, job.id, { kind: "capacity" });
    const input = { model: "maker/other" };
    const [again] = bench.tell({ type: "retry", jobId: job.id, input })?.jobs ?? [];
    expect(again).toMatchObject({ model: "maker/other", retryOf: job.id, status: "queued" });
    expect(again?.order).toEqual(job.order);
    expect(bench.state.project?.settings.videoModel).toBe("maker/video");
  });

  it("starts nothing on a model that can't do it", () => {
    const [bench, job] = failedClip({ kind: "unknown" });
    const planner = bench.planner;
    bench.planner = {
      ...planner,
      clip: (order, model) =>
        model === "maker/none"
          ? { ok: false, error: { code: "invalid_request", message: "No such model." } }
          : planner.clip(order, model),
    };
    const jobs = bench.state.jobs.size;
    const input = { model: "maker/none" };
    expect(refusal(bench, { type: "retry", jobId: job.id, input })).toBe("No such model.");
    expect(bench.state.jobs.size).toBe(jobs);
  });

  it("draws and writes with another model too", () => {
    const bench = new Bench();
    bench.create();
    const [portrait] = bench.jobs("character");
    const [script] = bench.jobs("script");
    for (const job of [portrait, script]) {
      fail(bench, job?.id ?? "", { kind: "unknown" });
      const input = { model: "maker/other" };
      const [again] = bench.tell({ type: "retry", jobId: job?.id ?? "", input })?.jobs ?? [];
      expect(again).toMatchObject({ kind: job?.kind, model: "maker/other" });
    }
  });

  it("cuts a film with no model, and makes only clips with or without sound", () => {
    const bench = new Bench();
    bench.upToClips();
    for (const job of bench.jobs("clip")) bench.deliver(bench.run(job.id));
    const jobId = bench.jobs("film")[0]?.id ?? "";
    bench.tell({ type: "cancel", jobId });
    const again = (input: RetryJob) => refusal(bench, { type: "retry", jobId, input });
    expect(again({ model: "maker/other" })).toMatch(/without a model/);
    expect(again({ generateAudio: false })).toMatch(/Only a clip/);
    expect(again({})).toBeNull();
  });
});

describe("refused content", () => {
  const retry = (job: JobRecord, input = {}) => ({ type: "retry", jobId: job.id, input }) as const;
  const shoot = (sceneIds?: string[]) =>
    ({ type: "start", input: { kind: "clip", sceneIds } as StartJobs }) as const;

  it("is not sent again unchanged, by whichever button", () => {
    const [bench, job] = failedClip({ kind: "moderation" });
    const sceneId = sceneOf(bench, job);
    for (const command of [retry(job), shoot([sceneId])]) {
      expect(refusal(bench, command)).toMatch(/^The model refused scene 1 for the content/);
    }
    const [, other] = bench.jobs("clip");
    bench.tell({ type: "cancel", jobId: other?.id ?? "" });
    const jobs = bench.tell(shoot())?.jobs ?? [];
    expect(jobs.map((each) => sceneOf(bench, each))).toEqual([sceneOf(bench, other!)]);
    bench.tell({ type: "cancel", jobId: jobs[0]?.id ?? "" });
  });

  it("says so when nothing else is left to shoot", () => {
    const [bench, first] = failedClip({ kind: "moderation" });
    const second = bench.jobs("clip")[1]?.id ?? "";
    fail(bench, second, { kind: "moderation" });
    expect(refusal(bench, shoot())).toMatch(/^The model refused scenes 1 and 2 for/);
    expect(refusal(bench, retry(first))).not.toBeNull();
  });

  it.each([
    ["other words", { description: "It looks away." }],
    ["something else left out", { negativeDescription: "blood" }],
  ])("is sent again with %s", (_, change) => {
    const [bench, job] = failedClip({ kind: "moderation" });
    const sceneId = sceneOf(bench, job);
    bench.tell({ type: "edit_scene", sceneId, input: { lengthS: 4 } });
    expect(refusal(bench, retry(job))).not.toBeNull();
    bench.tell({ type: "edit_scene", sceneId, input: change });
    expect(refusal(bench, retry(job))).toBeNull();
  });

  it("is sent again without sound, with another portrait, and to another model", () => {
    const [bench, job] = failedClip({ kind: "moderation", refused: "sound" });
    expect(refusal(bench, retry(job, { generateAudio: false }))).toBeNull();
    expect(refusal(bench, retry(job, { generateAudio: true }))).not.toBeNull();
    expect(refusal(bench, retry(job, { model: "maker/other" }))).toBeNull();
    const other = [...bench.state.characterReferences.values()][1];
    bench.tell({ type: "choose", characterReferenceId: other?.id ?? "" });
    expect(refusal(bench, retry(job))).toBeNull();
  });

  it("of a portrait stands in the way of more, unless one of the same words arrived", () => {
    const bench = new Bench();
    bench.create();
    const [first, second] = bench.jobs("character");
    fail(bench, first?.id ?? "", { kind: "moderation" });
    const more = { type: "start", input: { kind: "character", count: 1 } } as const;
    expect(refusal(bench, more)).toMatch(/^The model refused this character/);
    expect(refusal(bench, retry(first!))).toMatch(/this character/);
    bench.deliver(bench.run(second?.id ?? ""));
    expect(refusal(bench, more)).toBeNull();
    expect(refusal(bench, retry(first!))).toBeNull();
  });

  it("of an idea is written anew once the idea is another", () => {
    const bench = new Bench();
    bench.create();
    const script = bench.jobs("script")[0]!;
    fail(bench, script.id, { kind: "moderation" });
    for (const command of [retry(script), { type: "start", input: { kind: "script" } } as const]) {
      expect(refusal(bench, command)).toMatch(/^The model refused this idea/);
    }
    bench.tell({ type: "update", input: { idea: "A quieter idea" } });
    expect(refusal(bench, retry(script))).toBeNull();
  });

  it("of a program's own order stays refused, for its words do not change", () => {
    const bench = new Bench();
    bench.upToClips("step");
    bench.tell({ type: "update", input: { mode: "manual" } });
    const order = {
      ...bench.planner.clipOrder(bench.state.project!, [...bench.state.scenes.values()][0]!, null),
    };
    const scene = { description: order.prompt, negativeDescription: "" };
    const [job] =
      bench.tell({ type: "shoot", order, scene, sequence: null, warnings: [] })?.jobs ?? [];
    fail(bench, job?.id ?? "", { kind: "moderation" });
    expect(refusal(bench, retry(bench.job(job?.id ?? "")))).not.toBeNull();
  });
});

describe("an edit that changes nothing", () => {
  it("leaves the scene's version as it is", () => {
    const bench = new Bench();
    bench.upToClips();
    const [scene] = [...bench.state.scenes.values()];
    const sceneId = scene?.id ?? "";
    bench.tell({ type: "edit_scene", sceneId, input: { description: scene?.description } });
    expect(bench.state.scenes.get(sceneId)).toEqual(scene);
    bench.tell({ type: "edit_scene", sceneId, input: { description: "Another" } });
    expect(bench.state.scenes.get(sceneId)?.version).toBe((scene?.version ?? 0) + 1);
  });
});
