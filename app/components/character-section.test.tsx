import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../workers/contracts/live.ts";
import type { ModelInfo } from "../../workers/contracts/models.ts";
import { fixtureJob, fixtures, STARTED_AT } from "../testing/fixtures.ts";
import { manualFixtures } from "../testing/manual-fixtures.ts";
import { renderInPage, wordsOf } from "../testing/render.tsx";
import { CharacterSection } from "./character-section.tsx";
import type { Desk } from "./desk.ts";

const imagen: ModelInfo = {
  ...{ slug: "google/imagen-4", kind: "image", label: "Imagen 4", isDefault: true },
  price: { unit: "image", usd: 0.04, isEstimate: true },
  ...{ lengthsS: [], aspectRatios: ["1:1"], takesReference: false, referenceShot: null },
  hasAudio: false,
};

function html(
  snapshot: Snapshot,
  fault: Desk["fault"] = null,
  usualTimes: Desk["usualTimes"] = [],
): Promise<string> {
  const expectedSeconds = { character: 20, script: 10, clip: 60, film: 30 };
  const desk = { snapshot, now: STARTED_AT, expectedSeconds, usualTimes, formKey: "key-1", fault };
  return renderInPage(<CharacterSection desk={{ ...desk, models: [imagen] }} />);
}

describe("the character", () => {
  it("says in one line how many arrived and why the others did not", async () => {
    const words = wordsOf(await html(fixtures.drawing));
    expect(words).toContain(
      "1 of 4 arrived; option 4 was lost. The image model refused this description.",
    );
    const jobs = fixtures.drawing.jobs.map((job) =>
      job.status === "failed"
        ? { ...job, failure: { kind: "moderation" as const, refused: null } }
        : job,
    );
    expect(wordsOf(await html({ ...fixtures.drawing, jobs }))).toContain("option 4 was refused.");
    expect(wordsOf(await html(fixtures.choose))).not.toContain("arrived");
  });

  it("offers each that arrived large, and varied for its price; one of one's own is free", async () => {
    const page = await html(fixtures.drawing);
    expect(page.match(/value="vary-portrait"/g)).toHaveLength(1);
    expect(page).toContain('aria-label="Look at option 1 large"');
    expect(wordsOf(page)).toContain("Vary option 1 · about $0.04");
    expect(wordsOf(page)).toContain("Upload · free");
  });

  it("says how long a portrait usually takes: as measured, else as set", async () => {
    expect(wordsOf(await html(fixtures.drawing))).toContain("usually 00:00:20");
    const measured = { kind: "character" as const, model: imagen.slug, lengthS: 0, seconds: 7 };
    const page = await html(fixtures.drawing, null, [{ ...measured, count: 5 }]);
    expect(wordsOf(page)).toContain("usually 00:00:07");
    expect(wordsOf(page)).not.toContain("usually 00:00:20");
  });

  it("names every price before scripts have taken over", async () => {
    const words = wordsOf(await html(fixtures.choose));
    expect(words).toContain("1 portrait · about $0.04");
    expect(words).toContain("4 portraits · about $0.16");
  });

  it("sends a picture by a plain form, and says beside it what was wrong with the last", async () => {
    const fault = {
      ...{ form: "upload-portrait", ok: false as const, fields: {}, values: {} },
      ...{ message: "That is an MP4 video.", nextKey: "key-2" },
    };
    const page = await html(manualFixtures.uploads, fault);
    expect(page).toMatch(/<details[^>]*open[^>]*>\s*<summary[^>]*>Upload your own/);
    expect(page).toMatch(/enctype="multipart\/form-data"/i);
    expect(wordsOf(page)).toContain("That is an MP4 video.");
  });

  it("shows both texts where another tab saved first", async () => {
    const values = { characterDescription: "A fox, mine", was: "A fox" };
    const page = await html(fixtures.choose, {
      ...{ form: "edit-characterDescription", ok: false, fields: {}, values },
      ...{ message: "This text was changed.", nextKey: "key-2" },
    });
    expect(page).toContain(`<blockquote>${fixtures.choose.project.characterDescription}`);
    expect(page).toMatch(/<textarea[^>]*>A fox, mine<\/textarea>/);
    // The next save is meant for the text that was shown.
    expect(page).toContain(`name="was" value="${fixtures.choose.project.characterDescription}"`);
  });

  it("does not take a variation that waits for one that is missing", async () => {
    const job = fixtureJob(4, { kind: "character", status: "queued", startedAt: null });
    const jobs = fixtures.drawing.jobs.map((each) => (each.id === job.id ? job : each));
    expect(wordsOf(await html({ ...fixtures.drawing, jobs }))).not.toContain("arrived");
  });
});
