import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { filesOf, isNamed } from "./leftovers.ts";
import { FilmOrder } from "./orders.ts";
import type { Attempt } from "./state.ts";
import { Bench, times } from "./testing.ts";

const BROKEN = { code: "asset_invalid" as const, message: "No picture can be seen in it." };

/** A portrait's attempt whose output lies in R2 and is looked at. */
function saved(bench: Bench): Attempt {
  bench.create("step");
  const attempt = bench.run(bench.jobs("character")[0]?.id ?? "");
  const url = { ok: true as const, value: { url: "http://provider/file" } };
  bench.observe(attempt, { status: "succeeded", output: url });
  const stored = { assetId: attempt.assetId, bytes: 10, contentType: "image/png" };
  bench.tell({ type: "saved", attemptId: attempt.id, stored });
  return bench.attempt(attempt.jobId);
}

/** Ids of the files that are to be looked at a day from now. */
function toPrune(bench: Bench): string[] {
  return [...bench.wakeups.values()].flatMap(({ wakeup, dueAt }) => {
    if (wakeup.kind !== "prune") return [];
    expect(dueAt).toBe(bench.now + times.pruneAfter);
    return [wakeup.assetId];
  });
}

const finish = (bench: Bench, attempt: Attempt, assetId: string) =>
  bench.tell({
    type: "checked",
    attemptId: attempt.id,
    facts: { width: 16, height: 9, durationMs: null, hasAudio: null },
    stored: { assetId, bytes: 10, contentType: "image/png" },
  });

describe("what work leaves behind", () => {
  it("is its output and that output converted, a day after a check that failed", () => {
    const bench = new Bench();
    const attempt = saved(bench);
    expect(toPrune(bench)).toEqual([]);
    bench.tell({ type: "check_failed", attemptId: attempt.id, error: BROKEN });
    expect(toPrune(bench)).toEqual(filesOf(bench.state, attempt));
    expect(filesOf(bench.state, attempt)).toEqual([attempt.assetId, attempt.id]);
  });

  it("is what is not kept when a person cancels while it is saved", () => {
    const bench = new Bench();
    const attempt = saved(bench);
    bench.tell({ type: "cancel", jobId: attempt.jobId });
    expect(toPrune(bench)).toEqual(filesOf(bench.state, attempt));
    for (const id of filesOf(bench.state, attempt)) expect(isNamed(bench.state, id)).toBe(true);
    finish(bench, attempt, attempt.assetId);
    expect(isNamed(bench.state, attempt.assetId)).toBe(true);
    expect(isNamed(bench.state, attempt.id)).toBe(false);
  });

  it("is what a check made for which nobody waited any more, looked for once more", () => {
    const bench = new Bench();
    const attempt = saved(bench);
    bench.passDeadline(attempt.jobId);
    expect(bench.job(attempt.jobId).status).toBe("succeeded");
    for (const assetId of toPrune(bench)) {
      bench.wakeups.delete(`prune:${assetId}`);
    }
    bench.now += times.pruneAfter;
    finish(bench, attempt, attempt.assetId);
    // Its output counts, and what was made of it does not.
    expect(toPrune(bench)).toEqual([attempt.id]);
  });

  it("is nothing when it succeeded as it came", () => {
    const bench = new Bench();
    const attempt = saved(bench);
    finish(bench, attempt, attempt.assetId);
    expect(toPrune(bench)).toEqual([]);
  });

  it("is the file as it came when another format counts", () => {
    const bench = new Bench();
    const attempt = saved(bench);
    finish(bench, attempt, attempt.id);
    expect(toPrune(bench)).toEqual([attempt.assetId]);
    expect(isNamed(bench.state, attempt.id)).toBe(true);
    expect(isNamed(bench.state, attempt.assetId)).toBe(false);
  });

  it("may be a converted file when the original counts for want of a check", () => {
    const bench = new Bench();
    const attempt = saved(bench);
    bench.passDeadline(attempt.jobId);
    expect(bench.job(attempt.jobId).status).toBe("succeeded");
    expect(toPrune(bench)).toEqual([attempt.id]);
  });

  it("is nothing where there was no output", () => {
    const bench = new Bench();
    bench.create("step");
    const [queued, running] = bench.jobs("character");
    bench.tell({ type: "cancel", jobId: queued?.id ?? "" });
    bench.run(running?.id ?? "");
    bench.tell({ type: "cancel", jobId: running?.id ?? "" });
    expect(toPrune(bench)).toEqual([]);
  });

  it("is the upload of a film that was not cut", () => {
    const bench = new Bench();
    bench.create("manual");
    const order = z.parse(FilmOrder, { kind: "film", inputs: [], output: null });
    const [job] = bench.tell({ type: "stitch", order, warnings: [] })?.jobs ?? [];
    const attempt = bench.begin(job?.id ?? "");
    bench.tell({ type: "cancel", jobId: job?.id ?? "" });
    expect(toPrune(bench)).toContain(attempt.assetId);
  });
});

describe("a file that a row names", () => {
  it("is kept: an asset, and what is being saved or looked at", () => {
    const bench = new Bench();
    const attempt = saved(bench);
    for (const id of filesOf(bench.state, attempt)) expect(isNamed(bench.state, id)).toBe(true);
    finish(bench, attempt, attempt.assetId);
    expect(isNamed(bench.state, attempt.assetId)).toBe(true);
    expect(isNamed(bench.state, attempt.id)).toBe(false);
    bench.tell({ type: "remove" });
    expect(isNamed(bench.state, attempt.assetId)).toBe(true);
  });

  it("is not one that only an upload waits for, nor that of a stranger", () => {
    const bench = new Bench();
    bench.create("manual");
    const id = bench.newId();
    bench.tell({ type: "begin_upload", assetId: id });
    expect(isNamed(bench.state, id)).toBe(false);
    expect(isNamed(bench.state, bench.newId())).toBe(false);
  });
});

describe("when its time has come", () => {
  it("a file is asked to be pruned, and its upload forgotten once it is gone", () => {
    const bench = new Bench();
    bench.create("manual");
    const assetId = bench.newId();
    bench.tell({ type: "begin_upload", assetId });
    bench.now += times.pruneAfter;
    bench.tell({ type: "wake", wakeup: { kind: "prune", assetId } });
    expect(bench.effects.get(`prune:${assetId}`)?.effect).toEqual({ kind: "prune", assetId });
    expect(bench.wakeups.has(`prune:${assetId}`)).toBe(false);
    expect(bench.state.uploads.has(assetId)).toBe(true);
    bench.tell({ type: "pruned", assetId });
    expect(bench.state.uploads.has(assetId)).toBe(false);
    bench.tell({ type: "pruned", assetId });
  });
});

describe("a published film", () => {
  function withFilm(): { bench: Bench; filmId: string } {
    const bench = new Bench();
    bench.create("manual");
    const order = z.parse(FilmOrder, { kind: "film", inputs: [], output: null });
    const [job] = bench.tell({ type: "stitch", order, warnings: [] })?.jobs ?? [];
    const filmId = [...bench.state.films.keys()][0] ?? "";
    expect(bench.tell({ type: "publish_film", filmId, isPublished: true })).toBeNull();
    const attempt = bench.begin(job?.id ?? "");
    const news = { kind: "done" as const, parts: "{}", warnings: [] };
    bench.tell({ type: "film", attemptId: attempt.id, news, isPoll: false });
    bench.store(attempt);
    return { bench, filmId };
  }

  it("is one that has been cut, from when its owner said so until they take it back", () => {
    const { bench, filmId } = withFilm();
    const publishedAt = () => bench.state.films.get(filmId)?.publishedAt;
    expect(publishedAt()).toBeNull();
    const at = (bench.now += 1_000);
    bench.tell({ type: "publish_film", filmId, isPublished: true });
    bench.now += 1_000;
    bench.tell({ type: "publish_film", filmId, isPublished: true });
    expect(publishedAt()).toBe(at);
    bench.tell({ type: "publish_film", filmId, isPublished: false });
    expect(publishedAt()).toBeNull();
  });

  it("is none that is not there", () => {
    const { bench } = withFilm();
    const filmId = bench.newId();
    expect(bench.tell({ type: "publish_film", filmId, isPublished: true })).toBeNull();
  });
});
