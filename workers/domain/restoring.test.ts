import { describe, expect, it } from "vitest";
import { begun, fullProject, manifestOf } from "./archive/testing.ts";
import { deletionOf } from "./restoring.ts";
import { Bench, times } from "./testing.ts";

const modeOf = (bench: Bench) => bench.state.project?.mode;
const jobStates = (bench: Bench) =>
  [...bench.state.jobs.values()].map(({ kind, status }) => `${kind} ${status}`);

describe("a deleted project", () => {
  it("comes back with all it had, and is not removed any more", () => {
    const bench = new Bench();
    bench.upToClips("step");
    const before = bench.state;
    bench.tell({ type: "remove" });
    expect(bench.wakeups.has("purge")).toBe(true);
    bench.now += times.purgeAfter - 1;
    expect(bench.tell({ type: "restore" })).not.toBeNull();
    expect(bench.state.project).toEqual({ ...before.project, updatedAt: bench.now });
    expect(bench.state.assets).toEqual(before.assets);
    expect(bench.wakeups.has("purge")).toBe(false);
    expect(bench.effects.has("publish")).toBe(true);
    expect(bench.tell({ type: "update", input: { title: "New" } })).not.toBeNull();
  });

  it("can't come back once its files go", () => {
    const bench = new Bench();
    bench.create("step");
    bench.tell({ type: "remove" });
    const { deletedAt } = bench.state.project ?? {};
    expect(deletionOf(bench.state, bench.now)).toMatchObject({
      ok: true,
      value: { title: "A title", deletedAt, restorableUntil: bench.now + times.purgeAfter },
    });
    bench.now += times.purgeAfter;
    expect(bench.tell({ type: "restore" })).toBeNull();
    expect(deletionOf(bench.state, bench.now)).toMatchObject({ error: { code: "not_found" } });
  });

  it("can be deleted, brought back and deleted again, each time with a whole day", () => {
    const bench = new Bench();
    bench.create("step");
    for (let turn = 0; turn < 2; turn++) {
      bench.tell({ type: "remove" });
      expect(bench.wakeups.get("purge")?.dueAt).toBe(bench.now + times.purgeAfter);
      bench.now += times.purgeAfter / 2;
      expect(bench.tell({ type: "restore" })).not.toBeNull();
      expect(bench.tell({ type: "restore" })).not.toBeNull();
    }
    expect(deletionOf(bench.state, bench.now).ok).toBe(false);
  });

  it("starts nothing that is paid when it comes back: a quick one goes on step by step", () => {
    const bench = new Bench();
    bench.upToClips("quick");
    bench.tell({ type: "remove" });
    const stopped = jobStates(bench);
    expect(stopped).toContain("clip canceled");
    bench.tell({ type: "restore" });
    expect(jobStates(bench)).toEqual(stopped);
    expect([modeOf(bench), bench.state.project?.need]).toEqual(["step", "retry_clips"]);
  });

  it("stays quick when it was through", () => {
    const bench = new Bench();
    bench.upToClips("quick");
    for (const job of bench.jobs("clip")) bench.deliver(bench.run(job.id));
    const film = bench.run(bench.jobs("film")[0]?.id ?? "");
    const news = { kind: "done" as const, parts: "{}", warnings: [] };
    bench.tell({ type: "film", attemptId: film.id, news, isPoll: false });
    bench.store(film);
    bench.tell({ type: "remove" });
    bench.tell({ type: "restore" });
    expect([modeOf(bench), bench.state.project?.station]).toEqual(["quick", "finished"]);
  });
});

describe("an import that is not complete", () => {
  it("looks deleted, and can't be brought back half there, also when it was given up", () => {
    const bench = begun(manifestOf(fullProject()));
    expect(bench.state.project?.deletedAt).not.toBeNull();
    expect(bench.tell({ type: "restore" })).toBeNull();
    bench.tell({ type: "remove" });
    expect(bench.tell({ type: "restore" })).toBeNull();
    expect(deletionOf(bench.state, bench.now).ok).toBe(false);
  });

  it("is none the more for what its manifest says", () => {
    const manifest = manifestOf(fullProject());
    const project = { ...manifest.project, restorableUntil: Number.MAX_SAFE_INTEGER };
    expect(begun({ ...manifest, project }).tell({ type: "restore" })).toBeNull();
  });
});

describe("a project that was not deleted", () => {
  it("has no way back, and bringing it back changes nothing", () => {
    const bench = new Bench();
    bench.create("quick");
    const before = bench.state;
    expect(bench.tell({ type: "restore" })).not.toBeNull();
    expect(bench.state).toEqual(before);
    expect(deletionOf(bench.state, bench.now).ok).toBe(false);
  });
});
