import { copyFile, mkdir, readFile, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ClipShelf, ffmpeg } from "../testing/clips.ts";
import { testPlatform } from "../testing/platform.ts";
import { checkFile } from "./check.ts";
import type { Kind } from "./read.ts";

const platform = testPlatform();
let shelf: ClipShelf;
let good: string;

beforeAll(async () => {
  shelf = await ClipShelf.open();
  good = await shelf.clip("good.mp4");
});
afterAll(() => shelf.close());

function check(file: string, expected: Kind) {
  return checkFile(platform, file, expected, new AbortController().signal);
}

async function written(name: string, content: string | Buffer): Promise<string> {
  await writeFile(shelf.path(name), content);
  return shelf.path(name);
}

describe("a good file", () => {
  it("is a clip with its decoded frames counted", async () => {
    expect(await check(good, "video")).toEqual({
      media: "video",
      format: "mp4",
      bytes: (await readFile(good)).byteLength,
      duration_ms: 1000,
      video: { codec: "h264", width: 320, height: 180, fps: 24, frames: 24, duration_ms: 1000 },
      audio: { codec: "aac", channels: 1, sample_rate: 48_000, duration_ms: 1000 },
    });
  });

  it("is measured as it is shown when it is turned", async () => {
    const file = shelf.path("turned.mp4");
    await ffmpeg(["-i", good, "-c", "copy", "-metadata:s:v", "rotate=90", file]);
    expect((await check(file, "video")).video).toMatchObject({ width: 180, height: 320 });
  });

  it.each(["png", "jpg", "webp"])("is a picture in %s", async (format) => {
    const picture = shelf.path(`picture.${format}`);
    await ffmpeg(["-i", good, "-frames:v", "1", picture]);
    const file = shelf.path(`downloaded-${format}`);
    await copyFile(picture, file);
    expect(await check(file, "image")).toMatchObject({
      media: "image",
      format,
      duration_ms: 0,
      video: { width: 320, height: 180, frames: 1 },
      audio: null,
    });
  });

  it.each(["mp3", "wav", "m4a"])("is a song in %s", async (ending) => {
    const file = shelf.path(`song.${ending}`);
    await ffmpeg(["-f", "lavfi", "-i", "sine=440:d=1", file]);
    const media = await check(file, "audio");
    expect(media).toMatchObject({ media: "audio", video: null, audio: { channels: 1 } });
    expect(media.duration_ms).toBeGreaterThan(950);
  });
});

describe("a bad file", () => {
  it("is empty", async () => {
    await refused(await written("empty.mp4", ""), "video", /is empty/);
  });

  it("is text with another name", async () => {
    const page = await written("page.mp4", "<!doctype html><title>Not found</title>");
    await refused(page, "video", /is text/);
  });

  it.each([
    ["m3u8", (file: string) => `#EXTM3U\n#EXTINF:1,\nfile://${file}\n#EXT-X-ENDLIST\n`],
    ["ffconcat", (file: string) => `ffconcat version 1.0\nfile '${file}'\n`],
    ["mpd", () => `<?xml version="1.0"?>\n<MPD><BaseURL>http://127.0.0.1:1/</BaseURL></MPD>`],
  ])("is a playlist in disguise (%s)", async (name, content) => {
    await refused(await written(`${name}.mp4`, content(good)), "video", /is a playlist/);
  });

  it("is a playlist behind bytes that hide it from a first look", async () => {
    const hidden = Buffer.concat([Buffer.from("#EXTM3U\n#EXTINF:1,\n"), Buffer.from([0, 1, 2])]);
    await refused(await written("hidden.mp4", hidden), "video", /can be read/);
  });

  it("is a picture where a clip is expected, and the other way round", async () => {
    const picture = shelf.path("still.png");
    await ffmpeg(["-i", good, "-frames:v", "1", picture]);
    const disguised = path.join(shelf.folder, "still.mp4");
    await copyFile(picture, disguised);
    await refused(disguised, "video", /is a picture, but a clip/);
    await refused(good, "image", /not one picture/);
  });

  it("has no picture, or no sound", async () => {
    const song = shelf.path("song-only.mp4");
    await ffmpeg(["-f", "lavfi", "-i", "sine=440:d=1", "-c:a", "aac", song]);
    await refused(song, "video", /has no picture/);
    await refused(await shelf.clip("mute.mp4", { tone: null }), "audio", /has no sound/);
  });

  it("is cut off, wherever its index is", async () => {
    const fast = shelf.path("fast.mp4");
    await ffmpeg(["-i", good, "-c", "copy", "-movflags", "+faststart", fast]);
    for (const source of [good, fast]) {
      const cut = `${source}.cut`;
      await copyFile(source, cut);
      await truncate(cut, Math.floor((await readFile(source)).byteLength * 0.6));
      await refused(cut, "video", /is cut off/);
    }
  });

  it("is cut off in a format without boxes", async () => {
    const picture = shelf.path("half.png");
    await ffmpeg(["-i", good, "-frames:v", "1", picture]);
    await truncate(picture, 2_000);
    await refused(picture, "image", /damaged|can be read/);
  });

  it("is damaged in the middle", async () => {
    const bytes = await readFile(good);
    bytes.fill(0xff, Math.floor(bytes.byteLength * 0.3), Math.floor(bytes.byteLength * 0.7));
    await refused(await written("damaged.mp4", bytes), "video", /damaged/);
  });

  it("is a small file of a huge picture", async () => {
    const bomb = shelf.path("bomb.png");
    await ffmpeg([
      "-f",
      "lavfi",
      "-i",
      "color=s=10100x10100",
      "-pix_fmt",
      "monob",
      "-frames:v",
      "1",
      bomb,
    ]);
    await refused(bomb, "image", /./);
  });

  it("is an animated WebP, refused by name", async () => {
    const file = shelf.path("moving.webp");
    await ffmpeg(["-i", good, "-an", "-t", "0.2", file]);
    await refused(file, "video", /animated WebP/);
  });

  it("says nothing of where it lies on the disk", async () => {
    const folder = path.join(shelf.folder, "private-place");
    await mkdir(folder);
    const file = path.join(folder, "noise.mp4");
    await writeFile(file, Buffer.alloc(5_000, 0x9c));
    const error = await check(file, "video").catch((reason: unknown) => reason);
    expect(JSON.stringify((error as { fault: unknown }).fault)).not.toContain("private-place");
  });
});

async function refused(file: string, expected: Kind, message: RegExp): Promise<void> {
  await expect(check(file, expected)).rejects.toMatchObject({
    fault: { code: "input_invalid", message: expect.stringMatching(message) as unknown },
  });
}
