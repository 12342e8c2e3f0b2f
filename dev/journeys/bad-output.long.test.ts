/** Models that give nothing, rubbish or the wrong thing: that job alone fails, with a reason. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startStack, type Stack } from "../harness/stack.ts";
import { createFilm, jobsOf, send, SHORT_FILM, tellReplicate, untilProject } from "./client.ts";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ env: { TIME_SCALE: "0.02" } });
});
afterAll(() => stack.stop());

const order = (fault: string, model: string, count: number) =>
  tellReplicate(stack, "faults", { fault, model, count });

describe("bad output", () => {
  it("of a video model ends that clip with its reason, and no other", async () => {
    const faults = ["output-zero", "output-truncated", "output-wrong-type", "output-empty"];
    const made = await createFilm(stack, { ...SHORT_FILM, scene_count: 5, mode: "step" });
    const path = `/api/projects/${made.project.id}`;
    const ready = await untilProject(
      stack,
      made.project.id,
      "scenes and a portrait",
      (snapshot) => {
        return snapshot.scenes.length === 5 && snapshot.assets.length === 1;
      },
    );
    for (const [index, fault] of faults.entries()) {
      const description = `The fox looks up. [[emu:fail=${fault}]]`;
      await send(stack, "PATCH", `${path}/scenes/${ready.scenes[index]?.id}`, { description });
    }
    const portrait = ready.characterReferences[0]?.id ?? "";
    await send(stack, "POST", `${path}/character_references/${portrait}/choose`);
    await send(stack, "POST", `${path}/jobs`, { kind: "clip" });
    const done = await untilProject(stack, made.project.id, "all clips to end", (snapshot) => {
      const jobs = jobsOf(snapshot, "clip");
      return jobs.length === 5 && jobs.every((job) => job.endedAt !== null);
    });
    const clips = jobsOf(done, "clip");
    const failed = clips.filter((job) => job.status === "failed");
    expect(failed).toHaveLength(4);
    expect(new Set(failed.map((job) => job.error?.code))).toEqual(
      new Set(["asset_invalid", "output_invalid"]),
    );
    expect(failed.every((job) => job.billed === "yes")).toBe(true);
    expect(new Set(failed.map((job) => job.error?.message)).size).toBeGreaterThanOrEqual(3);
    expect(clips.filter((job) => job.status === "succeeded")).toHaveLength(1);
    expect(done.project.need).toBe("retry_clips");
  });

  it("of an image model ends that portrait alone", async () => {
    await order("output-wrong-type", "google/imagen-4", 1);
    const made = await createFilm(stack, { ...SHORT_FILM, image_count: 2, mode: "step" });
    const done = await untilProject(stack, made.project.id, "both portraits", (snapshot) =>
      jobsOf(snapshot, "character").every((job) => job.endedAt !== null),
    );
    const jobs = jobsOf(done, "character");
    expect(jobs.map((job) => job.status).sort()).toEqual(["failed", "succeeded"]);
    expect(jobs.find((job) => job.status === "failed")?.error?.code).toBe("asset_invalid");
  });

  it("of a text model is asked for once more, then ends with the reason", async () => {
    await order("text-prose", "google/gemini-2.5-flash", 1);
    const saved = await createFilm(stack, { ...SHORT_FILM, mode: "step" });
    const good = await untilProject(stack, saved.project.id, "scenes", (snapshot) => {
      return snapshot.scenes.length === 2;
    });
    expect(jobsOf(good, "script")[0]?.attemptCount).toBe(2);
    await order("text-garbage", "google/gemini-2.5-flash", 2);
    const lost = await createFilm(stack, { ...SHORT_FILM, mode: "step" });
    const bad = await untilProject(stack, lost.project.id, "the script to fail", (snapshot) => {
      return jobsOf(snapshot, "script")[0]?.status === "failed";
    });
    expect(jobsOf(bad, "script")[0]?.error?.code).toBe("output_invalid");
  });

  it("does not matter where a model is gone: the catalogue's next one is used, and said", async () => {
    await order("gone", "google/imagen-4", 1);
    const made = await createFilm(stack, { ...SHORT_FILM, mode: "step" });
    const done = await untilProject(stack, made.project.id, "a portrait", (snapshot) =>
      jobsOf(snapshot, "character").every((job) => job.status === "succeeded"),
    );
    const [job] = jobsOf(done, "character");
    expect(job?.model).not.toBe("google/imagen-4");
    expect(job?.substitutions.map((each) => each.field)).toContain("model");
  });
});
