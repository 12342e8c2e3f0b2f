import { describe, expect, it } from "vitest";
import { Activity } from "../contracts/activity.ts";
import { activityOf } from "./activity.ts";
import { Bench } from "./testing.ts";

function activity(bench: Bench, kind: "clip" | null = null): Activity {
  const { project } = bench.state;
  if (project === null) throw new Error("No project");
  return Activity.parse(activityOf({ ...bench.state, project }, kind));
}

describe("a project's activity", () => {
  it("tells each job with what it makes, in order, and only what may be seen of it", () => {
    const bench = new Bench();
    bench.upToClips();
    const { entries } = activity(bench);
    expect(
      entries.map(({ job, option, sceneNumber, take }) => [job.kind, option, sceneNumber, take]),
    ).toEqual([
      ["character", 1, null, null],
      ["character", 2, null, null],
      ["script", null, null, null],
      ["clip", null, 1, 1],
      ["clip", null, 2, 1],
    ]);
    const text = JSON.stringify(
      activityOf({ ...bench.state, project: bench.state.project! }, null),
    );
    for (const secret of ["nonce", "input", "order", "webhook"]) expect(text).not.toContain(secret);
  });

  it("has every attempt of a job, with its end", () => {
    const bench = new Bench();
    bench.upToClips();
    const [job] = bench.jobs("clip");
    const first = bench.run(job?.id ?? "");
    const error = { code: "provider_unavailable" as const, message: "Broke." };
    bench.observe(first, { status: "failed", failure: { kind: "transient", error } });
    bench.now += 60_000;
    bench.run(job?.id ?? "");
    const entry = activity(bench).entries.find((each) => each.job.id === job?.id);
    expect(entry?.attempts.map(({ number, status }) => [number, status])).toEqual([
      [1, "failed"],
      [2, "running"],
    ]);
  });

  it("adds the costs up to what the project spent, by kind, and keeps what is in doubt apart", () => {
    const bench = new Bench();
    bench.upToClips();
    const [first, second] = bench.jobs("clip");
    bench.deliver(bench.run(first?.id ?? ""));
    bench.run(second?.id ?? "");
    bench.tell({ type: "cancel", jobId: second?.id ?? "" });
    const { totals, spentUsd } = activity(bench);
    expect(spentUsd).toBe(bench.state.project?.spentUsd);
    expect(totals.reduce((sum, total) => sum + total.spentUsd, 0)).toBeCloseTo(spentUsd);
    expect(totals.find(({ kind }) => kind === "clip")).toEqual({
      kind: "clip",
      ...{ jobs: 2, succeeded: 1, failed: 0, canceled: 1, attempts: 2 },
      ...{ spentUsd: 1, perhapsUsd: 0.5 },
    });
  });

  it("can leave out the other kinds, and counts them all the same", () => {
    const bench = new Bench();
    bench.upToClips();
    const clips = activity(bench, "clip");
    expect(clips.entries.map(({ job }) => job.kind)).toEqual(["clip", "clip"]);
    expect(clips.totals).toEqual(activity(bench).totals);
  });
});
