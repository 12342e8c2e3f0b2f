/** Results that come when their job has ended already. */
import { describe, expect, it } from "vitest";
import { filesOf } from "./leftovers.ts";
import type { Attempt } from "./state.ts";
import { Bench, seen, times } from "./testing.ts";

const DONE = {
  status: "succeeded" as const,
  output: { ok: true as const, value: { url: "http://provider/file" } },
};
const LATE = /arrived late and was kept as take 1\./;
const STOPPED = /finished before it could be stopped.* kept as take 1\./;

/** A quick project whose first clip runs. */
function shooting(): { bench: Bench; jobId: string; attempt: Attempt } {
  const bench = new Bench();
  bench.upToClips();
  const jobId = bench.jobs("clip")[0]?.id ?? "";
  return { bench, jobId, attempt: bench.run(jobId) };
}

function givenUp() {
  const made = shooting();
  made.bench.passDeadline(made.jobId);
  return made;
}

const takeOf = (bench: Bench, jobId: string) => {
  const clip = bench.state.clips.get(bench.job(jobId).targetId ?? "");
  if (clip === undefined) throw new Error("no take");
  const scene = bench.state.scenes.get(clip.sceneId);
  return { assetId: clip.assetId, isChosen: scene?.selectedClipId === clip.id, scene, clip };
};

describe("a clip that was given up and succeeds after all", () => {
  it("is kept as a take and used where the scene has none; its job stays failed and says so", () => {
    const { bench, jobId, attempt } = givenUp();
    bench.observe(attempt, DONE);
    expect(bench.job(jobId)).toMatchObject({ status: "failed", billed: "yes" });
    expect(bench.effects.has(`ingest:${attempt.id}`)).toBe(true);
    bench.store(attempt);
    expect(takeOf(bench, jobId)).toMatchObject({ assetId: attempt.assetId, isChosen: true });
    expect(bench.job(jobId).status).toBe("failed");
    expect(bench.job(jobId).warnings.join()).toMatch(LATE);
    expect(bench.wakeups.has(`late:${attempt.id}`)).toBe(false);
  });

  it("leads to the film when it was the last that was missing", () => {
    const { bench, jobId, attempt } = givenUp();
    for (const job of bench.jobs("clip")) {
      if (job.id !== jobId) bench.deliver(bench.run(job.id));
    }
    expect(bench.state.project?.need).toBe("retry_clips");
    bench.deliver(attempt);
    expect(bench.jobs("film")).toHaveLength(1);
    expect(bench.state.project?.need).toBeNull();
  });

  it("is not used where another take is", () => {
    const { bench, jobId, attempt } = givenUp();
    const [again] = bench.tell({ type: "retry", jobId })?.jobs ?? [];
    bench.deliver(bench.run(again?.id ?? ""));
    bench.deliver(attempt);
    expect(takeOf(bench, jobId)).toMatchObject({ assetId: attempt.assetId, isChosen: false });
    expect(takeOf(bench, again?.id ?? "").isChosen).toBe(true);
  });

  it("gives way to the retry that arrives after it", () => {
    const { bench, jobId, attempt } = givenUp();
    const [again] = bench.tell({ type: "retry", jobId })?.jobs ?? [];
    const second = bench.run(again?.id ?? "");
    bench.deliver(attempt);
    expect(takeOf(bench, jobId).isChosen).toBe(true);
    bench.deliver(second);
    expect(takeOf(bench, again?.id ?? "").isChosen).toBe(true);
  });

  it("is paid for and kept once, however often it is told", () => {
    const { bench, attempt } = givenUp();
    const spent = () => bench.state.project?.spentUsd;
    bench.deliver(attempt);
    const [before, takes] = [spent(), bench.state.clips.size];
    bench.deliver(attempt);
    bench.observe(attempt, { status: "canceled" });
    expect([spent(), bench.state.clips.size]).toEqual([before, takes]);
    expect(bench.attempt(attempt.jobId).late?.stage).toBe("kept");
  });

  it("is kept too when its create call was never answered", () => {
    const { bench, jobId } = shootingUnanswered();
    bench.passDeadline(jobId);
    expect(bench.job(jobId)).toMatchObject({ status: "failed", billed: "perhaps" });
    const attempt = bench.attempt(jobId);
    const observation = seen({ predictionId: "p-late", ...DONE });
    bench.tell({ type: "listed", attemptId: attempt.id, listing: { kind: "found", observation } });
    bench.store(attempt);
    expect(takeOf(bench, jobId).isChosen).toBe(true);
    expect(bench.job(jobId)).toMatchObject({ status: "failed", billed: "yes" });
  });

  it("counts unchecked when the checker stays away, and is lost when it can't be saved in time", () => {
    const unchecked = givenUp();
    unchecked.bench.observe(unchecked.attempt, DONE);
    const { id: attemptId, assetId } = unchecked.attempt;
    const stored = { assetId, bytes: 10, contentType: "video/mp4" };
    unchecked.bench.tell({ type: "saved", attemptId, stored });
    passLate(unchecked.bench, attemptId);
    expect(takeOf(unchecked.bench, unchecked.jobId).isChosen).toBe(true);
    expect(unchecked.bench.state.assets.get(assetId)?.isChecked).toBe(false);

    const { bench, jobId, attempt } = givenUp();
    bench.observe(attempt, DONE);
    passLate(bench, attempt.id);
    expect(takeOf(bench, jobId).assetId).toBeNull();
    expect(bench.job(jobId).warnings.join()).toMatch(/late and could not be kept.*saved before/);
    expect(bench.attempt(jobId).late?.stage).toBe("lost");
  });

  it("is lost when it can't be decoded, and its files go", () => {
    const { bench, jobId, attempt } = givenUp();
    bench.observe(attempt, DONE);
    const stored = { assetId: attempt.assetId, bytes: 10, contentType: "video/mp4" };
    bench.tell({ type: "saved", attemptId: attempt.id, stored });
    const error = { code: "asset_invalid" as const, message: "It is cut short." };
    bench.tell({ type: "check_failed", attemptId: attempt.id, error });
    expect(bench.job(jobId)).toMatchObject({ status: "failed", billed: "yes" });
    expect(bench.job(jobId).warnings.join()).toMatch(/could not be kept: It is cut short/);
    for (const id of filesOf(bench.state, attempt))
      expect(bench.wakeups.has(`prune:${id}`)).toBe(true);
  });
});

describe("a clip that a person canceled", () => {
  it("is kept, and not used, when the model had finished before it could be stopped", () => {
    const { bench, jobId, attempt } = shooting();
    bench.tell({ type: "cancel", jobId });
    expect(bench.effects.has(`cancel:${attempt.id}`)).toBe(true);
    bench.deliver(attempt);
    expect(takeOf(bench, jobId)).toMatchObject({ assetId: attempt.assetId, isChosen: false });
    expect(bench.job(jobId)).toMatchObject({ status: "canceled", billed: "yes" });
    expect(bench.job(jobId).warnings.join()).toMatch(STOPPED);
  });

  it("is nothing when the provider stopped it", () => {
    const { bench, jobId, attempt } = shooting();
    bench.tell({ type: "cancel", jobId });
    bench.observe(attempt, { status: "canceled", hasStarted: false });
    expect(takeOf(bench, jobId).assetId).toBeNull();
    expect(bench.job(jobId)).toMatchObject({ status: "canceled", billed: "no", warnings: [] });
    expect(bench.attempt(jobId).status).toBe("canceled");
  });

  it.each(["before", "after"])("is kept when it was being saved: %s the first byte", (when) => {
    const { bench, jobId, attempt } = shooting();
    bench.observe(attempt, DONE);
    const stored = { assetId: attempt.assetId, bytes: 10, contentType: "video/mp4" };
    if (when === "after") bench.tell({ type: "saved", attemptId: attempt.id, stored });
    bench.tell({ type: "cancel", jobId });
    bench.store(attempt);
    expect(takeOf(bench, jobId)).toMatchObject({ assetId: attempt.assetId, isChosen: false });
    expect(bench.job(jobId).status).toBe("canceled");
  });

  it("leaves its scene to be shot again, and the take before it is no hindrance", () => {
    const { bench, jobId, attempt } = shooting();
    const sceneId = takeOf(bench, jobId).clip.sceneId;
    const [older] =
      bench.tell({ type: "start", input: { kind: "clip", sceneIds: [sceneId] } })?.jobs ?? [];
    const slow = bench.run(older?.id ?? "");
    bench.tell({ type: "cancel", jobId: older?.id ?? "" });
    bench.deliver(slow);
    expect(takeOf(bench, jobId).scene?.selectedClipId).toBeNull();
    bench.deliver(attempt);
    expect(takeOf(bench, jobId).isChosen).toBe(true);
  });

  it("is asked for again by name or not: what is unused counts as missing", () => {
    const bench = new Bench();
    bench.upToClips("step");
    const [reference] = bench.state.characterReferences.keys();
    bench.tell({ type: "choose", characterReferenceId: reference ?? "" });
    const [job] = bench.tell({ type: "start", input: { kind: "clip" } })?.jobs ?? [];
    const attempt = bench.run(job?.id ?? "");
    bench.tell({ type: "cancel", jobId: job?.id ?? "" });
    bench.deliver(attempt);
    expect(bench.tell({ type: "start", input: { kind: "clip" } })?.jobs).toHaveLength(1);
  });

  it("keeps nothing for a project that was deleted", () => {
    const { bench, jobId, attempt } = shooting();
    bench.tell({ type: "remove" });
    bench.observe(attempt, DONE);
    expect(bench.job(jobId).billed).toBe("yes");
    expect(bench.effects.has(`ingest:${attempt.id}`)).toBe(false);
  });
});

describe("an attempt that was believed lost", () => {
  function believedLost() {
    const { bench, jobId } = shootingUnanswered();
    const { id: attemptId } = bench.attempt(jobId);
    bench.now += times.absentAfter;
    for (let look = 0; look < 2; look++) {
      bench.tell({ type: "listed", attemptId, listing: { kind: "absent" } });
    }
    expect(bench.job(jobId).status).toBe("queued");
    return { bench, jobId, attempt: bench.attempt(jobId) };
  }

  it("is used when it succeeds before another is paid for", () => {
    const { bench, jobId, attempt } = believedLost();
    bench.observe(attempt, { predictionId: "p-lost", ...DONE });
    expect(bench.job(jobId)).toMatchObject({ status: "ingesting", billed: "yes" });
    bench.store(attempt);
    expect(bench.job(jobId)).toMatchObject({ status: "succeeded", attemptCount: 1 });
    expect(takeOf(bench, jobId)).toMatchObject({ isChosen: true, assetId: attempt.assetId });
  });

  it("is a take of its own when the next one is being made", () => {
    const { bench, jobId, attempt } = believedLost();
    const next = bench.run(jobId);
    bench.observe(attempt, { predictionId: "p-lost", ...DONE });
    bench.store(attempt);
    expect(bench.job(jobId)).toMatchObject({ status: "running", phase: "waiting_for_machine" });
    const takes = [...bench.state.clips.values()].filter((clip) => clip.jobId === jobId);
    expect(takes.map(({ take, assetId }) => [take, assetId])).toEqual([
      [1, null],
      [2, attempt.assetId],
    ]);
    bench.deliver(next);
    expect(bench.job(jobId).status).toBe("succeeded");
    expect(takeOf(bench, jobId)).toMatchObject({ assetId: next.assetId, isChosen: false });
  });

  it("does not disturb the job when it is stopped", () => {
    const { bench, jobId, attempt } = believedLost();
    bench.observe(attempt, { predictionId: "p-lost", status: "processing" });
    expect(bench.effects.has(`cancel:${attempt.id}`)).toBe(true);
    const next = bench.run(jobId);
    bench.observe(attempt, { predictionId: "p-lost", status: "canceled" });
    expect(bench.job(jobId)).toMatchObject({ status: "running", billed: "perhaps" });
    bench.deliver(next);
    expect(bench.job(jobId).status).toBe("succeeded");
  });
});

describe("a portrait that comes late", () => {
  function drawing(mode: "quick" | "step") {
    const bench = new Bench();
    bench.create(mode, { imageCount: 1 });
    const jobId = bench.jobs("character")[0]?.id ?? "";
    return { bench, jobId, attempt: bench.run(jobId) };
  }

  it("is one to choose from, and a quick project goes on with it", () => {
    for (const mode of ["quick", "step"] as const) {
      const { bench, jobId, attempt } = drawing(mode);
      bench.passDeadline(jobId);
      expect(bench.state.project?.need).toBe("retry_character");
      bench.deliver(attempt);
      const [reference] = bench.state.characterReferences.values();
      expect(reference?.assetId).toBe(attempt.assetId);
      expect(bench.job(jobId).warnings.join()).toMatch(/late and was kept as portrait 1/);
      const { characterReferenceId, need } = bench.state.project ?? {};
      if (mode === "quick") expect(characterReferenceId).toBe(reference?.id);
      else expect([characterReferenceId, need]).toEqual([null, "choose_character"]);
    }
  });

  it("that a person canceled is theirs to choose, also in a quick project", () => {
    const { bench, jobId, attempt } = drawing("quick");
    bench.tell({ type: "cancel", jobId });
    bench.deliver(attempt);
    expect(bench.state.project).toMatchObject({
      characterReferenceId: null,
      need: "choose_character",
    });
  });
});

describe("a script that comes late", () => {
  const text = {
    status: "succeeded" as const,
    output: { ok: true as const, value: { text: "Late" } },
  };

  function writing() {
    const bench = new Bench();
    bench.create("step");
    const jobId = bench.jobs("script")[0]?.id ?? "";
    return { bench, jobId, attempt: bench.run(jobId) };
  }

  it("is taken by a project that has no scenes yet", () => {
    const { bench, jobId, attempt } = writing();
    bench.passDeadline(jobId);
    bench.observe(attempt, text);
    expect(bench.state.scenes.size).toBe(2);
    expect(bench.job(jobId)).toMatchObject({ status: "failed", billed: "yes" });
    expect(bench.job(jobId).warnings.join()).toMatch(/late, and its scenes were taken/);
  });

  it("changes nothing where it was canceled, or is being written anew", () => {
    const canceled = writing();
    canceled.bench.tell({ type: "cancel", jobId: canceled.jobId });
    canceled.bench.observe(canceled.attempt, text);
    expect(canceled.bench.state.scenes.size).toBe(0);
    const { bench, jobId, attempt } = writing();
    bench.passDeadline(jobId);
    bench.tell({ type: "retry", jobId });
    bench.observe(attempt, text);
    expect(bench.state.scenes.size).toBe(0);
  });
});

describe("a prediction that is to stop", () => {
  it("is told again with each poll that finds it at work, and not with other news", () => {
    const { bench, jobId, attempt } = shooting();
    bench.tell({ type: "cancel", jobId });
    const heard = () => bench.effects.delete(`cancel:${attempt.id}`);
    expect(heard()).toBe(true);
    bench.observe(attempt, { status: "processing" });
    expect(heard()).toBe(false);
    const observation = seen({ predictionId: attempt.predictionId ?? "", status: "processing" });
    bench.tell({ type: "polled", attemptId: attempt.id, observation });
    expect(heard()).toBe(true);
    expect(bench.wakeups.has(`poll:${attempt.id}`)).toBe(true);
    bench.observe(attempt, { status: "canceled" });
    expect(bench.wakeups.has(`poll:${attempt.id}`)).toBe(false);
    expect(bench.attempt(jobId)).toMatchObject({ status: "canceled", billed: "perhaps" });
  });

  it("is not waited for for ever", () => {
    const { bench, jobId, attempt } = shooting();
    bench.tell({ type: "cancel", jobId });
    bench.now += 3 * times.attemptDeadline.clip;
    const observation = seen({ predictionId: attempt.predictionId ?? "", status: "processing" });
    bench.tell({ type: "polled", attemptId: attempt.id, observation });
    expect(bench.attempt(jobId).status).toBe("canceled");
    expect(bench.wakeups.has(`poll:${attempt.id}`)).toBe(false);
  });
});

function passLate(bench: Bench, attemptId: string): void {
  const { deadlineAt } = bench.state.attempts.get(attemptId)?.late ?? {};
  bench.now = deadlineAt ?? Number.NaN;
  bench.tell({ type: "wake", wakeup: { kind: "late", attemptId } });
}

/** A clip whose create call was cut off. */
function shootingUnanswered(): { bench: Bench; jobId: string } {
  const bench = new Bench();
  bench.upToClips();
  const jobId = bench.jobs("clip")[0]?.id ?? "";
  bench.begin(jobId);
  return { bench, jobId };
}
