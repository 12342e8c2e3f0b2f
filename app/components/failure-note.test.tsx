import { describe, expect, it } from "vitest";
import type { Failure } from "../../workers/contracts/failure.ts";
import type { Job } from "../../workers/contracts/job.ts";
import type { Snapshot } from "../../workers/contracts/live.ts";
import type { ModelInfo } from "../../workers/contracts/models.ts";
import { STARTED_AT, fixtures } from "../testing/fixtures.ts";
import { renderInPage, wordsOf } from "../testing/render.tsx";
import { CharacterSection } from "./character-section.tsx";
import type { Desk } from "./desk.ts";
import { ScenesSection } from "./scenes-section.tsx";

const video = (slug: string, label: string, usd: number): ModelInfo => ({
  slug,
  kind: "video",
  label,
  isDefault: false,
  price: { unit: "second", usd, isEstimate: true },
  lengthsS: [8],
  aspectRatios: ["16:9"],
  takesReference: true,
  referenceShot: null,
  hasAudio: true,
});

const MODELS = [
  video("google/veo-3.1", "Veo 3.1", 0.4),
  video("bytedance/seedance-1-lite", "Seedance 1 Lite", 0.05),
];

function desk(snapshot: Snapshot): Desk {
  return {
    snapshot,
    now: STARTED_AT,
    models: MODELS,
    expectedSeconds: { character: 10, script: 10, clip: 60, film: 20 },
    formKey: "key",
    fault: null,
  };
}

/** The project whose clip of scene 3 failed. */
function failedClip(failure: Failure | null, change: Partial<Job> = {}): Snapshot {
  const jobs = fixtures.gaps.jobs.map((job) =>
    job.status === "failed" ? { ...job, failure, ...change } : job,
  );
  return { ...fixtures.gaps, jobs };
}

const scenes = (snapshot: Snapshot) => renderInPage(<ScenesSection desk={desk(snapshot)} />);
/** Only the third scene's part of the page. */
const third = async (snapshot: Snapshot) =>
  (await scenes(snapshot)).split('<li class="scene-row"')[3] ?? "";
const refused = (part: Failure["refused"]) => failedClip({ kind: "moderation", refused: part });

describe("a failed clip", () => {
  it("says what happened, how often it was tried, whether it was billed, and offers it again", async () => {
    const words = wordsOf(await third(failedClip(null, { attemptCount: 3 })));
    expect(words).toContain("Scene 3: The video model refused this scene.");
    expect(words).toContain("The prompt was flagged as sensitive.");
    expect(words).toContain("Tried 3 times. Nothing was billed.");
    expect(words).toContain("Shoot again · about $3.20");
    expect(words).not.toContain("Another model");
  });

  it("for want of room offers other models, each with its price", async () => {
    const html = await third(failedClip({ kind: "capacity", refused: null }));
    expect(wordsOf(html)).toContain("Another model Seedance 1 Lite · about $0.40");
    expect(html).toContain('name="model" value="bytedance/seedance-1-lite"');
    expect(wordsOf(html)).toContain("Shoot again");
  });

  it("whose words were refused leads to the words, and is not offered unchanged", async () => {
    const html = await third(refused("text"));
    const id = /<textarea id="([^"]+)"/.exec(html)?.[1] ?? "";
    expect(html).toContain(`href="#${id}"`);
    expect(wordsOf(html)).toContain("Change the words");
    expect(wordsOf(html)).toContain("Save and shoot again · about $3.20");
    expect(wordsOf(html)).not.toMatch(/ Shoot again/);
    // Nor by the button for all.
    expect(wordsOf(await scenes(refused("text")))).not.toContain("Shoot 1 clip");
  });

  it("is shot with all others once the scene reads differently", async () => {
    const edited = refused("text").scenes.map((scene) =>
      scene.number === 3 ? { ...scene, description: "She waits at the shore." } : scene,
    );
    const html = await scenes({ ...refused("text"), scenes: edited });
    expect(wordsOf(html)).toContain("Shoot 1 clip · about $3.20");
    expect(html.match(/name="sceneId"/g)).not.toBeNull();
  });

  it("whose sound was refused is offered without it", async () => {
    const html = await third(refused("sound"));
    expect(wordsOf(html)).toContain("Shoot again without sound · about $3.20");
    expect(html).toContain('name="generateAudio" value="no"');
  });

  it("whose picture was refused leads to the portraits", async () => {
    expect(await third(refused("image"))).toMatch(/href="#character"[^>]*>Choose another portrait/);
  });

  it("of a program keeps the program's words", async () => {
    const snapshot = refused("text");
    const words = wordsOf(
      await third({ ...snapshot, project: { ...snapshot.project, mode: "manual" } }),
    );
    expect(words).not.toContain("Change the words");
    expect(words).not.toContain("Save and shoot again");
    expect(words).toContain("Another model");
  });
});

describe("a clip without credit to shoot it", () => {
  it("says what to do on its own card", async () => {
    const jobs = fixtures.clips.jobs.map((job) =>
      job.phase === "waiting_for_machine"
        ? { ...job, status: "queued" as const, phase: "waiting_for_credit" as const }
        : job,
    );
    const words = wordsOf(await scenes({ ...fixtures.clips, jobs }));
    expect(words).toContain("Waiting for credit on the Replicate account");
    expect(words).toContain("out of credit. Add credit on Replicate");
  });
});

describe("a refused portrait", () => {
  it("says so beside the others and leads to the character's words", async () => {
    const jobs = fixtures.drawing.jobs.map((job) =>
      job.status === "failed"
        ? { ...job, failure: { kind: "moderation" as const, refused: "text" as const } }
        : job,
    );
    const html = await renderInPage(
      <CharacterSection desk={desk({ ...fixtures.drawing, jobs })} />,
    );
    const words = wordsOf(html);
    expect(words).toContain("The image model refused this description.");
    expect(words).toContain("Nothing was billed.");
    expect(html).toMatch(/href="#words-character"[^>]*>Change the words/);
    expect(html).toContain('<textarea id="words-character"');
    expect(words).toContain("Save and draw again · about $0.04");
    expect(words).not.toContain(" Draw again");
  });
});

describe("a failed script", () => {
  it("that failed before says of each attempt why", async () => {
    const warnings = ["Attempt 1 failed: The model broke off on the provider's side."];
    const jobs = fixtures.writing.jobs.map((job) =>
      job.kind === "script"
        ? { ...job, status: "failed" as const, phase: null, attemptCount: 2, warnings }
        : job,
    );
    const words = wordsOf(await scenes({ ...fixtures.writing, jobs }));
    expect(words).toContain("Tried 2 times.");
    expect(words).toContain("1 note Attempt 1 failed: The model broke off");
    expect(words).toContain("Write the scenes again · about $0.01");
  });

  it("that was refused leads to the idea and is written again with it", async () => {
    const jobs = fixtures.writing.jobs.map((job) =>
      job.kind === "script"
        ? {
            ...job,
            status: "failed" as const,
            phase: null,
            failure: { kind: "moderation" as const, refused: null },
          }
        : job,
    );
    const html = await scenes({ ...fixtures.writing, jobs });
    expect(html).toMatch(/href="#words-idea"[^>]*>Change the words/);
    expect(wordsOf(html)).toContain("Save and write again · about $0.01");
  });
});
