/** The real thing: pictures drawn, clips encoded, looked at with ffprobe and pixel by pixel. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { toRgb } from "./colour.ts";
import { designFigure } from "./design.ts";
import { createStudio } from "./index.ts";
import { recallDesign } from "./picture-design.ts";
import { readSetting } from "./places/setting.ts";
import { castActor, subjectOf } from "./recognition.ts";

const run = promisify(execFile);
const ffmpeg = process.env["FFMPEG_PATH"] ?? "ffmpeg";
const ffprobe = process.env["FFPROBE_PATH"] ?? "ffprobe";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "edgereel-studio-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string) => path.join(folder, name);
const studio = () => createStudio({ ffmpeg, ffprobe, cacheDir: file("cache") });

const FOX = "Portrait of one character: A red fox with a green scarf.";
const portrait = { prompt: FOX, width: 256, height: 256, format: "png" as const, references: [] };
const clip = {
  prompt: "The fox walks on the beach by day.\nThe character: A red fox with a green scarf.",
  seed: 3,
  lengthS: 2.5,
  width: 320,
  height: 180,
  fps: 24,
  hasAudio: true,
  references: [] as string[],
  onProgress: () => undefined,
  signal: new AbortController().signal,
};

const Streams = z.object({
  streams: z.array(
    z.object({
      codec_name: z.string(),
      width: z.number().optional(),
      height: z.number().optional(),
      duration: z.coerce.number().catch(0),
      nb_frames: z.coerce.number().catch(0),
      r_frame_rate: z.string(),
      sample_rate: z.string().optional(),
    }),
  ),
});

async function probe(name: string) {
  const args = ["-v", "error", "-show_streams", "-of", "json", file(name)];
  return Streams.parse(JSON.parse((await run(ffprobe, args)).stdout)).streams;
}

/** Share of a frame's pixels near a colour. */
async function shareOf(name: string, colour: string, atS = 1): Promise<number> {
  const raw = file(`${name}.rgb`);
  const at = name.endsWith(".mp4") ? ["-ss", String(atS)] : [];
  await run(ffmpeg, [
    "-v",
    "error",
    "-y",
    ...at,
    "-i",
    file(name),
    "-frames:v",
    "1",
    "-f",
    "rawvideo",
    "-pix_fmt",
    "rgb24",
    raw,
  ]);
  const bytes = readFileSync(raw);
  const [r, g, b] = toRgb(colour);
  let near = 0;
  for (let i = 0; i < bytes.length; i += 3) {
    const off = Math.hypot((bytes[i] ?? 0) - r, (bytes[i + 1] ?? 0) - g, (bytes[i + 2] ?? 0) - b);
    if (off < 48) near++;
  }
  return near / (bytes.length / 3);
}

describe("portraits", () => {
  it("are the same for the same words and seed, and others for another seed", async () => {
    await studio().portrait({ ...portrait, seed: 1 }, file("a.png"));
    await studio().portrait({ ...portrait, seed: 1 }, file("b.png"));
    await studio().portrait({ ...portrait, seed: 2 }, file("c.png"));
    expect(readFileSync(file("b.png")).equals(readFileSync(file("a.png")))).toBe(true);
    expect(readFileSync(file("c.png")).equals(readFileSync(file("a.png")))).toBe(false);
  });

  it("carry their design, in the file or beside it, and no stranger's picture has one", async () => {
    const design = designFigure("A red fox with a green scarf.", 7);
    for (const format of ["png", "jpg", "webp"] as const) {
      await studio().portrait({ ...portrait, format, seed: 7 }, file(`d.${format}`));
      expect(recallDesign(file("cache"), readFileSync(file(`d.${format}`)))).toEqual(design);
    }
    expect(recallDesign(file("elsewhere"), readFileSync(file("d.png")))).toEqual(design);
    expect(recallDesign(file("elsewhere"), readFileSync(file("d.jpg")))).toBeNull();
  });

  it("have the size and format that was asked", async () => {
    await studio().portrait({ ...portrait, width: 320, height: 180, seed: 1 }, file("wide.png"));
    expect((await probe("wide.png"))[0]).toMatchObject({
      codec_name: "png",
      width: 320,
      height: 180,
    });
  });
});

describe("clips", () => {
  it("are exact in frames, size and rate, with sound as long as the picture", async () => {
    await studio().clip(clip, file("clip.mp4"));
    const [video, audio] = await probe("clip.mp4");
    expect(video).toMatchObject({
      codec_name: "h264",
      width: 320,
      height: 180,
      nb_frames: 60,
      r_frame_rate: "24/1",
    });
    expect(audio).toMatchObject({ codec_name: "aac", sample_rate: "48000" });
    expect(Math.abs((audio?.duration ?? 0) - 2.5)).toBeLessThan(1024 / 48_000 + 0.001);
  });

  it("have no sound when none was asked, and can be upright", async () => {
    await studio().clip(
      { ...clip, hasAudio: false, width: 180, height: 320, lengthS: 1 },
      file("mute.mp4"),
    );
    const streams = await probe("mute.mp4");
    expect(streams).toHaveLength(1);
    expect(streams[0]).toMatchObject({ width: 180, height: 320, nb_frames: 24 });
  });

  it("are exact at sizes that no layer's width divides", async () => {
    const sizes = [
      [720, 1280],
      [480, 480],
      [854, 480],
    ] as const;
    for (const [width, height] of sizes) {
      const request = { ...clip, hasAudio: false, width, height, lengthS: 0.5 };
      await studio().clip(request, file("size.mp4"));
      expect((await probe("size.mp4"))[0]).toMatchObject({ width, height, nb_frames: 12 });
    }
  });

  it("are the same bytes for the same words and seed, and others for another seed", async () => {
    const request = { ...clip, lengthS: 1 };
    for (const [name, seed] of [
      ["p", 1],
      ["q", 1],
      ["r", 2],
    ] as const)
      await studio().clip({ ...request, seed }, file(`${name}.mp4`));
    expect(readFileSync(file("q.mp4")).equals(readFileSync(file("p.mp4")))).toBe(true);
    expect(readFileSync(file("r.mp4")).equals(readFileSync(file("p.mp4")))).toBe(false);
  });

  it("keep a running figure in the picture to the last frame", async () => {
    const prompt = "It runs through the city by day.\nThe character: A purple dragon.";
    await studio().portrait(
      { ...portrait, prompt: "Portrait of one character: A purple dragon.", seed: 4 },
      file("runner.png"),
    );
    const main = designFigure("A purple dragon.", 4).colours.main;
    const request = { ...clip, prompt, hasAudio: false, lengthS: 6 };
    await studio().clip({ ...request, references: [file("runner.png")] }, file("run.mp4"));
    expect(await shareOf("run.mp4", main, 5.8)).toBeGreaterThan(0.008);
  });

  it("show the figure of the portrait that they are given", async () => {
    const words = { ...portrait, prompt: "Portrait of one character: A purple dragon." };
    await studio().portrait({ ...words, seed: 4 }, file("dragon.png"));
    const main = designFigure("A purple dragon.", 4).colours.main;
    const request = { ...clip, hasAudio: false, lengthS: 1.5 };
    await studio().clip({ ...request, references: [file("dragon.png")] }, file("with.mp4"));
    await studio().clip(request, file("without.mp4"));
    expect(await shareOf("with.mp4", main)).toBeGreaterThan(0.012);
    expect(await shareOf("without.mp4", main)).toBeLessThan(0.004);
  });

  it("show a stranger's picture as it is", async () => {
    const source = ["-f", "lavfi", "-i", "color=c=#ff00c8:size=200x200", "-frames:v", "1"];
    await run(ffmpeg, ["-v", "error", "-y", ...source, file("stranger.png")]);
    const request = { ...clip, hasAudio: false, lengthS: 1.5, references: [file("stranger.png")] };
    await studio().clip(request, file("stranger.mp4"));
    expect(await shareOf("stranger.mp4", "#ff00c8")).toBeGreaterThan(0.01);
  });

  it("know a portrait again that another program has changed to another format", async () => {
    const words = { ...portrait, prompt: "Portrait of one character: A purple dragon." };
    for (const seed of [4, 5]) await studio().portrait({ ...words, seed }, file(`k${seed}.png`));
    for (const [seed, as] of [
      [4, "k4.webp"],
      [5, "k5.jpg"],
    ] as const) {
      const smaller = ["-vf", "scale=200:200", "-frames:v", "1", "-f", "image2", "-update", "1"];
      await run(ffmpeg, ["-v", "error", "-y", "-i", file(`k${seed}.png`), ...smaller, file(as)]);
      expect(recallDesign(file("cache"), readFileSync(file(as)))).toBeNull();
      const actor = await castActor(ffmpeg, file("cache"), {
        ...clip,
        references: [file(as)],
      });
      expect(actor).toEqual({ design: designFigure("A purple dragon.", seed), face: null });
    }
  });

  it("show a stranger's picture in any format, and act without a file that is no picture", async () => {
    const source = ["-f", "lavfi", "-i", "color=c=#ff00c8:size=200x200", "-frames:v", "1"];
    await run(ffmpeg, ["-v", "error", "-y", ...source, file("stranger.webp")]);
    writeFileSync(file("notes.png"), "not a picture");
    const cast = (name: string) =>
      castActor(ffmpeg, file("cache"), { ...clip, references: [file(name)] });
    expect((await cast("stranger.webp")).face).toMatch(/^data:image\/png;base64,iVBOR/);
    expect((await cast("notes.png")).face).toBeNull();
  });

  it("stop when they are told to, and leave nothing behind", async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(studio().clip({ ...clip, signal: stop.signal }, file("x.mp4"))).rejects.toThrow();
  });
});

describe("songs", () => {
  it("last as long as asked", async () => {
    for (const format of ["wav", "mp3"] as const) {
      await studio().music({ prompt: "calm", seed: 1, lengthS: 3, format }, file(`song.${format}`));
      expect(Math.abs(((await probe(`song.${format}`))[0]?.duration ?? 0) - 3)).toBeLessThan(0.08);
    }
  });
});

describe("scene lists", () => {
  const ask = (seed: number, words = "exactly 4 scenes") =>
    studio().scenes({
      prompt: `Write a film of ${words}.\n<idea>\nA whale sings to a lighthouse\n</idea>\n<character>\nAn old keeper\n</character>`,
      systemPrompt: null,
      seed,
    });

  it("have the number asked, use the idea and the character, and are fenced for odd seeds", () => {
    const bare = z.array(z.object({ description: z.string(), negative_description: z.string() }));
    const scenes = bare.parse(JSON.parse(ask(2)));
    expect(scenes).toHaveLength(4);
    expect(scenes.every((scene) => scene.description.includes("n old keeper"))).toBe(true);
    expect(scenes[0]?.description).toContain("whale sings to a lighthouse");
    expect(new Set(scenes.map((scene) => scene.description)).size).toBe(4);
    expect(ask(3)).toMatch(/^```json\n/);
    expect(bare.parse(JSON.parse(ask(2, "exactly 1 scene")))).toHaveLength(1);
  });

  it("change place and light from scene to scene, and stay short for a long idea", () => {
    const prompt = `Write a film of exactly 4 scenes.\n<idea>\n${"A robot in a raincoat looks for a flower on a stormy night. ".repeat(30)}\n</idea>\n<character>\nA robot in a raincoat\n</character>`;
    const scenes = z
      .array(z.object({ description: z.string().max(900) }))
      .parse(JSON.parse(studio().scenes({ prompt, systemPrompt: null, seed: 2 })));
    const settings = scenes.map((each) => readSetting(each.description, 1));
    expect(new Set(settings.map(({ place }) => place)).size).toBe(4);
    expect(new Set(settings.map(({ time }) => time)).size).toBe(4);
  });

  it("find the number however it is put", () => {
    const count = (words: string) => (JSON.parse(ask(2, words)) as unknown[]).length;
    expect(count("four short scenes")).toBe(4);
    expect(count("3 self-contained scenes")).toBe(3);
    expect(count("some length. Number of scenes: 6")).toBe(6);
  });

  it("are a plain sentence when no scenes were asked for", () => {
    const said = studio().scenes({ prompt: "Hello", systemPrompt: null, seed: 1 });
    expect(() => JSON.parse(said) as unknown).toThrow();
  });
});

it("tells the character's words from the scene's, over several lines", () => {
  const prompt =
    "She waits in the kitchen.\nThe character: A tall owl.\nIt loves the sea in a storm.\nThe character keeps the face.";
  expect(subjectOf(prompt)).toBe("A tall owl.\nIt loves the sea in a storm.");
  expect(readSetting(prompt, 1)).toMatchObject({ place: "room", weather: "sparks" });
  expect(readSetting("A yellow raincoat by day in the desert.", 1).weather).toBe("clear");
});

it("never writes a picture whose design can't be read back", () => {
  writeFileSync(file("broken.png"), Buffer.from("not a picture"));
  expect(recallDesign(file("cache"), readFileSync(file("broken.png")))).toBeNull();
});
