import { mkdtemp } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { film } from "../protocol/film.ts";
import type { SoundOrder } from "../protocol/film.ts";
import { ClipShelf, ffmpeg } from "../testing/clips.ts";
import { testPlatform } from "../testing/platform.ts";
import { clickDb, ebur128, levelDb, onsets, RATE, samplesOf } from "../testing/sound.ts";
import { TestWeb } from "../testing/web.ts";
import { renderSound } from "./sound.ts";

const FPS = 24;
/** Silence, then from second 0.5 on a tone. */
const BEEP = "aevalsrc='0.5*sin(2*PI*1000*t)*gte(t,0.5)':d=1.1";
const NOISE = (seed: number, amplitude = 0.3) => `anoisesrc=d=2:c=pink:a=${amplitude}:seed=${seed}`;

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

/** Writes a sound; the ending of `name` chooses the kind of file. */
async function made(name: string, source: string, options: string[] = []): Promise<string> {
  const file = shelf.path(name);
  await ffmpeg(["-f", "lavfi", "-i", source, "-ar", String(RATE), ...options, file]);
  return file;
}

type Use = { file: string; frames: number; from?: number; stream?: number | null };
/** Frames of each of two clips that a transition takes. */
type Seam = { kind: "overlap" | "dip"; frames: number };

async function sound(uses: Use[], order: Partial<SoundOrder> = {}, seams: Seam[] = []) {
  const folder = await mkdtemp(path.join(shelf.folder, "sound-"));
  const { signal } = new AbortController();
  const work = { platform: testPlatform(), folder, signal, report: () => undefined };
  let at = 0;
  const spans = uses.map(({ from = 0, frames }, index) => {
    const span = { from, to: from + frames, at };
    at += frames - (seams[index]?.kind === "overlap" ? seams[index].frames : 0);
    return span;
  });
  const taken = uses.slice(1).map((_, i) => seams[i]?.frames ?? 0);
  const rendered = await renderSound(work, {
    clips: uses.map(({ file, stream = 0 }) => ({ file, startS: 0, stream })),
    timeline: { spans, seams: taken.map((frames) => ({ tail: frames, head: frames })), frames: at },
    rate: { num: FPS, den: 1 },
    order: { ...film.sound.parse(undefined), ...order },
  });
  return { ...rendered, file: rendered.file ?? "" };
}

/** AAC comes in whole frames of 1024 samples; the last one is filled up. */
function expectLength(samples: Float32Array, lengthS: number): void {
  expect(samples.length).toBe(Math.ceil((lengthS * RATE) / 1024) * 1024);
}

function music(change: Partial<NonNullable<SoundOrder["music"]>>): SoundOrder["music"] {
  const none = { start_s: 0, play: "cut" as const, fade_in_s: 0, fade_out_s: 0 };
  return { ...none, gain_db: 0, duck: false, url: web.url("/nothing"), ...change };
}

describe("the clips' sound", () => {
  it("stands to the millisecond where the picture is, whatever its rate, channels and codec", async () => {
    const files = [
      await made("b8.wav", BEEP, ["-ar", "8000"]),
      await made("b44.mp4", BEEP, ["-ar", "44100", "-ac", "2"]),
      await made("b96.wav", BEEP, ["-ar", "96000", "-ac", "6"]),
      await made("b48.mp4", BEEP),
      await made("opus.webm", BEEP),
      await made("late.mp4", BEEP, ["-output_ts_offset", "0.3"]),
    ];
    const uses = files.map((file) => ({ file, frames: 25 }));
    const { file } = await sound([...uses, { file: files[3] ?? "", frames: 15, from: 6 }]);
    const samples = await samplesOf(file);
    const starts = [0.5, 0.5, 0.5, 0.5, 0.5, 0.8, 0.25];
    const expected = starts.map((start, index) => start + (index * 25) / FPS);
    const heard = onsets(samples);
    expect(heard).toHaveLength(expected.length);
    const off = heard.map((at, index) => Math.abs(at - (expected[index] ?? 0)));
    expect(Math.max(...off)).toBeLessThan(0.002);
    expectLength(samples, 165 / FPS);
  });

  it("does not click where waves are cut off in mid-swing", async () => {
    const tone = await made("tone.wav", "aevalsrc='0.5*cos(2*PI*110*t)':d=1");
    const other = await made("other.wav", "aevalsrc='-0.5*cos(2*PI*110*t)':d=1");
    const { file } = await sound([tone, other, tone].map((each) => ({ file: each, frames: 12 })));
    const samples = await samplesOf(file);
    const inside = clickDb(samples, 0.1, 0.4);
    for (const join of [0.5, 1]) {
      expect(clickDb(samples, join - 0.02, join + 0.02)).toBeLessThan(inside + 6);
    }
  });

  it("keeps its power through a crossfade, and is gone in the middle of a dip", async () => {
    const uses = [
      { file: await made("n1.wav", NOISE(1)), frames: 48 },
      { file: await made("n2.wav", NOISE(2)), frames: 48 },
      { file: await made("n3.wav", NOISE(3)), frames: 48 },
    ];
    const { file } = await sound(uses, {}, [
      { kind: "overlap", frames: 24 },
      { kind: "dip", frames: 12 },
    ]);
    const samples = await samplesOf(file);
    expectLength(samples, 5);
    expect(Math.abs(levelDb(samples, 1.3, 1.7) - levelDb(samples, 0.3, 0.7))).toBeLessThan(1.5);
    expect(levelDb(samples, 2.999, 3.001)).toBeLessThan(levelDb(samples, 0.3, 0.7) - 30);
    expect(levelDb(samples, 2.6, 2.8)).toBeLessThan(levelDb(samples, 0.3, 0.7) - 1);
  });

  it("is mixed in groups without losing a sample where there are many clips", async () => {
    // More than are mixed at once.
    const beep = await made("short.wav", "aevalsrc='0.5*sin(2*PI*1000*t)*gte(t,0.1)':d=0.2");
    const seams = Array.from({ length: 54 }, (_, i): Seam => ({
      kind: "overlap",
      frames: i % 2 === 0 ? 1 : 0,
    }));
    const uses = Array.from({ length: 55 }, () => ({ file: beep, frames: 5 }));
    const { file } = await sound(uses, {}, seams);
    const heard = onsets(await samplesOf(file));
    expect(heard).toHaveLength(55);
    const expected = heard.map((_, i) => 0.1 + (i * 5 - Math.ceil(i / 2)) / FPS);
    expect(Math.max(...heard.map((at, i) => Math.abs(at - (expected[i] ?? 0))))).toBeLessThan(
      0.002,
    );
  });

  it("is silence for a clip without any, and no track when all of it is left out", async () => {
    const beep = await made("beep.wav", BEEP);
    const uses = [
      { file: beep, frames: 24, stream: null },
      { file: beep, frames: 24 },
    ];
    const { file } = await sound(uses);
    expect(onsets(await samplesOf(file))).toEqual([expect.closeTo(1.5, 2)]);
    expect((await sound(uses, { suppress_clips: true })).file).toBe("");
  });
});

describe("loudness", () => {
  it.each([
    ["quiet", "anoisesrc=d=4:c=pink:a=0.05"],
    ["loud", "anoisesrc=d=4:c=white:a=0.9"],
    ["all in its peaks", "aevalsrc='0.9*exp(-60*mod(t,0.5))*sin(2*PI*997*t)':d=4"],
  ])("comes out as asked, true peaks too, from a film that is %s", async (name, source) => {
    const clip = await made(`${name.slice(0, 4)}.wav`, source);
    const normalize = { target_lufs: -14, peak_dbtp: -1 };
    const { file, warnings } = await sound([{ file: clip, frames: 96 }], { normalize });
    const result = await ebur128(file);
    expect(Math.abs(result.lufs + 14)).toBeLessThanOrEqual(0.5);
    expect(result.peakDb).toBeLessThanOrEqual(-1);
    expect(warnings).toEqual([]);
    expectLength(await samplesOf(file), 4);
  });

  it("is reached without moving the sound", async () => {
    const clip = await made("struck.wav", "aevalsrc='0.9*exp(-60*t+30)*gte(t,0.5)':d=2");
    const normalize = { target_lufs: -14, peak_dbtp: -1 };
    const { file } = await sound([{ file: clip, frames: 48 }], { normalize });
    expect(onsets(await samplesOf(file), 0.3)[0]).toBeCloseTo(0.5, 2.5);
  });

  it("is left alone unless asked for", async () => {
    const clip = await made("left.wav", "sine=440:d=2");
    const { file } = await sound([{ file: clip, frames: 48 }]);
    expect((await ebur128(file)).lufs).toBeCloseTo((await ebur128(clip)).lufs, 0);
  });

  it("is brought to one level from clip to clip before they are joined", async () => {
    const uses = [
      { file: await made("q.wav", NOISE(5, 0.3)), frames: 48 },
      { file: await made("l.wav", NOISE(6, 0.9)), frames: 48 },
    ];
    const levels = async (order: Partial<SoundOrder>) => {
      const samples = await samplesOf((await sound(uses, order)).file);
      return Math.abs(levelDb(samples, 0.2, 1.8) - levelDb(samples, 2.2, 3.8));
    };
    expect(await levels({})).toBeGreaterThan(8);
    expect(await levels({ level_clips: true })).toBeLessThan(0.5);
  });

  it("of silence is left alone, and said", async () => {
    const clip = await made("mute.wav", "anullsrc=d=1");
    const normalize = { target_lufs: -14, peak_dbtp: -1 };
    const { warnings } = await sound([{ file: clip, frames: 24 }], { normalize });
    expect(warnings).toEqual(["The film is silent, so its loudness was left alone."]);
  });
});

describe("music", () => {
  /** Second n of the song is a tone of its own level: 0.5, 0.25, 0.125. */
  const SONG = "aevalsrc='0.5*pow(0.5,floor(t))*sin(2*PI*440*t)':d=3";
  let quiet: string;
  let song: string;

  beforeAll(async () => {
    quiet = await made("quiet.wav", "anullsrc=d=5");
    song = web.serve("/song", await made("song.mp3", SONG, ["-ac", "2"]));
  });

  it("begins where asked, ends with the song, and sounds without the clips", async () => {
    const order = { suppress_clips: true, music: music({ url: song, start_s: 1, gain_db: -6 }) };
    const { file } = await sound([{ file: quiet, frames: 96 }], order);
    const samples = await samplesOf(file);
    expectLength(samples, 4);
    expect(levelDb(samples, 0.2, 0.8) - levelDb(samples, 1.2, 1.8)).toBeCloseTo(6, 0);
    expect(levelDb(samples, 2.2, 3.9)).toBeLessThan(-60);
  });

  it("starts over without a click until the film ends", async () => {
    const order = { music: music({ url: song, start_s: 2, play: "loop" }) };
    const { file } = await sound([{ file: quiet, frames: 96 }], order);
    const samples = await samplesOf(file);
    const levels = [0, 1, 2, 3].map((s) => levelDb(samples, s + 0.2, s + 0.8));
    expect(Math.max(...levels) - Math.min(...levels)).toBeLessThan(1);
    expect(clickDb(samples, 0.5, 3.5)).toBeLessThan(clickDb(samples, 0.3, 0.7) + 6);
  });

  it("fades in and out", async () => {
    const flat = await made("flat.wav", "sine=440:d=5");
    const url = web.serve("/flat", flat);
    const order = { music: music({ url, fade_in_s: 1, fade_out_s: 1 }) };
    const samples = await samplesOf((await sound([{ file: quiet, frames: 96 }], order)).file);
    expect(levelDb(samples, 0, 0.2)).toBeLessThan(levelDb(samples, 1.5, 2.5) - 12);
    expect(levelDb(samples, 3.8, 4)).toBeLessThan(levelDb(samples, 1.5, 2.5) - 12);
  });

  it("goes down under the clips' own sound", async () => {
    const voice = await made("voice.wav", "aevalsrc='0.3*sin(2*PI*3000*t)*between(t,1,3)':d=4");
    const url = web.serve("/bed", await made("bed.wav", "sine=100:d=5"));
    const under = async (duck: boolean) => {
      const { file } = await sound([{ file: voice, frames: 96 }], { music: music({ url, duck }) });
      const low = shelf.path(`low-${duck}.wav`);
      await ffmpeg(["-i", file, "-af", "lowpass=300:poles=2,lowpass=300:poles=2", low]);
      const samples = await samplesOf(low);
      return levelDb(samples, 1.5, 2.8) - levelDb(samples, 0.2, 0.9);
    };
    expect(Math.abs(await under(false))).toBeLessThan(0.5);
    expect(await under(true)).toBeLessThan(-6);
  });

  it.each([
    ["is gone", () => web.url("/gone"), 0, /answered 404/],
    ["is no song", () => web.serve("/text", import.meta.filename), 0, /is text/],
    ["is over before it begins", () => song, 9, /ends before second 9/],
  ])("that %s costs the film its music and nothing else", async (_name, url, start_s, why) => {
    const beep = await made("still.wav", BEEP);
    const order = { music: music({ url: url(), start_s }) };
    const { file, warnings } = await sound([{ file: beep, frames: 24 }], order);
    expect(warnings).toEqual([expect.stringMatching(/^The film has no music\. /)]);
    expect(warnings[0]).toMatch(why);
    expect(onsets(await samplesOf(file))).toHaveLength(1);
  });
});
