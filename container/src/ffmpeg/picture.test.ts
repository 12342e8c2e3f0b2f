import { afterAll, beforeAll, expect, it } from "vitest";
import { lookOf, REC_709 } from "../plan/look.ts";
import { readFile } from "../probe/read.ts";
import { ClipShelf } from "../testing/clips.ts";
import { testPlatform } from "../testing/platform.ts";
import { encodePart } from "./picture.ts";
import { runTool } from "./run.ts";

let shelf: ClipShelf;
beforeAll(async () => {
  shelf = await ClipShelf.open();
});
afterAll(() => shelf.close());

it.each([
  ["24", { num: 24, den: 1 }],
  ["30000/1001", { num: 30_000, den: 1001 }],
])("begins a group at every frame asked for, at %s frames a second", async (name, rate) => {
  const { signal } = new AbortController();
  const platform = testPlatform();
  const file = await shelf.clip(`clip-${rate.num}.mp4`, { rate: name, tone: null, lengthS: 2 });
  const { video } = await readFile(platform, file, "video", signal);
  if (video === null) throw new Error("The clip has no picture");
  const format = { width: 320, height: 180, rate };
  const look = lookOf(video, format, { mode: "pad", focus: null });
  const frames = 40;
  const piece = { file, stream: 0, startS: video.startS, canSeek: true, from: 0, to: frames, look };
  // At 24 a second half of these, as times in microseconds, are rounded down and half of them up.
  const keyframes = [4, 11, 12, 13, 21, 32];
  const part = {
    format,
    colour: REC_709,
    setId: 0,
    pieces: [piece],
    seam: null,
    frames,
    keyframes,
  };
  const output = shelf.path(`part-${rate.num}.mp4`);
  await runTool(platform.tools.ffmpeg, encodePart(part, output), { signal });
  const made = await readFile(platform, output, "video", signal);
  expect(made.video?.cleanStarts).toEqual([0, ...keyframes]);
});
