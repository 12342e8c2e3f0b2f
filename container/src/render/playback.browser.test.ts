/** Films as Chromium shows them: each frame in its place, also where copied parts meet encoded ones. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSets } from "../probe/copy-facts.ts";
import type { FilmRequest } from "../protocol.ts";
import { ClipShelf, ffmpeg } from "../testing/clips.ts";
import { makeFilm } from "../testing/film.ts";
import { Player } from "../testing/player.ts";
import type { Point, Rgb } from "../testing/player.ts";
import { TestWeb } from "../testing/web.ts";

const RATE = 24;
/** A frame tells its number in squares along the top, white for 1, the lowest bit first. */
const SIDE = 32;
const SQUARES = Array.from({ length: 7 }, (_, bit): Point => [(bit + 0.5) * SIDE, SIDE / 2]);
/** Below them it has its clip's colour. */
const GROUND: Point = [160, 120];
const POINTS = [GROUND, ...SQUARES];
const WHITE: Rgb = [255, 255, 255];
const BLACK: Rgb = [0, 0, 0];

const KEYED = [
  ...["-c:v", "libx264", "-preset", "ultrafast", "-bf", "2"],
  ...["-x264-params", "keyint=6:min-keyint=6:scenecut=0"],
];
const FOREIGN = ["-c:v", "mpeg4", "-q:v", "2"];

type Clip = { file: string; frames: number; colour: Rgb };

let shelf: ClipShelf;
let web: TestWeb;
let player: Player;
let clips: Clip[];
beforeAll(async () => {
  [shelf, web] = await Promise.all([ClipShelf.open(), TestWeb.open()]);
  player = await Player.open(web);
  clips = await Promise.all([
    clip("red", [208, 32, 32], 48),
    clip("green", [32, 176, 32], 48),
    clip("blue", [32, 32, 208], 72, FOREIGN),
    clip("yellow", [208, 208, 32], 48),
  ]);
});
afterAll(async () => {
  await player.close();
  await web.close();
  await shelf.close();
});

async function clip(name: string, colour: Rgb, frames: number, codec = KEYED): Promise<Clip> {
  const file = shelf.path(`${name}.mp4`);
  const lengthS = frames / RATE;
  const hex = colour.map((value) => value.toString(16).padStart(2, "0")).join("");
  const picture = [
    `color=black:s=320x180:r=${RATE}:d=${lengthS}`,
    `drawbox=y=${SIDE}:t=fill:c=0x${hex}`,
    ...SQUARES.map((_, bit) => {
      const isOne = `mod(floor(n/${2 ** bit}),2)`;
      return `drawbox=x=${bit * SIDE}:w=${SIDE}:h=${SIDE}:t=fill:c=white:enable='${isOne}'`;
    }),
  ].join(",");
  await ffmpeg([
    ...["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", `sine=440:r=48000:d=${lengthS}`],
    ...["-pix_fmt", "yuv420p", ...codec, "-c:a", "aac", file],
  ]);
  return { file, frames, colour };
}

/** What is at POINTS in frame `at` of a film whose clips overlap by so many frames. */
function pictureAt(at: number, overlap: number): Rgb[] {
  let picture: Rgb[] = [];
  let start = 0;
  for (const { frames, colour } of clips) {
    const frame = at - start;
    start += frames - overlap;
    if (frame < 0 || frame >= frames) continue;
    const own = [colour, ...SQUARES.map((_, bit) => ((frame >> bit) & 1 ? WHITE : BLACK))];
    const [before, share] = [picture, frame / overlap];
    picture = own.map((after, point) => blend(before[point], after, share));
  }
  return picture;
}

function blend(before: Rgb | undefined, after: Rgb, share: number): Rgb {
  if (before === undefined) return after;
  const mix = (channel: 0 | 1 | 2) => before[channel] * (1 - share) + after[channel] * share;
  return [mix(0), mix(1), mix(2)];
}

function film(changes: Partial<FilmRequest> = {}) {
  const files = clips.map(({ file }) => file);
  return makeFilm({ shelf, web }, files, changes);
}

/**
 * Plays the film, then enters each of its parts at the first, the middle and the last frame, from its end to
 * its start, so that no frame is the next of the one before. `borders`: where parts begin, and its length.
 */
async function expectFilm(
  file: string,
  overlap: number,
  borders: readonly number[],
): Promise<void> {
  // Chromium keeps what it has read of an address.
  await player.load(web.serve(`/film-${overlap}.mp4`, file));
  const frames = borders.at(-1) ?? 0;
  const { shownS, ...played } = await player.play(4);
  expect(played).toEqual({ durationS: frames / RATE, endS: frames / RATE, frames, corrupted: 0 });
  expect(shownS).toEqual([...shownS].sort((a, b) => a - b));
  expect(shownS.at(-1)).toBeGreaterThan((frames - RATE / 2) / RATE);

  const entries = borders.slice(1).flatMap((next, index) => {
    const first = borders[index] ?? 0;
    return [first, Math.floor((first + next) / 2), next - 1];
  });
  for (const at of entries.reverse()) {
    const seen = await player.see((at + 0.5) / RATE, POINTS);
    const expected = pictureAt(at, overlap);
    if (!areAlike(seen, expected)) expect({ at, seen }).toEqual({ at, seen: expected });
  }
}

/** As far as coding may change a colour. */
function areAlike(seen: readonly Rgb[], expected: readonly Rgb[]): boolean {
  const off = seen.flat().map((value, index) => Math.abs(value - (expected.flat()[index] ?? NaN)));
  return seen.length === POINTS.length && Math.max(...off) <= 16;
}

describe("Chromium", () => {
  it("plays a film of copied, blended and encoded parts, and shows the frame it is sent to", async () => {
    const made = await film({
      joins: [0, 1, 2].map(() => ({ kind: "crossfade", length_s: 0.5 })),
      keep: "clips",
    });
    expect(made.plan).toBe(
      "320x180@24/1 sound: copy 1:0-36, crossfade 12 1:36-48 2:0-12, copy 2:12-36, " +
        "crossfade 12 2:36-48 3:0-12, encode 3:12-60, crossfade 12 3:60-72 4:0-12, copy 4:12-48",
    );
    expect((await readSets(made.file))?.sps).toHaveLength(3);
    await expectFilm(made.file, 12, [0, 36, 48, 72, 84, 132, 144, 180]);
  });

  it("does the same with hard cuts", async () => {
    const made = await film();
    expect(made.plan).toBe(
      "320x180@24/1 sound: copy 1:0-48, copy 2:0-48, encode 3:0-72, copy 4:0-48",
    );
    await expectFilm(made.file, 0, [0, 48, 96, 168, 216]);
  });
});
