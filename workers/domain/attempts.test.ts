import { describe, expect, it } from "vitest";
import { Bench, seen, times } from "./testing.ts";

/** A clip job that is queued. */
function clipJob(bench: Bench): string {
  bench.upToClips();
  const job = bench.jobs("clip")[0];
  if (job === undefined) throw new Error("No clip job");
  return job.id;
}

const transient = {
  kind: "transient" as const,
  error: { code: "provider_unavailable" as const, message: "It broke." },
};

describe("paid once", () => {
  it("writes attempt, nonce and a wakeup before the call", () => {
    const bench = new Bench();
    const id = clipJob(bench);
    const attempt = bench.begin(id);
    expect(bench.job(id).status).toBe("submitting");
    expect(attempt.nonce).toMatch(/^nonce/);
    expect(bench.wakeups.has(`reconcile:${attempt.id}`)).toBe(true);
    expect(bench.effects.has(`submit:${id}`)).toBe(false);
  });

  it("begins nothing twice: a second begin of one job is ignored", () => {
    const bench = new Bench();
    const id = clipJob(bench);
    bench.begin(id);
    bench.begin(id);
    const attempts = [...bench.state.attempts.values()].filter((each) => each.jobId === id);
    expect(attempts).toHaveLength(1);
  });

  it("adopts a prediction that the list shows, after a lost answer", () => {
    const bench = new Bench();
    const id = clipJob(bench);
    const { id: attemptId } = bench.begin(id);
    const error = { code: "provider_unavailable" as const, message: "No answer." };
    bench.tell({ type: "created", attemptId, answer: { kind: "unknown", error } });
    expect(bench.job(id)).toMatchObject({ status: "submitting", phase: "checking_with_provider" });
    const observation = seen({ predictionId: "found", status: "processing" });
    bench.tell({ type: "listed", attemptId, listing: { kind: "found", observation } });
    expect(bench.job(id)).toMatchObject({ status: "running", phase: "rendering" });
    expect(bench.attempt(id).predictionId).toBe("found");
  });

  it("believes absence only after two listings, the last late enough", () => {
    const bench = new Bench();
    const id = clipJob(bench);
    const { id: attemptId } = bench.begin(id);
    const absent = { type: "listed", attemptId, listing: { kind: "absent" } } as const;
    bench.now += 1_000;
    bench.tell(absent);
    bench.tell(absent);
    bench.tell(absent);
    expect(bench.job(id).status).toBe("submitting");
    bench.now += times.absentAfter;
    bench.tell(absent);
    expect(bench.job(id).status).toBe("queued");
    expect(bench.effects.has(`submit:${id}`)).toBe(true);
    expect(bench.job(id).billed).toBe("no");
  });

  it("never re-creates what stays undecided: it ends as perhaps billed", () => {
    const bench = new Bench();
    const id = clipJob(bench);
    const { id: attemptId } = bench.begin(id);
    bench.tell({ type: "listed", attemptId, listing: { kind: "unavailable" } });
    bench.passDeadline(id);
    expect(bench.job(id)).toMatchObject({ status: "failed", billed: "perhaps" });
    expect(bench.job(id).error?.code).toBe("perhaps_billed");
    expect(bench.effects.has(`submit:${id}`)).toBe(false);
  });

  it("binds a completion that arrives before the create's own answer, by its nonce", () => {
    const bench = new Bench();
    const id = clipJob(bench);
    const { id: attemptId } = bench.begin(id);
    const output = { ok: true as const, value: { url: "http://provider/x" } };
    const done = seen({ predictionId: "early", status: "succeeded", output });
    bench.tell({ type: "observed", attemptId, observation: done });
    expect(bench.job(id).status).toBe("ingesting");
    const late = { kind: "accepted" as const, observation: seen({ predictionId: "early" }) };
    bench.tell({ type: "created", attemptId, answer: late });
    expect(bench.job(id).status).toBe("ingesting");
    expect(bench.job(id).billed).toBe("yes");
  });

  it("hears of no other prediction once bound", () => {
    const bench = new Bench();
    const id = clipJob(bench);
    const attempt = bench.run(id);
    bench.observe(attempt, { predictionId: "another", status: "failed", failure: transient });
    expect(bench.job(id).status).toBe("running");
  });

  it("gives a prediction to one attempt: what another one names is news for its holder", () => {
    const bench = new Bench();
    bench.upToClips();
    const [one, two] = bench.jobs("clip").map(({ id }) => ({ id, attempt: bench.begin(id) }));
    if (one === undefined || two === undefined) throw new Error("two clips expected");
    const observation = seen({ predictionId: "p", status: "starting" });
    const listing = { kind: "found" as const, observation };
    bench.tell({ type: "listed", attemptId: one.attempt.id, listing });
    // Its webhook carries the other's nonce: their calls were equal, and told apart by order alone.
    const processing = seen({ predictionId: "p", status: "processing" });
    bench.tell({ type: "observed", attemptId: two.attempt.id, observation: processing });
    expect(bench.job(one.id).phase).toBe("rendering");
    expect(bench.attempt(two.id)).toMatchObject({ status: "submitting", predictionId: null });
    expect(bench.wakeups.has(`reconcile:${two.attempt.id}`)).toBe(true);
    bench.wakeups.clear();
    bench.tell({ type: "listed", attemptId: two.attempt.id, listing });
    expect(bench.attempt(two.id).predictionId).toBeNull();
    expect(bench.wakeups.has(`reconcile:${two.attempt.id}`)).toBe(true);
  });

  it("looks again while it can't be told whose a prediction is, and re-creates nothing", () => {
    const bench = new Bench();
    const id = clipJob(bench);
    const { id: attemptId } = bench.begin(id);
    bench.now += times.absentAfter;
    for (let look = 0; look < 5; look++) {
      bench.wakeups.delete(`reconcile:${attemptId}`);
      bench.tell({ type: "listed", attemptId, listing: { kind: "undecided" } });
      expect(bench.wakeups.has(`reconcile:${attemptId}`)).toBe(true);
    }
    expect(bench.job(id).status).toBe("submitting");
  });

  it("cancels a prediction that is found after its job was canceled", () => {
    const bench = new Bench();
    const id = clipJob(bench);
    const { id: attemptId } = bench.begin(id);
    bench.tell({ type: "cancel", jobId: id });
    const accepted = { kind: "accepted" as const, observation: seen({ predictionId: "late" }) };
    bench.tell({ type: "created", attemptId, answer: accepted });
    expect(bench.job(id).status).toBe("canceled");
    expect(bench.effects.has(`cancel:${attemptId}`)).toBe(true);
  });

  it("stops looking for the lost call of a canceled job after a while", () => {
    const bench = new Bench();
    const id = clipJob(bench);
    const { id: attemptId } = bench.begin(id);
    bench.tell({ type: "cancel", jobId: id });
    const unavailable = { type: "listed", attemptId, listing: { kind: "unavailable" } } as const;
    bench.tell(unavailable);
    expect(bench.attempt(id).status).toBe("submitting");
    bench.now += 3 * times.attemptDeadline.clip;
    bench.wakeups.clear();
    bench.tell(unavailable);
    expect(bench.attempt(id)).toMatchObject({ status: "canceled", billed: "perhaps" });
    expect(bench.wakeups.has(`reconcile:${attemptId}`)).toBe(false);
  });

  it("looks for interrupted calls at once when the object starts again", () => {
    const bench = new Bench();
    const attempt = bench.begin(clipJob(bench));
    bench.now += 1;
    bench.tell({ type: "recover" });
    expect(bench.wakeups.get(`reconcile:${attempt.id}`)?.dueAt).toBe(bench.now);
  });
});

describe("refusals", () => {
  it("keeps a throttled job queued and does not count a try", () => {
    const bench = new Bench();
    const id = clipJob(bench);
    const { id: attemptId } = bench.begin(id);
    bench.tell({ type: "created", attemptId, answer: { kind: "throttled", waitMs: 5_000 } });
    expect(bench.job(id)).toMatchObject({ status: "queued", attemptCount: 0, billed: "no" });
    expect(bench.effects.get(`submit:${id}`)?.dueAt).toBe(bench.now + 5_000);
  });

  it("waits for credit a day and no longer, and keeps no row of a refused create", () => {
    const bench = new Bench();
    const id = clipJob(bench);
    const until = bench.job(id).deadlineAt;
    const rows = bench.state.attempts.size;
    for (let refusal = 0; refusal < 20; refusal++) {
      const { id: attemptId } = bench.begin(id);
      bench.tell({ type: "created", attemptId, answer: { kind: "credit", waitMs: 60_000 } });
      bench.now += 60_000;
    }
    expect(bench.job(id)).toMatchObject({ status: "queued", deadlineAt: until });
    expect(bench.state.attempts.size).toBe(rows);
    bench.now = until;
    bench.tell({ type: "wake", wakeup: { kind: "deadline", jobId: id } });
    expect(bench.job(id).error?.code).toBe("credit_exhausted");
  });

  it("falls to the next model when one is gone, and says so", () => {
    const bench = new Bench();
    const id = clipJob(bench);
    const { id: attemptId } = bench.begin(id);
    const error = { code: "provider_misconfigured" as const, message: "Gone." };
    bench.tell({ type: "created", attemptId, answer: { kind: "gone", error } });
    expect(bench.job(id)).toMatchObject({ status: "queued", model: "maker/next" });
    expect(bench.job(id).substitutions.at(-1)).toMatchObject({
      field: "model",
      used: "maker/next",
    });
    const again = bench.begin(id);
    bench.tell({ type: "created", attemptId: again.id, answer: { kind: "gone", error } });
    expect(bench.job(id)).toMatchObject({ status: "failed", billed: "no" });
  });

  it("tries a transient failure twice more, then ends with the reason", () => {
    const bench = new Bench();
    const id = clipJob(bench);
    for (const expected of ["queued", "queued", "failed"]) {
      bench.observe(bench.run(id), { status: "failed", failure: transient });
      expect(bench.job(id).status).toBe(expected);
    }
    expect(bench.job(id)).toMatchObject({ attemptCount: 3, billed: "perhaps" });
    expect(bench.state.project?.spentUsd).toBeCloseTo(0.081 + 1.5);
  });

  it("asks for a script once more with its fault named, and only once", () => {
    const bench = new Bench();
    bench.create();
    const id = bench.jobs("script")[0]?.id ?? "";
    const output = { ok: true as const, value: { text: "garbage" } };
    bench.observe(bench.run(id), { status: "succeeded", output });
    expect(bench.job(id).status).toBe("queued");
    expect(bench.job(id).fault).toMatch(/without a list/);
    bench.observe(bench.run(id), { status: "succeeded", output });
    expect(bench.job(id).status).toBe("failed");
    expect(bench.job(id).error?.code).toBe("output_invalid");
  });
});

describe("deadlines and saving", () => {
  it("stops a prediction at its deadline and cancels it at the provider", () => {
    const bench = new Bench();
    const id = clipJob(bench);
    const attempt = bench.run(id);
    bench.passDeadline(id);
    expect(bench.job(id).error?.code).toBe("provider_timeout");
    expect(bench.effects.has(`cancel:${attempt.id}`)).toBe(true);
    bench.deliver(attempt);
    expect(bench.job(id).status).toBe("failed");
  });

  it("goes on asking however often a poll finds nothing, until the deadline", () => {
    const bench = new Bench();
    const id = clipJob(bench);
    const attempt = bench.run(id);
    for (let poll = 0; poll < 8; poll++) {
      bench.wakeups.delete(`poll:${attempt.id}`);
      bench.tell({ type: "polled", attemptId: attempt.id, observation: null });
      const wait = (bench.wakeups.get(`poll:${attempt.id}`)?.dueAt ?? 0) - bench.now;
      expect(wait).toBeGreaterThanOrEqual(15_000);
      expect(wait).toBeLessThanOrEqual(60_000);
      expect(bench.job(id).status).toBe("running");
    }
    bench.passDeadline(id);
    expect(bench.job(id)).toMatchObject({ status: "failed", error: { code: "provider_timeout" } });
  });

  it("asks once more after a sleep past the deadline, and keeps what was paid for", () => {
    const bench = new Bench();
    const id = clipJob(bench);
    const attempt = bench.run(id);
    bench.now = bench.job(id).deadlineAt + 3_600_000;
    bench.tell({ type: "wake", wakeup: { kind: "deadline", jobId: id } });
    expect(bench.job(id).status).toBe("running");
    expect(bench.effects.has(`poll:${attempt.id}`)).toBe(true);
    bench.deliver(attempt);
    expect(bench.job(id).status).toBe("succeeded");
  });

  it("stops a prediction that turns up after it was given up, and learns what it cost", () => {
    const bench = new Bench();
    const id = clipJob(bench);
    const { id: attemptId } = bench.begin(id);
    const absent = { type: "listed", attemptId, listing: { kind: "absent" } } as const;
    bench.now += times.absentAfter;
    bench.tell(absent);
    bench.tell(absent);
    expect(bench.job(id)).toMatchObject({ status: "queued", billed: "no" });
    const turnedUp = (status: "processing" | "aborted") =>
      bench.tell({
        type: "observed",
        attemptId,
        observation: seen({ predictionId: "late", status, hasStarted: false }),
      });
    turnedUp("processing");
    expect(bench.effects.has(`cancel:${attemptId}`)).toBe(true);
    expect(bench.job(id).billed).toBe("perhaps");
    turnedUp("aborted");
    expect(bench.job(id).billed).toBe("no");
  });

  it("uses the newest take, whichever arrives last", () => {
    const bench = new Bench();
    const first = clipJob(bench);
    const slow = bench.run(first);
    const sceneId = [...bench.state.scenes.keys()][0] ?? "";
    const second = bench.tell({ type: "start", input: { kind: "clip", sceneIds: [sceneId] } });
    bench.deliver(bench.run(second?.jobs[0]?.id ?? ""));
    bench.deliver(slow);
    const selected = bench.state.scenes.get(sceneId)?.selectedClipId ?? "";
    expect(bench.state.clips.get(selected)?.take).toBe(2);
  });

  it("gives a film up after a dozen dead containers", () => {
    const bench = new Bench();
    bench.upToClips();
    for (const job of bench.jobs("clip")) bench.deliver(bench.run(job.id));
    const id = bench.jobs("film")[0]?.id ?? "";
    let deaths = 0;
    for (; bench.job(id).status === "queued" && deaths < 50; deaths++) {
      const { id: attemptId } = bench.begin(id);
      const working = { kind: "working" as const, progress: 0.1, doing: "x" };
      bench.tell({ type: "film", attemptId, news: working, isPoll: false });
      bench.tell({ type: "film", attemptId, news: { kind: "lost" }, isPoll: true });
    }
    expect(bench.job(id)).toMatchObject({
      status: "failed",
      error: { code: "stitch_unavailable" },
    });
    expect(deaths).toBe(13);
  });

  it("counts a saved file, unchecked, when the checker stays away past the deadline", () => {
    const bench = new Bench();
    const id = clipJob(bench);
    const attempt = bench.run(id);
    const output = { ok: true as const, value: { url: "http://provider/file" } };
    bench.observe(attempt, { status: "succeeded", output });
    const stored = { assetId: attempt.assetId, bytes: 10, contentType: "video/mp4" };
    bench.tell({ type: "saved", attemptId: attempt.id, stored });
    bench.tell({ type: "check_unavailable", attemptId: attempt.id });
    expect(bench.job(id).status).toBe("ingesting");
    bench.now += times.checkDeadline;
    bench.tell({ type: "wake", wakeup: { kind: "deadline", jobId: id } });
    expect(bench.job(id).status).toBe("succeeded");
    expect(bench.state.assets.get(attempt.assetId)?.isChecked).toBe(false);
  });

  it("reads a file that came cut short twice more, then ends with the reason", () => {
    const bench = new Bench();
    const id = clipJob(bench);
    const attempt = bench.run(id);
    const output = { ok: true as const, value: { url: "http://provider/file" } };
    bench.observe(attempt, { status: "succeeded", output });
    const error = { code: "asset_invalid" as const, message: "The file was cut short." };
    for (const expected of ["ingesting", "ingesting", "failed"]) {
      bench.tell({ type: "save_failed", attemptId: attempt.id, error });
      expect(bench.job(id).status).toBe(expected);
    }
    expect(bench.job(id)).toMatchObject({ billed: "yes", error });
  });

  it("counts what came cut short apart from other waits for the file", () => {
    const bench = new Bench();
    const id = clipJob(bench);
    const attempt = bench.run(id);
    const output = { ok: true as const, value: { url: "http://provider/file" } };
    bench.observe(attempt, { status: "succeeded", output });
    const fail = (code: "provider_unavailable" | "asset_invalid") =>
      bench.tell({ type: "save_failed", attemptId: attempt.id, error: { code, message: "No." } });
    for (let wait = 0; wait < 5; wait++) fail("provider_unavailable");
    fail("asset_invalid");
    fail("provider_unavailable");
    fail("asset_invalid");
    expect(bench.job(id).status).toBe("ingesting");
    fail("asset_invalid");
    expect(bench.job(id).status).toBe("failed");
  });

  it("restarts a film whose container died without counting a try", () => {
    const bench = new Bench();
    bench.upToClips();
    for (const job of bench.jobs("clip")) bench.deliver(bench.run(job.id));
    const id = bench.jobs("film")[0]?.id ?? "";
    const attempt = bench.begin(id);
    const tell = (news: Parameters<Bench["tell"]>[0] & { type: "film" }) => bench.tell(news);
    tell({
      type: "film",
      attemptId: attempt.id,
      news: { kind: "working", progress: 0.4, doing: "x" },
      isPoll: false,
    });
    expect(bench.job(id)).toMatchObject({ status: "running", progress: 0.4 });
    tell({ type: "film", attemptId: attempt.id, news: { kind: "lost" }, isPoll: true });
    expect(bench.job(id)).toMatchObject({ status: "queued", attemptCount: 0 });
    const next = bench.begin(id);
    tell({
      type: "film",
      attemptId: next.id,
      news: { kind: "done", parts: "{}", warnings: [] },
      isPoll: false,
    });
    bench.store(next);
    expect(bench.job(id).status).toBe("succeeded");
    expect(bench.state.project?.station).toBe("finished");
  });
});
