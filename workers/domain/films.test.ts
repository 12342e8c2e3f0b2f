import { describe, expect, it } from "vitest";
import type { Attempt } from "./state.ts";
import { Bench, times } from "./testing.ts";

/** A film with a 9:16 version and a poster, handed over to the container. */
function cutting(): { bench: Bench; attempt: Attempt } {
  const bench = new Bench();
  bench.upToClips("step");
  const [reference] = bench.state.characterReferences.values();
  bench.tell({ type: "choose", characterReferenceId: reference?.id ?? "" });
  bench.tell({ type: "start", input: { kind: "clip" } });
  for (const job of bench.jobs("clip")) bench.deliver(bench.run(job.id));
  // The first film of a step project is cut by itself.
  for (const job of bench.jobs("film")) bench.tell({ type: "cancel", jobId: job.id });
  const job = bench.cut({ options: { renditions: ["9:16", "poster"] } })?.jobs[0];
  const attempt = bench.begin(job?.id ?? "");
  const news = { kind: "working", progress: 0.5, doing: "Joining clips" } as const;
  bench.tell({ type: "film", attemptId: attempt.id, news, isPoll: false });
  return { bench, attempt };
}

const facts = { width: 16, height: 9, durationMs: 8_000, hasAudio: true };
const file = (assetId: string) => ({
  assetId,
  bytes: 10,
  contentType: "video/mp4",
  media: "video" as const,
  facts,
});

function finishCut({ bench, attempt }: ReturnType<typeof cutting>): void {
  const news = { kind: "done" as const, parts: "{}", warnings: ["A warning."] };
  bench.tell({ type: "film", attemptId: attempt.id, news, isPoll: false });
}

describe("a film in the container", () => {
  it("shows what is being done until that ends", () => {
    const { bench, attempt } = cutting();
    expect(bench.job(attempt.jobId)).toMatchObject({ progress: 0.5, doing: "Joining clips" });
    finishCut({ bench, attempt });
    expect(bench.job(attempt.jobId)).toMatchObject({ phase: "saving", doing: null });
  });

  it("becomes assets with its renditions, and its poster is the film's", () => {
    const { bench, attempt } = cutting();
    finishCut({ bench, attempt });
    const [tall, poster] = attempt.renditions;
    const renditions = [
      { kind: "9:16" as const, ...file(tall?.assetId ?? "") },
      { kind: "poster" as const, ...file(poster?.assetId ?? "") },
    ];
    const { id: attemptId, assetId } = attempt;
    bench.tell({ type: "film_saved", attemptId, file: file(assetId), renditions, lost: [] });
    const film = [...bench.state.films.values()].find((each) => each.assetId !== null);
    expect(film).toMatchObject({
      assetId,
      renditions: attempt.renditions.map(({ kind, assetId: id }) => ({ kind, assetId: id })),
    });
    expect(bench.state.assets.get(assetId)?.posterAssetId).toBe(poster?.assetId);
    expect(bench.state.assets.has(tall?.assetId ?? "")).toBe(true);
    expect(bench.job(attempt.jobId)).toMatchObject({
      status: "succeeded",
      warnings: ["A warning."],
    });
  });

  it("arrives without a rendition that could not be saved, and says so", () => {
    const { bench, attempt } = cutting();
    finishCut({ bench, attempt });
    const { id: attemptId, assetId } = attempt;
    const lost = ["9:16" as const];
    bench.tell({ type: "film_saved", attemptId, file: file(assetId), renditions: [], lost });
    expect(bench.job(attempt.jobId)).toMatchObject({
      status: "succeeded",
      warnings: ["A warning.", expect.stringContaining("9:16")],
    });
  });

  it("is stopped there at once when it is canceled", () => {
    const { bench, attempt } = cutting();
    bench.tell({ type: "cancel", jobId: attempt.jobId });
    expect(bench.effects.get(`cancel:${attempt.id}`)?.dueAt).toBe(bench.now);
  });

  it.each(["cancel", "deadline", "save_failed"] as const)(
    "gives its uploads up when it ends by %s after it was cut",
    (how) => {
      const { bench, attempt } = cutting();
      finishCut({ bench, attempt });
      if (how === "cancel") bench.tell({ type: "cancel", jobId: attempt.jobId });
      else if (how === "deadline") bench.passDeadline(attempt.jobId);
      else {
        const error = { code: "not_found" as const, message: "The upload is gone." };
        bench.tell({ type: "save_failed", attemptId: attempt.id, error });
      }
      expect(bench.effects.has(`cancel:${attempt.id}`)).toBe(true);
      for (const { assetId } of attempt.renditions) {
        expect(bench.wakeups.has(`prune:${assetId}`)).toBe(true);
      }
    },
  );
});

describe("a film whose container does not go on", () => {
  type News = Extract<Parameters<Bench["tell"]>[0], { type: "film" }>["news"];
  const poll = ({ bench, attempt }: ReturnType<typeof cutting>, news: News) =>
    bench.tell({ type: "film", attemptId: attempt.id, news, isPoll: true });
  const same = { kind: "working", progress: 0.5, doing: "Joining clips" } as const;

  it.each<[string, News]>([
    ["answers, and tells the same for ever", same],
    ["does not answer any more", { kind: "unavailable" }],
  ])("and %s is begun anew in another, and that is no try", (_name, news) => {
    const film = cutting();
    const { bench, attempt } = film;
    bench.now += times.filmStall - 1;
    poll(film, news);
    expect(bench.job(attempt.jobId).status).toBe("running");
    bench.now += 1;
    poll(film, news);
    expect(bench.job(attempt.jobId)).toMatchObject({ status: "queued", attemptCount: 0 });
    expect([...bench.effects.keys()]).toContain(`cancel:${attempt.id}`);
    const next = bench.begin(attempt.jobId);
    finishCut({ bench, attempt: next });
    const { id: attemptId, assetId } = next;
    bench.tell({ type: "film_saved", attemptId, file: file(assetId), renditions: [], lost: [] });
    expect(bench.job(attempt.jobId).status).toBe("succeeded");
  });

  it.each<[string, News]>([
    ["goes on slowly", { ...same, progress: 0.6 }],
    ["does something else", { ...same, doing: "Saving the film" }],
    ["waits for other films", { ...same, isQueued: true }],
  ])("but %s keeps its container", (_name, news) => {
    const film = cutting();
    const { bench, attempt } = film;
    bench.now += times.filmStall;
    poll(film, news);
    bench.now += times.filmStall - 1;
    poll(film, news);
    expect(bench.job(attempt.jobId).status).toBe("running");
  });
});

describe("what is kept of films in the making", () => {
  const wake = (bench: Bench) => bench.tell({ type: "wake", wakeup: { kind: "prune_parts" } });

  it("goes a day after the last film ended", () => {
    const { bench, attempt } = cutting();
    bench.now += 60_000;
    finishCut({ bench, attempt });
    const { id: attemptId, assetId } = attempt;
    bench.tell({ type: "film_saved", attemptId, file: file(assetId), renditions: [], lost: [] });
    expect(bench.wakeups.get("prune_parts")?.dueAt).toBe(bench.now + times.pruneAfter);
    wake(bench);
    expect(bench.effects.has("prune_parts")).toBe(true);
  });

  it("stays while a film is at work, whose end asks again", () => {
    const { bench, attempt } = cutting();
    wake(bench);
    expect(bench.effects.has("prune_parts")).toBe(false);
    expect(bench.wakeups.has("prune_parts")).toBe(false);
    bench.tell({ type: "cancel", jobId: attempt.jobId });
    expect(bench.wakeups.has("prune_parts")).toBe(true);
  });
});
