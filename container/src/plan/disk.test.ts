import { describe, expect, it } from "vitest";
import type { VideoFacts } from "../probe/facts.ts";
import { film } from "../protocol/film.ts";
import type { FilmRequest } from "../protocol.ts";
import { checkDisk, filmDisk } from "./disk.ts";
import { planFilm } from "./plan.ts";
import type { PlannedClip } from "./plan.ts";

const FRAMES = 240;
const SETS = { id: 0, bytes: Uint8Array.of(0x67, 100, 0, 31) };

/** 10 s of 1280x720 at 24 fps, 5 MB, with sound; every frame can begin a copy. */
function clip(video: Partial<VideoFacts> = {}, bytes = 5_000_000): PlannedClip {
  const facts: VideoFacts = {
    stream: 0,
    codec: "h264",
    width: 1280,
    height: 720,
    rotation: 0,
    pixelAspect: { num: 1, den: 1 },
    pixelFormat: "yuv420p",
    isInterlaced: false,
    colour: { range: "tv", matrix: "bt709", transfer: "bt709", primaries: "bt709" },
    timeBase: "1/12288",
    rate: { num: 24, den: 1 },
    isConstantRate: true,
    sets: { lengthBytes: 4, sps: [SETS], pps: [SETS] },
    startS: 0,
    frames: FRAMES,
    durationS: FRAMES / 24,
    isCleanStart: true,
    closedPrefixes: Array.from({ length: FRAMES }, (_, index) => index + 1),
    cleanStarts: Array.from({ length: FRAMES }, (_, index) => index),
    ...video,
  };
  const audio = { stream: 1, codec: "aac", channels: 2, sampleRate: 48_000, durationS: 10 };
  const asked = { in_s: 0, out_s: null, length_s: null, fit: null, focus: null };
  return { place: 1, asked, facts: { format: "mp4", bytes, video: facts, audio } };
}

const ENCODED = { isConstantRate: false };
const OUTPUT = { width: 1280, height: 720, fps: 24 };
const upload = { part_url: "http://127.0.0.1/{part}", part_bytes: 5_242_880 };
const crossfade = { kind: "crossfade" as const, length_s: 0.5 };

type Change = Pick<Partial<FilmRequest>, "joins" | "renditions" | "sound" | "output">;

function megabytes(clips: PlannedClip[], { output = OUTPUT, ...change }: Change = {}): number {
  const joins = film.joins.parse(change.joins ?? []);
  const ask = { output, joins, keep: "clips" as const, fit: "pad" as const, focus: null };
  const order = {
    sound: film.sound.parse(change.sound),
    renditions: film.renditions.parse(change.renditions ?? []),
  };
  return Math.round(filmDisk(planFilm(clips, ask), clips, order) / 1_000_000);
}

const two = (video: Partial<VideoFacts> = {}, bytes?: number) => [
  clip(video, bytes),
  clip(video, bytes),
];
const version = (name: string, change: object) => ({ name, upload, ...change });
const draft = version("draft", { kind: "draft" }) as never;
const square = version("square", { kind: "ratio", ratio: "1:1" }) as never;
const same = version("same", { kind: "ratio", ratio: "16:9" }) as never;
const gif = version("gif", { kind: "preview", format: "gif", width: 640, length_s: 10 }) as never;
const small = { ...ENCODED, width: 320, height: 180 };

describe("the disk of a film", () => {
  it.each<[string, PlannedClip[], Change, number]>([
    // 20 s of samples and of AAC; the film replaces its clips.
    ["that is copied is its sound's", two(), {}, 8],
    // Two parts of 27.8 MB and one more while they are joined, less 10 MB of clips that are gone.
    ["that is encoded grows with the bytes of its clips", two(ENCODED), {}, 75],
    ["is bounded by its pixels where the clips are noise", two(ENCODED, 300_000_000), {}, 395],
    // 11.1 MB for half a second of each clip, and the same again while the seam is joined.
    ["counts no more than the seam of copied clips", two(), { joins: [crossfade] }, 46],
    ["is larger where clips are enlarged", two(small), {}, 300],
    ["is larger where the clips' codec is better", two({ ...ENCODED, codec: "hevc" }), {}, 241],
    [
      "holds the song as it came, as samples and as a round",
      two(),
      { sound: { music: { url: "http://127.0.0.1/song" } } },
      91,
    ],
    // The film, where its clips were; then 32.7 MB twice.
    ["has room for a version and its parts", two(), { renditions: [draft] }, 67],
    ["has room for every version at once", two(), { renditions: [draft, square] }, 142],
    ["has room for a version that is a copy", two(), { renditions: [same] }, 23],
    ["has room for a moving picture", two(), { renditions: [gif] }, 113],
  ])("%s", (_name, clips, change, expected) => {
    expect(megabytes(clips, change)).toBe(expected);
  });
});

describe("the disk of a check", () => {
  const format = { width: 1280, height: 720, rate: { num: 24, den: 1 } };
  it.each([
    ["is for pictures", clip(), null, 17],
    ["has room for a copy beside its picture and sound", clip(), { format, frames: FRAMES }, 68],
    ["is for noise where the clip is", clip({}, 300_000_000), { format, frames: FRAMES }, 211],
  ])("%s", (_name, { facts }, mezzanine, expected) => {
    expect(Math.round(checkDisk(facts, mezzanine) / 1_000_000)).toBe(expected);
  });
});
