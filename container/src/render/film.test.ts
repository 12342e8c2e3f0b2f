import { copyFile, readFile } from "node:fs/promises";
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSets } from "../probe/copy-facts.ts";
import type { FilmRequest } from "../protocol.ts";
import { ClipShelf, ffmpeg, frameHashes, loudness } from "../testing/clips.ts";
import { makeFilm } from "../testing/film.ts";
import type { Use } from "../testing/film.ts";
import { testPlatform } from "../testing/platform.ts";
import { TestWeb } from "../testing/web.ts";

let shelf: ClipShelf;
let web: TestWeb;

beforeAll(async () => {
  shelf = await ClipShelf.open();
  web = await TestWeb.open();
});
afterAll(async () => {
  await web.close();
  await shelf.close();
});

function film(uses: Use[], output: FilmRequest["output"] = null) {
  return makeFilm({ shelf, web }, uses, { output });
}

describe("clips that match", () => {
  it("are copied: every frame as it was, sound as long as the picture", async () => {
    const clips = [
      await shelf.clip("m1.mp4", { lengthS: 25 / 24 }),
      await shelf.clip("m2.mp4", { lengthS: 25 / 24, hue: 90 }),
      await shelf.clip("m3.mp4", { lengthS: 25 / 24, hue: 180 }),
    ];
    const made = await film(clips);
    expect(made.plan).toBe("320x180@24/1 sound: copy 1:0-25, copy 2:0-25, copy 3:0-25");
    expect(await frameHashes(made.file)).toEqual(
      (await Promise.all(clips.map(frameHashes))).flat(),
    );
    expect(made.shown).toMatchObject({ codec: "h264 yuv420p", size: "320x180", frames: 75 });
    expect(made.shown.videoS).toBeCloseTo(75 / 24, 3);
    expect(Math.abs((made.shown.audioS ?? 0) - made.shown.videoS)).toBeLessThan(0.04);
    expect(made.told.at(-1)).toBeCloseTo(1, 1);
  });

  it("keep sound and picture together at every join", async () => {
    const lengthS = 25 / 24;
    const file = shelf.path("beep.mp4");
    await ffmpeg([
      ...["-f", "lavfi", "-i", `testsrc2=s=320x180:r=24:d=${lengthS}`],
      ...["-f", "lavfi", "-i", `sine=1000:r=48000:d=${lengthS},volume='gte(t,0.5)':eval=frame`],
      ...["-c:v", "libx264", "-preset", "ultrafast"],
      ...["-pix_fmt", "yuv420p", "-c:a", "aac", file],
    ]);
    const [own = Number.NaN] = await beeps(file);
    const heard = await beeps((await film([file, file, file, file])).file);
    const off = heard.map((at, index) => Math.abs(at - own - index * lengthS));
    expect(heard).toHaveLength(4);
    expect(Math.max(...off)).toBeLessThan(0.005);
  });

  it("make a film without a sound track only when none of them has sound", async () => {
    const silent = await shelf.clip("silent.mp4", { tone: null });
    expect((await film([silent, silent])).shown.audioS).toBeNull();
    const loud = await shelf.clip("loud.mp4", { hue: 30 });
    const both = await film([silent, loud]);
    expect(both.plan).toContain("copy 1:0-24, copy 2:0-24");
    expect(both.shown.audioS).toBeCloseTo(2, 1);
    expect(await loudness(both.file, 0, 0.9)).toBeLessThan(-80);
    expect(await loudness(both.file, 1.1, 1.9)).toBeGreaterThan(-40);
  });
});

describe("trimming", () => {
  it("copies the first frames where their group ends there", async () => {
    const clip = await shelf.clip("groups.mp4", {
      lengthS: 2,
      options: ["-x264-params", "b-adapt=0:bframes=2:keyint=48:scenecut=0"],
    });
    const made = await film([{ file: clip, length_s: 28 / 24 }, clip]);
    expect(made.plan).toContain("copy 1:0-28, copy 2:0-48");
    const frames = await frameHashes(clip);
    expect(await frameHashes(made.file)).toEqual([...frames.slice(0, 28), ...frames]);
  });

  it("is exact to the frame where it has to encode", async () => {
    const clip = await shelf.clip("long.mp4", { lengthS: 2 });
    const made = await film([
      { file: clip, length_s: 29 / 24 },
      { file: clip, length_s: 0.5 },
    ]);
    expect(made.shown.frames).toBe(41);
    expect(made.shown.videoS).toBeCloseTo(41 / 24, 3);
    expect(Math.abs((made.shown.audioS ?? 0) - 41 / 24)).toBeLessThan(0.04);
  });
});

describe("clips that differ", () => {
  it("join whatever their size, rate, turn, codec, length of sound and container", async () => {
    const turned = shelf.path("turned.mp4");
    const upright = await shelf.clip("upright.mp4", { size: "180x320" });
    await ffmpeg(["-i", upright, "-c", "copy", "-metadata:s:v", "rotate=90", turned]);
    const long = shelf.path("long-sound.mp4");
    const sine = ["-f", "lavfi", "-i", "sine=300:d=3"];
    await ffmpeg(["-i", upright, ...sine, "-map", "0:v", "-map", "1:a", "-c:v", "copy", long]);
    const clips = [
      await shelf.clip("base.mp4"),
      await shelf.clip("base2.mp4", { hue: 45 }),
      await shelf.clip("fast.mp4", { rate: "30", size: "640x360", hue: 90 }),
      await shelf.clip("ntsc.mov", { rate: "30000/1001", tone: null }),
      await shelf.clip("tall.webm", {
        size: "180x320",
        options: ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus"],
      }),
      turned,
      long,
      await shelf.clip("odd.mkv", { size: "300x170", rate: "25", options: ["-r", "25"] }),
    ];
    const made = await film(clips);
    const sum = 7 + 30 * (1001 / 30_000);
    expect(made.shown).toMatchObject({
      codec: "h264 yuv420p",
      size: "320x180",
      rate: "24/1",
    });
    expect(Math.abs(made.shown.videoS - sum)).toBeLessThanOrEqual(1 / 24);
    expect(made.shown.frames).toBe(Math.round(made.shown.videoS * 24));
    expect(Math.abs((made.shown.audioS ?? 0) - made.shown.videoS)).toBeLessThan(0.04);
    expect(await loudness(made.file, 3.1, 3.9)).toBeLessThan(-80);
    await expect(ffmpeg(["-xerror", "-i", made.file, "-f", "null", "-"])).resolves.toBeUndefined();
  });

  it("leave the matching ones copied, under one index that names all their parameter sets", async () => {
    const first = await shelf.clip("sets-a.mp4", { tone: null });
    const second = await shelf.clip("sets-b.mp4", { tone: null, hue: 90 });
    const other = await shelf.clip("sets-c.mp4", { tone: null, options: ["-c:v", "mpeg4"] });
    const made = await film([first, other, second]);
    expect(made.plan).toBe("320x180@24/1 silent: copy 1:0-24, encode 2:0-24, copy 3:0-24");
    const frames = await frameHashes(made.file);
    expect(frames.slice(0, 24)).toEqual(await frameHashes(first));
    expect(frames.slice(48)).toEqual(await frameHashes(second));
    const sets = await readSets(made.file);
    expect(sets?.sps.map(({ id }) => id)).toEqual([0, 1]);
    await decodesByIndexAlone(made.file, 72);
  });

  it("are copied again from films made here", async () => {
    const own = shelf.path("own.mp4");
    const clips = [await shelf.clip("o1.mp4"), await shelf.clip("o2.mp4", { rate: "30", hue: 9 })];
    await copyFile((await film(clips, { width: 320, height: 180, fps: 25 })).file, own);
    const made = await film([own, clips[1] ?? ""]);
    expect(made.plan).toBe("320x180@25/1 sound: copy 1:0-50, encode 2:0-25");
    expect((await frameHashes(made.file)).slice(0, 50)).toEqual(await frameHashes(own));
    await decodesByIndexAlone(made.file, 75);
  });

  it("are turned upright and padded, not stretched", async () => {
    const made = await film([await shelf.clip("portrait.mp4", { size: "180x320" })], {
      width: 320,
      height: 180,
      fps: 24,
    });
    const edge = shelf.path("edge.gray");
    await ffmpeg([
      ...["-i", made.file, "-vf", "crop=100:180:0:0,format=gray,scale=1:1:flags=area"],
      ...["-frames:v", "1", "-f", "rawvideo", edge],
    ]);
    expect((await readFile(edge))[0]).toBeLessThan(20);
  });
});

describe("what can't be made", () => {
  it("names the clip and leaves its reason", async () => {
    const good = await shelf.clip("good.mp4");
    const bad = shelf.path("bad.mp4");
    await ffmpeg(["-f", "lavfi", "-i", "sine=440:d=1", "-c:a", "aac", bad]);
    await expect(film([good, bad])).rejects.toMatchObject({
      fault: {
        code: "input_invalid",
        message: "Clip 2 of 2: The file has no picture, but a clip was expected. Make it again.",
        clip_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      },
    });
  });

  it("refuses to start when the disk is too full", async () => {
    const platform = testPlatform({ freeBytes: () => Promise.resolve(1_000_000) });
    const clip = await shelf.clip("full.mp4");
    await expect(makeFilm({ shelf, web, platform }, [clip])).rejects.toMatchObject({
      fault: { code: "disk_full" },
    });
  });
});

/** Decodes every frame without an error, with all parameter sets outside the avcC box taken away. */
async function decodesByIndexAlone(file: string, frames: number): Promise<void> {
  const stripped = shelf.path(`stripped-${randomUUID()}.mp4`);
  const filter = "filter_units=remove_types=7-8";
  await ffmpeg(["-i", file, "-an", "-c", "copy", "-bsf:v", filter, stripped]);
  const decode = ["-xerror", "-err_detect", "explode", "-i", stripped, "-f", "null", "-"];
  await expect(ffmpeg(decode)).resolves.toBeUndefined();
  expect(await frameHashes(stripped)).toHaveLength(frames);
}

/** Seconds at which a tone begins after silence. */
async function beeps(file: string): Promise<number[]> {
  const filter = "silencedetect=noise=-40dB:d=0.1";
  const args = ["-hide_banner", "-nostdin", "-i", file, "-vn", "-af", filter, "-f", "null", "-"];
  const { stderr } = await promisify(execFile)("ffmpeg", args);
  return [...stderr.matchAll(/silence_end: ([\d.]+)/g)].map((match) => Number(match[1]));
}
