import { copyFile, mkdtemp, open, readFile, truncate, writeFile } from "node:fs/promises";
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CheckRequest } from "../protocol.ts";
import { ClipShelf, ffmpeg, show } from "../testing/clips.ts";
import { testPlatform } from "../testing/platform.ts";
import { ebur128, levelDb, onsets, samplesOf } from "../testing/sound.ts";
import { TestWeb } from "../testing/web.ts";
import { renderCheck } from "./check.ts";

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

const MEZZANINE = { output: null, fit: "pad", keyframes_s: [] };

type Asked = { strip?: { frames?: number }; mezzanine?: Record<string, unknown> };

async function check(file: string, asked: Asked = {}) {
  const folder = await mkdtemp(path.join(shelf.folder, "check-"));
  const { signal } = new AbortController();
  const told: number[] = [];
  const upload = { part_url: web.url("/{part}"), part_bytes: 5 * 1024 * 1024 };
  const { strip, mezzanine } = asked;
  const order = CheckRequest.parse({
    ...{ protocol: 2, job_id: randomUUID(), kind: "check", upload, progress_url: null },
    url: web.serve(`/${path.basename(file)}`, file),
    strip: strip === undefined ? null : { upload, ...strip },
    mezzanine: mezzanine === undefined ? null : { upload, ...MEZZANINE, ...mezzanine },
  });
  const report = (progress: number) => void told.push(progress);
  const work = { platform: testPlatform(), folder, signal, report };
  const made = await renderCheck(work, order);
  const file_ = (name: string) => made.files?.find((each) => each.name === name);
  return { ...made, strip: file_("strip"), mezzanine: file_("mezzanine"), told };
}

describe("what is found in a clip", () => {
  it("is how long, how loud, how black, how frozen and how silent it is", async () => {
    const file = shelf.path("mixed.mp4");
    await ffmpeg([
      ...["-f", "lavfi", "-i", "color=black:s=320x180:r=24:d=1"],
      ...["-f", "lavfi", "-i", "testsrc2=s=320x180:r=24:d=1"],
      ...["-f", "lavfi", "-i", "color=red:s=320x180:r=24:d=2"],
      ...["-f", "lavfi", "-i", "sine=997:r=48000:d=4,volume='8*gte(t,1)':eval=frame"],
      ...["-filter_complex", "[0][1][2]concat=n=3[v]", "-map", "[v]", "-map", "3:a"],
      ...["-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", file],
    ]);
    const { media, findings, told } = await check(file);
    expect(media).toMatchObject({ duration_ms: 4000, video: { width: 320, frames: 96 } });
    expect(findings?.black_share).toBeCloseTo(0.25, 2);
    expect(findings?.frozen_share).toBeCloseTo(0.75, 2);
    expect(findings?.silent_share).toBeCloseTo(0.25, 1);
    expect(findings?.loudness_lufs).toBe((await ebur128(file)).lufs);
    expect(findings?.peak_dbtp).toBeCloseTo(0, 0);
    expect(told.at(-1)).toBeLessThanOrEqual(1);
  });

  it("is silence and no loudness where there is no sound", async () => {
    const { findings } = await check(await shelf.clip("mute.mp4", { tone: null }));
    expect(findings).toMatchObject({
      ...{ loudness_lufs: null, peak_dbtp: null, silent_share: 1, black_share: 0 },
    });
  });
});

describe("pictures of a clip", () => {
  it("show it upright, and not where it is black", async () => {
    const black = shelf.path("black-first.mp4");
    const fade = "color=black:s=180x320:r=24:d=1[b];testsrc2=s=180x320:r=24:d=1[t];[b][t]concat";
    await ffmpeg([
      ...["-f", "lavfi", "-i", fade],
      ...["-c:v", "libx264", "-pix_fmt", "yuv420p", shelf.path("flat.mp4")],
    ]);
    const flat = shelf.path("flat.mp4");
    await ffmpeg(["-i", flat, "-c", "copy", "-metadata:s:v", "rotate=90", black]);
    const { file, media, findings } = await check(black);
    expect(media.video).toMatchObject({ width: 320, height: 180 });
    expect(await show(file)).toMatchObject({ size: "320x180", frames: 1 });
    expect(findings?.poster).toEqual({ width: 320, height: 180 });
    expect(await brightness(file)).toBeGreaterThan(40);
  });

  it("stand side by side in a strip, spread over the whole clip", async () => {
    const file = shelf.path("ramp.mp4");
    await ffmpeg([
      ...["-f", "lavfi", "-i", "color=black:s=320x180:r=24:d=2,geq=lum='16+N*4':cb=128:cr=128"],
      ...["-c:v", "libx264", "-pix_fmt", "yuv420p", file],
    ]);
    const { strip, findings } = await check(file, { strip: { frames: 4 } });
    expect(findings?.strip).toEqual({ frames: 4, tile_width: 160, tile_height: 90 });
    expect(strip?.media.video).toMatchObject({ width: 640, height: 90, codec: "mjpeg" });
    expect(await show(strip?.file ?? "")).toMatchObject({ size: "640x90", frames: 1 });
    const levels = await Promise.all(
      [0, 1, 2, 3].map((i) => brightness(strip?.file ?? "", `crop=140:80:${i * 160 + 10}:5`)),
    );
    const steps = levels.slice(1).map((level, i) => level - (levels[i] ?? 0));
    for (const step of steps) expect(Math.abs(step - (12 * 4 * 255) / 219)).toBeLessThan(4);
  });

  it("are no more than the clip has frames", async () => {
    const file = await shelf.clip("three.mp4", { lengthS: 3 / 24 });
    const { strip, findings } = await check(file, { strip: { frames: 10 } });
    expect(await show(strip?.file ?? "")).toMatchObject({ size: "480x90" });
    expect(findings?.strip).toMatchObject({ frames: 3, tile_width: 160 });
  });
});

describe("a mezzanine", () => {
  const ready = ["-force_key_frames", "0.5,1.5", "-forced-idr", "1"];

  it("is not made of a clip that films can copy from", async () => {
    const clip = await shelf.clip("ready.mp4", { lengthS: 2, options: ready });
    const { mezzanine, findings } = await check(clip, { mezzanine: {} });
    expect(findings?.mezzanine_reasons).toEqual([]);
    expect(mezzanine).toBeUndefined();
  });

  it("has keyframes where films join, the clip's frames, and its sound in stereo at 48 kHz", async () => {
    const clip = await shelf.clip("plain.mp4", { lengthS: 2, options: ["-ar", "22050"] });
    const { mezzanine, findings } = await check(clip, { mezzanine: {} });
    expect(findings?.mezzanine_reasons).toEqual([
      "It has no keyframe at 0.5 s and 1.5 s, where films join.",
    ]);
    const file = mezzanine?.file ?? "";
    expect(await show(file)).toMatchObject({ frames: 48, size: "320x180", videoS: 2 });
    expect(mezzanine?.media).toMatchObject({
      duration_ms: 2000,
      audio: { codec: "aac", channels: 2, sample_rate: 48_000 },
    });
    expect(await keyframeTimes(file)).toEqual([0, 0.5, 1.5]);
    const again = await check(file, { mezzanine: {} });
    expect(again.findings?.mezzanine_reasons).toEqual([]);
  });

  it("keeps sound and picture together when the clip's sound begins earlier", async () => {
    const file = shelf.path("late.mkv");
    await ffmpeg([
      ...["-itsoffset", "0.25", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=24:d=1.5"],
      ...["-f", "lavfi", "-i", "aevalsrc='0.5*sin(2*PI*1000*t)*gte(t,1)':d=1.75"],
      ...["-c:v", "libx264", "-c:a", "pcm_s16le", file],
    ]);
    const { mezzanine } = await check(file, { mezzanine: {} });
    const samples = await samplesOf(mezzanine?.file ?? "");
    expect(onsets(samples)[0]).toBeCloseTo(0.75, 2);
    expect(levelDb(samples, 0.8, 1.4)).toBeGreaterThan(-12);
  });

  it("takes the film's format, and says why", async () => {
    const clip = await shelf.clip("tall.webm", {
      ...{ size: "180x320", rate: "30" },
      options: ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus"],
    });
    const output = { width: 320, height: 180, fps: 24 };
    const { mezzanine, findings } = await check(clip, { mezzanine: { output, fit: "crop" } });
    expect(findings?.mezzanine_reasons).toEqual([
      "It is a webm file, not an MP4.",
      "Its picture is coded as vp8, not as H.264.",
      "It is 180×320 at 30 fps, and the film is 320×180 at 24 fps.",
    ]);
    expect(await show(mezzanine?.file ?? "")).toMatchObject({
      ...{ size: "320x180", rate: "24/1", frames: 24, codec: "h264 yuv420p" },
    });
  });
});

describe("a bad clip", () => {
  it("has no bytes, no end, no clip in it", async () => {
    await writeFile(shelf.path("zero.mp4"), "");
    await refused(shelf.path("zero.mp4"), /is empty/);
    const good = await shelf.clip("good.mp4");
    await copyFile(good, shelf.path("cut.mp4"));
    await truncate(shelf.path("cut.mp4"), 4_000);
    await refused(shelf.path("cut.mp4"), /is cut off/);
    await refused(import.meta.filename, /is text/);
  });

  it("has no frame, or only one", async () => {
    const none = shelf.path("none.mp4");
    const clip = await shelf.clip("some.mp4");
    await ffmpeg(["-i", clip, "-map", "0", "-c", "copy", "-frames:v", "0", none]);
    await refused(none, /has no (frames|picture)/);
    await refused(await shelf.clip("one.mp4", { lengthS: 1 / 24 }), /has one frame only/);
  });

  it("is ten hours long", async () => {
    const file = shelf.path("hours.mp4");
    await ffmpeg([
      ...["-f", "lavfi", "-i", "color=s=16x16:r=1/60:d=36000", "-c:v", "libx264"],
      ...["-preset", "ultrafast", "-pix_fmt", "yuv420p", file],
    ]);
    await refused(file, /is 600 minutes long; the most is 60/);
  });

  it("is larger than anything can show", async () => {
    const gif = shelf.path("huge.gif");
    await ffmpeg(["-f", "lavfi", "-i", "testsrc2=s=64x64:r=10:d=1", gif]);
    const handle = await open(gif, "r+");
    const side = Buffer.alloc(2);
    side.writeUInt16LE(16_384);
    await handle.write(Buffer.concat([side, side]), 0, 4, 6);
    await handle.close();
    await refused(gif, /too large|can be read/);
  });

  it("is small and says that it has thirty million frames", async () => {
    const file = shelf.path("bomb.mp4");
    const bytes = await readFile(await shelf.clip("small.mp4", { tone: null }));
    const count = 0x1ffffff;
    const sizes = bytes.indexOf("stsz");
    bytes.writeUInt32BE(1, sizes + 8);
    bytes.writeUInt32BE(count, sizes + 12);
    bytes.writeUInt32BE(count, bytes.indexOf("stsc") + 16);
    bytes.writeUInt32BE(count, bytes.indexOf("stts") + 12);
    await writeFile(file, bytes);
    await refused(file, /has no frames/);
  });

  it("is encrypted", async () => {
    const file = shelf.path("locked.mp4");
    await ffmpeg([
      ...["-i", await shelf.clip("open.mp4"), "-c", "copy"],
      ...["-encryption_scheme", "cenc-aes-ctr"],
      ...["-encryption_key", "76a6c65c5ea762046bd749a2e632ccbb"],
      ...["-encryption_kid", "a7e61c373e219033c21091fa607bf3b8", file],
    ]);
    await refused(file, /is encrypted/);
  });

  it("is a list of other files in disguise, and none of them is read", async () => {
    const secret = await shelf.clip("secret.mp4");
    const address = web.serve("/secret", secret);
    const lists = {
      m3u8: `#EXTM3U\n#EXTINF:1,\n${address}\n#EXT-X-ENDLIST\n`,
      concat: `ffconcat version 1.0\nfile '${secret}'\n`,
      reference: `concat:${secret}|${secret}`,
      binary: `#EXTM3U\n#EXTINF:1,\nfile:${secret}\n\0\x01\x02`,
    };
    for (const [name, content] of Object.entries(lists)) {
      const file = shelf.path(`${name}.mp4`);
      await writeFile(file, content);
      await refused(file, /./);
    }
    expect(web.requests("/secret")).toEqual([]);
  });
});

async function refused(file: string, message: RegExp): Promise<void> {
  await expect(check(file)).rejects.toMatchObject({
    fault: { code: "input_invalid", message: expect.stringMatching(message) as unknown },
  });
}

/** Mean brightness, 0 to 255. */
async function brightness(file: string, filter = "null"): Promise<number> {
  const raw = `${file}.${randomUUID()}.gray`;
  await ffmpeg([
    ...["-i", file, "-vf", `${filter},format=gray,scale=1:1:flags=area`],
    ...["-frames:v", "1", "-f", "rawvideo", raw],
  ]);
  return (await readFile(raw))[0] ?? Number.NaN;
}

async function keyframeTimes(file: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)("ffprobe", [
    ...["-v", "error", "-select_streams", "v", "-skip_frame", "nokey"],
    ...["-show_entries", "frame=pts_time", "-of", "csv=p=0", file],
  ]);
  return [...stdout.matchAll(/^[\d.]+/gm)].map(([time]) => Number(time));
}
