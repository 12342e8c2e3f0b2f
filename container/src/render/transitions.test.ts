import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FilmRequest } from "../protocol.ts";
import { ClipShelf, ffmpeg, frameHashes } from "../testing/clips.ts";
import { makeFilm } from "../testing/film.ts";
import type { Use } from "../testing/film.ts";
import { brightness, mean, psnr } from "../testing/frames.ts";
import { TestWeb } from "../testing/web.ts";

/** A keyframe each half second, so that bodies begin right after a join. */
const KEYED = ["-x264-params", "keyint=12:min-keyint=12:scenecut=0"];
const ENCODER = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-pix_fmt", "yuv420p"];

/** As the engine encodes seams, at the usual quality. */
const SEAM_ENCODER = ["-c:v", "libx264", "-preset", "medium", "-crf", "18", "-pix_fmt", "yuv420p"];

let shelf: ClipShelf;
let web: TestWeb;
let clips: string[];

beforeAll(async () => {
  shelf = await ClipShelf.open();
  web = await TestWeb.open();
  clips = [0, 90, 180].map((hue) => shelf.path(`clip-${hue}.mp4`));
  for (const [index, file] of clips.entries()) {
    const name = file.split("/").at(-1) ?? "";
    await shelf.clip(name, {
      lengthS: 2,
      hue: index * 90,
      tone: 300 + index * 100,
      options: KEYED,
    });
  }
});
afterAll(async () => {
  await web.close();
  await shelf.close();
});

function film(uses: Use[], changes: Partial<FilmRequest>) {
  return makeFilm({ shelf, web }, uses, changes);
}

const crossfade = { kind: "crossfade" as const, length_s: 0.5 };

describe("a crossfade", () => {
  it("encodes its own frames and leaves every other as it was", async () => {
    const made = await film(clips, { joins: [crossfade, crossfade], keep: "clips" });
    expect(made.plan).toBe(
      "320x180@24/1 sound: copy 1:0-36, crossfade 12 1:36-48 2:0-12, copy 2:12-36, crossfade 12 2:36-48 3:0-12, copy 3:12-48",
    );
    const sources = await Promise.all(clips.map(frameHashes));
    const frames = await frameHashes(made.file);
    expect(frames).toHaveLength(120);
    expect(frames.slice(0, 36)).toEqual(sources[0]?.slice(0, 36));
    expect(frames.slice(48, 72)).toEqual(sources[1]?.slice(12, 36));
    expect(frames.slice(84)).toEqual(sources[2]?.slice(12));
    expect(made.warnings).toEqual([]);
  });

  it("looks as one graph over everything would, and as good at its seams", async () => {
    const made = await film(clips.slice(0, 2), { joins: [crossfade], keep: "clips" });
    const graph = "[0:v][1:v]xfade=transition=fade:duration=0.5:offset=1.5";
    const inputs = clips.slice(0, 2).flatMap((clip) => ["-i", clip]);
    const ideal = shelf.path("ideal.mkv");
    const usual = shelf.path("usual.mp4");
    await ffmpeg([...inputs, "-filter_complex", graph, "-c:v", "ffv1", "-an", ideal]);
    await ffmpeg([...inputs, "-filter_complex", graph, ...SEAM_ENCODER, "-an", usual]);
    const ours = await psnr(made.file, ideal);
    const theirs = await psnr(usual, ideal);
    expect(ours).toHaveLength(84);
    expect(mean(ours.slice(36, 48))).toBeGreaterThan(mean(theirs.slice(36, 48)) - 1);
    // What encoding once more takes away is not seen at the seams either.
    const clean = shelf.path("clean.mkv");
    const source = (hue: number) => `testsrc2=s=320x180:r=24:d=2,hue=h=${hue}`;
    const sources = [0, 90].flatMap((hue) => ["-f", "lavfi", "-i", source(hue)]);
    await ffmpeg([...sources, "-filter_complex", graph, "-c:v", "ffv1", clean]);
    const seen = await psnr(made.file, clean);
    const sides = [seen.slice(24, 36), seen.slice(36, 48), seen.slice(48, 60)].map(mean);
    expect(Math.max(...sides) - Math.min(...sides)).toBeLessThan(3);
  });

  it("keeps the film's length with what lies beyond the cuts", async () => {
    const uses = clips.slice(0, 2).map((file) => ({ file, in_s: 0.25, out_s: 1.75 }));
    const made = await film(uses, { joins: [crossfade] });
    expect(made.shown.frames).toBe(72);
    const frames = await frameHashes(made.file);
    const sources = await Promise.all(clips.slice(0, 2).map(frameHashes));
    // The first clip's frame 12 begins a group; it is frame 6 of the film.
    expect(frames.slice(6, 30)).toEqual(sources[0]?.slice(12, 36));
    expect(frames.slice(42, 66)).toEqual(sources[1]?.slice(12, 36));
  });
});

describe("other transitions", () => {
  /** Where the first frames of the second clip come in, on two plain clips. */
  async function plain(join: NonNullable<FilmRequest["joins"]>[number]) {
    const made = await film([await solid("grey", "0x505050"), await solid("light", "0xb0b0b0")], {
      joins: [join],
      keep: "clips",
    });
    return made;
  }

  async function solid(name: string, colour: string): Promise<string> {
    const file = shelf.path(`${name}.mp4`);
    const source = `color=${colour}:s=320x180:r=24:d=1`;
    await ffmpeg(["-f", "lavfi", "-i", source, ...ENCODER, ...KEYED, file]);
    return file;
  }

  it.each([
    ["dip_black", 16, 48],
    ["dip_white", 235, 48],
  ] as const)("%s goes all the way, in the middle", async (kind, colour, frames) => {
    const made = await plain({ kind, length_s: 1 });
    const bright = await brightness(made.file);
    expect(bright).toHaveLength(frames);
    const [end = 0, start = 0] = [bright[23], bright[24]];
    expect(Math.abs(end - colour)).toBeLessThan(25);
    expect(Math.abs(start - colour)).toBeLessThan(25);
    expect(Math.abs((bright[11] ?? 0) - (bright[0] ?? 0))).toBeLessThan(3);
    expect(Math.abs((bright[36] ?? 0) - (bright[47] ?? 0))).toBeLessThan(3);
  });

  it.each([
    ["wipe", "left", "40:180:280:0", "40:180:0:0"],
    ["wipe", "down", "320:40:0:0", "320:40:0:140"],
    ["slide", "right", "40:180:0:0", "40:180:280:0"],
    ["slide", "up", "320:40:0:140", "320:40:0:0"],
  ] as const)("a %s goes %s", async (kind, direction, first, last) => {
    const made = await plain({ kind, direction, length_s: 0.5 });
    const [early, late] = await Promise.all([
      brightness(made.file, first),
      brightness(made.file, last),
    ]);
    expect(early).toHaveLength(36);
    // In the middle of it the new picture is where it comes in, and not yet where it goes to.
    expect((early[18] ?? 0) - (late[18] ?? 0)).toBeGreaterThan(60);
  });
});

describe("sound and picture", () => {
  it("stay together through transitions and trims", async () => {
    const flash = shelf.path("flash.mp4");
    const light = "color=black:s=320x180:r=24:d=2,drawbox=c=white:t=fill:enable='eq(n,24)'";
    const beep = "sine=1000:r=48000:d=2,volume='between(t,1,1.1)':eval=frame";
    const inputs = ["-f", "lavfi", "-i", light, "-f", "lavfi", "-i", beep];
    await ffmpeg([...inputs, ...ENCODER, ...KEYED, "-c:a", "aac", flash]);
    const made = await film([{ file: flash, in_s: 0.25, out_s: 1.5 }, flash, flash, flash], {
      joins: [crossfade, { kind: "dip_black", length_s: 0.5 }, { kind: "slide", length_s: 0.25 }],
      keep: "clips",
    });
    const bright = await brightness(made.file);
    const flashes = bright.flatMap((value, frame) => (value > 128 ? [frame / 24] : []));
    const heard = await beeps(made.file);
    expect(flashes).toHaveLength(4);
    expect(heard).toHaveLength(4);
    const own = (await beeps(flash))[0] ?? Number.NaN;
    for (const [index, at] of flashes.entries()) {
      expect(Math.abs((heard[index] ?? 0) - at - (own - 1))).toBeLessThan(0.005);
    }
  });
});

/** Seconds at which a tone begins after silence. */
async function beeps(file: string): Promise<number[]> {
  const filter = "silencedetect=noise=-30dB:d=0.1";
  const args = ["-hide_banner", "-nostdin", "-i", file, "-vn", "-af", filter, "-f", "null", "-"];
  const { stderr } = await promisify(execFile)("ffmpeg", args);
  return [...stderr.matchAll(/silence_end: ([\d.]+)/g)]
    .map((match) => Number(match[1]))
    .filter((at, index, all) => index < all.length - 1 || at > 0.2)
    .slice(0, 4);
}
