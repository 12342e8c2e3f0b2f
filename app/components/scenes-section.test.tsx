import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../workers/contracts/live.ts";
import { LIMITS } from "../../workers/contracts/limits.ts";
import { fixtureId, fixtureJob, fixtures, STARTED_AT } from "../testing/fixtures.ts";
import { renderInPage, wordsOf } from "../testing/render.tsx";
import type { Desk } from "./desk.ts";
import { ScenesSection } from "./scenes-section.tsx";

function html(snapshot: Snapshot, fault: Desk["fault"] = null): Promise<string> {
  const expectedSeconds = { character: 20, script: 10, clip: 60, film: 30 };
  const desk = { snapshot, now: STARTED_AT, models: [], expectedSeconds, formKey: "key-1", fault };
  return renderInPage(<ScenesSection desk={desk} />);
}

const [scene] = fixtures.scenes.scenes;
if (scene === undefined) throw new Error("No scene");

describe("the scenes of a film", () => {
  it("say how many they are and how long the film is, and each who plays in it", async () => {
    const words = wordsOf(await html(fixtures.scenes));
    expect(words).toContain("4 scenes · 00:00:30");
    expect(words.match(/Option 2/g)).toHaveLength(4);
  });

  it("leave the count of clips by their state to the bar, which is always in view", async () => {
    expect(wordsOf(await html(fixtures.clips))).not.toMatch(/\d (loading|succeeded|failed)/);
  });

  it("can be changed, moved, added and taken out without scripts", async () => {
    const page = await html(fixtures.scenes);
    for (const intent of ["edit-scene", "rewrite-scene", "remove-scene"]) {
      expect(page.match(new RegExp(`value="${intent}"`, "g"))).toHaveLength(4);
    }
    // The first goes no earlier and the last no later.
    expect(page.match(/value="move-scene"/g)).toHaveLength(6);
    // Beside each, and at the end.
    expect(page.match(/name="intent" value="add-scene"/g)).toHaveLength(5);
  });

  it("show the way back for one that is out of the film", async () => {
    const removed = { id: fixtureId(8, 1), scene, removedAt: STARTED_AT };
    const snapshot = { ...fixtures.scenes, removedScenes: [removed] };
    const page = await html(snapshot);
    expect(wordsOf(page)).toContain("1 scene taken out");
    expect(page).toContain('value="restore-scene"');
  });

  it("take no more by hand when the film is full, and are all shot with one button", async () => {
    const scenes = Array.from({ length: LIMITS.filmScenes }, (_, index) => ({
      ...scene,
      id: fixtureId(5, index + 1),
      number: index + 1,
    }));
    const page = await html({ ...fixtures.scenes, scenes });
    expect(page).not.toContain('value="add-scene"');
    expect(page.match(/name="sceneId" value="[^"]+"\/?>/g)?.length).toBeGreaterThanOrEqual(30);
    expect(wordsOf(page)).toContain("Shoot 30 clips");
  });

  it("tell of one that is written anew, without hiding the others", async () => {
    const job = fixtureJob(90, { kind: "script", status: "running", targetId: scene.id });
    const words = wordsOf(await html({ ...fixtures.scenes, jobs: [...fixtures.scenes.jobs, job] }));
    expect(words).toContain("Writing this scene anew");
    expect(words).not.toContain("Writing 4 scenes");
  });

  it("show both texts where a save was overtaken, and the typed one stays in its field", async () => {
    const form = `edit-${scene.id}`;
    const mine = { ...scene, description: "Mine", lengthS: "8", version: "1" };
    const changed = { ...scene, description: "Theirs", version: 2 };
    const { description, negativeDescription, lengthS, version } = mine;
    const page = await html(
      { ...fixtures.scenes, scenes: [changed] },
      {
        form,
        ok: false,
        message: "This scene was changed somewhere else.",
        fields: {},
        values: { description, negativeDescription, lengthS, version },
        nextKey: "key-2",
      },
    );
    expect(page).toMatch(/<blockquote>Theirs/);
    expect(page).toMatch(/<textarea[^>]*>Mine<\/textarea>/);
    expect(page).toContain('name="version" value="2"');
  });
});
