import { describe, expect, it } from "vitest";
import { Bench } from "./testing.ts";

const allScenes = (bench: Bench) => [...bench.state.scenes.values()];

describe("a quick project", () => {
  it("draws portraits and writes the script at once, and asks for nothing", () => {
    const bench = new Bench();
    bench.create("quick");
    expect(bench.jobs("character").map((job) => job.status)).toEqual(["queued", "queued"]);
    expect(bench.jobs("script")).toHaveLength(1);
    expect(bench.state.project?.need).toBeNull();
    expect([...bench.state.characterReferences.values()].map((each) => each.seed)).toEqual([
      10, 11,
    ]);
  });

  it("takes the first portrait that arrived and shoots every scene", () => {
    const bench = new Bench();
    bench.upToClips();
    const chosen = bench.state.project?.characterReferenceId ?? "";
    expect(bench.state.characterReferences.get(chosen)?.option).toBe(1);
    expect(bench.jobs("clip").map((job) => job.status)).toEqual(["queued", "queued"]);
    expect(bench.state.project?.station).toBe("clips");
  });

  it("cuts the film by itself once every scene has its clip, and only once", () => {
    const bench = new Bench();
    bench.upToClips();
    for (const job of bench.jobs("clip")) bench.deliver(bench.run(job.id));
    expect(bench.jobs("film")).toHaveLength(1);
    const film = [...bench.state.films.values()][0];
    expect(film?.clipIds).toEqual(allScenes(bench).map((scene) => scene.selectedClipId));
    bench.tell({ type: "recover" });
    expect(bench.jobs("film")).toHaveLength(1);
  });

  it("stops before the film when a clip failed, and says what it needs", () => {
    const bench = new Bench();
    bench.upToClips();
    const [first, second] = bench.jobs("clip");
    if (first === undefined || second === undefined) throw new Error("two clips expected");
    bench.deliver(bench.run(first.id));
    bench.observe(bench.run(second.id), {
      status: "failed",
      failure: { kind: "moderation", error: { code: "content_refused", message: "Refused." } },
    });
    expect(bench.jobs("film")).toHaveLength(0);
    expect(bench.state.project?.need).toBe("retry_clips");
    // The other clip is untouched, and the film can be cut without the gap, which it names.
    expect(bench.cut({ allowMissing: false })).toBeNull();
    bench.cut({ allowMissing: true });
    expect([...bench.state.films.values()][0]?.missingScenes).toEqual([2]);
  });

  it("goes on to the film after a failed clip is retried", () => {
    const bench = new Bench();
    bench.upToClips();
    const [first, second] = bench.jobs("clip");
    if (first === undefined || second === undefined) throw new Error("two clips expected");
    bench.deliver(bench.run(first.id));
    bench.tell({ type: "cancel", jobId: second.id });
    const retried = bench.tell({ type: "retry", jobId: second.id })?.jobs[0];
    expect(retried?.retryOf).toBe(second.id);
    expect(bench.job(second.id).status).toBe("canceled");
    bench.deliver(bench.run(retried?.id ?? ""));
    expect(bench.jobs("film")).toHaveLength(1);
    expect([...bench.state.clips.values()].map((clip) => clip.take)).toEqual([1, 1, 2]);
  });
});

describe("a simulated project under a token", () => {
  it("starts nothing that costs money by itself, and asks instead", () => {
    const bench = new Bench();
    bench.create("quick");
    const [first, second] = bench.jobs("character");
    bench.deliver(bench.run(first?.id ?? ""));
    const script = bench.jobs("script")[0];
    const text = { ok: true as const, value: { text: "Scene" } };
    bench.observe(bench.run(script?.id ?? ""), { status: "succeeded", output: text });
    bench.isSimulated = false;
    bench.tell({ type: "models_changed", jobId: second?.id ?? "" });
    expect(bench.jobs("clip")).toHaveLength(0);
    expect(bench.state.project?.need).toBe("choose_character");
  });
});

describe("a step project", () => {
  it("stops for the choice of portrait, then before clips are paid for", () => {
    const bench = new Bench();
    bench.upToClips("step");
    expect(bench.state.project?.need).toBe("choose_character");
    expect(bench.jobs("clip")).toHaveLength(0);
    const reference = [...bench.state.characterReferences.values()][1];
    bench.tell({ type: "choose", characterReferenceId: reference?.id ?? "" });
    expect(bench.state.project?.need).toBe("shoot_clips");
    expect(bench.jobs("clip")).toHaveLength(0);
    bench.tell({ type: "start", input: { kind: "clip" } });
    expect(bench.jobs("clip")).toHaveLength(2);
  });

  it("shoots only what is missing when asked twice", () => {
    const bench = new Bench();
    bench.upToClips("step");
    const reference = [...bench.state.characterReferences.values()][0];
    bench.tell({ type: "choose", characterReferenceId: reference?.id ?? "" });
    bench.tell({ type: "start", input: { kind: "clip" } });
    expect(bench.tell({ type: "start", input: { kind: "clip" } })?.jobs).toEqual([]);
    expect(bench.jobs("clip")).toHaveLength(2);
  });

  it("uses an edited scene, and refuses an edit of an older version", () => {
    const bench = new Bench();
    bench.upToClips("step");
    const scene = allScenes(bench)[0];
    const edit = (version: number) =>
      bench.tell({
        type: "edit_scene",
        sceneId: scene?.id ?? "",
        input: { description: "New words", lengthS: 5, version },
      });
    expect(edit(1)?.sceneId).toBe(scene?.id);
    expect(edit(1)).toBeNull();
    expect(allScenes(bench)[0]).toMatchObject({ description: "New words", lengthS: 5, version: 2 });
  });
});

describe("deleting", () => {
  it("cancels what runs, hides the project and removes its objects a day later", () => {
    const bench = new Bench();
    bench.upToClips();
    const [first, second] = bench.jobs("clip");
    const attempt = bench.run(first?.id ?? "");
    bench.tell({ type: "remove" });
    expect(bench.job(first?.id ?? "").status).toBe("canceled");
    expect(bench.job(second?.id ?? "").status).toBe("canceled");
    expect(bench.effects.has(`cancel:${attempt.id}`)).toBe(true);
    expect(bench.tell({ type: "start", input: { kind: "clip" } })).toBeNull();
    expect((bench.wakeups.get("purge")?.dueAt ?? 0) - bench.now).toBe(24 * 3_600_000);
  });
});
