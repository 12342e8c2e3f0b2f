import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ClipShelf, ffmpeg, frameHashes } from "../testing/clips.ts";
import { makeFilm } from "../testing/film.ts";
import { brightness } from "../testing/frames.ts";
import { TestWeb } from "../testing/web.ts";

let shelf: ClipShelf;
let web: TestWeb;
let first: string;
let last: string;

beforeAll(async () => {
  shelf = await ClipShelf.open();
  web = await TestWeb.open();
  first = await shelf.clip("first.mp4", { lengthS: 0.5 });
  last = await shelf.clip("last.mp4", { lengthS: 0.5, hue: 90 });
});
afterAll(async () => {
  await web.close();
  await shelf.close();
});

const none = { file: "", id: randomUUID(), url: null };

async function picture(): Promise<string> {
  const file = shelf.path("reference.png");
  await ffmpeg(["-f", "lavfi", "-i", "color=0xd0d0d0:s=640x360", "-frames:v", "1", file]);
  return web.serve("/reference.png", file);
}

describe("a clip that is missing", () => {
  it("is left out, and named", async () => {
    const made = await makeFilm({ shelf, web }, [first, none, last], { missing: "leave_out" });
    expect(await frameHashes(made.file)).toEqual([
      ...(await frameHashes(first)),
      ...(await frameHashes(last)),
    ]);
    expect(made.warnings).toEqual([
      "Clip 2 of 3: There is no clip. Make it first, or leave it out. It was left out.",
    ]);
  });

  it("leaves the transition after it to the clips that are there", async () => {
    const joins = [{ kind: "cut" as const }, { kind: "dip_black" as const, length_s: 0.25 }];
    const changes = { missing: "leave_out" as const, joins };
    const made = await makeFilm({ shelf, web }, [first, none, last], changes);
    expect(made.plan).toContain("dip_black 6");
  });

  it("is shown as a still of its scene, as long as asked, with its text", async () => {
    const picture_url = await picture();
    const still = { picture_url, text: "The lighthouse at night", length_s: 1 };
    const plain = { picture_url, length_s: 1 };
    const missing = "still" as const;
    const made = await makeFilm({ shelf, web }, [first, { ...none, still }], { missing });
    const bare = await makeFilm({ shelf, web }, [first, { ...none, still: plain }], { missing });
    expect(made.shown.frames).toBe(36);
    const [text, without] = await Promise.all([
      brightness(made.file, "200:40:60:130"),
      brightness(bare.file, "200:40:60:130"),
    ]);
    expect(without[20] ?? 0).toBeGreaterThan(180);
    expect((without[20] ?? 0) - (text[20] ?? 0)).toBeGreaterThan(20);
    expect(made.warnings[0]).toMatch(/^Clip 2 of 2: .* A still stands in for it\.$/);
  });

  it("is shown on black where its picture can't be had either", async () => {
    const still = { picture_url: web.url("/gone.png"), length_s: 0.5 };
    const made = await makeFilm({ shelf, web }, [{ ...none, still }, first], { missing: "still" });
    expect((await brightness(made.file))[3]).toBeLessThan(20);
    expect(made.warnings).toContain(
      "The picture for clip 1 could not be used, so its still is black.",
    );
  });

  it("is an error where every clip is missing, or none may be", async () => {
    const all = makeFilm({ shelf, web }, [none], { missing: "leave_out" });
    await expect(all).rejects.toMatchObject({ fault: { clip_id: none.id } });
    await expect(makeFilm({ shelf, web }, [first, none])).rejects.toMatchObject({
      fault: { code: "input_invalid", clip_id: none.id },
    });
  });
});

describe("the text of a still", () => {
  const lower = "260:60:30:115";
  const upper = "260:60:30:5";
  const caption = async (text: string) => {
    const still = { picture_url: await picture(), text, length_s: 0.25 };
    const made = await makeFilm({ shelf, web }, [{ ...none, still }], {
      missing: "still",
      output: { width: 320, height: 180, fps: 24 },
    });
    expect(made.shown.frames).toBe(6);
    const [below = 0] = await brightness(made.file, lower);
    const [above = 0] = await brightness(made.file, upper);
    return { below, above };
  };

  it("is no instruction, whatever it looks like", async () => {
    const bare = await caption("");
    // At the top, were it one.
    const marked = await caption("{\\an8}The lighthouse at night");
    expect(bare.above - marked.above).toBeLessThan(5);
    expect(bare.below - marked.below).toBeGreaterThan(20);
  });

  it.each([
    ["a script that a font may be missing for", "海から見た夜の灯台。 المنارة في الليل 등대 🚢👋🏽"],
    ["characters that are none", "\u0000\u0007\uE000\uDBFF \u202E\u2028 \\"],
    ["five hundred letters of one word", "W".repeat(500)],
  ])("may hold %s", async (_name, text) => {
    expect((await caption(text)).below).toBeGreaterThan(0);
  });
});
