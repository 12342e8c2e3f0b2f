/** Small real clips for tests, made by ffmpeg and measured again by it. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export type ClipShape = {
  size?: string;
  rate?: string;
  /** Hertz of the sound; null makes no sound track. */
  tone?: number | null;
  lengthS?: number;
  /** Turns the test picture, so that two clips of a shape differ. */
  hue?: number;
  /** More output options, such as a codec or a pixel format. */
  options?: readonly string[];
};

/** A folder of clips that are made once each. */
export class ClipShelf {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async open(): Promise<ClipShelf> {
    return new ClipShelf(await mkdtemp(path.join(tmpdir(), "edgereel-clips-")));
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  path(name: string): string {
    return path.join(this.folder, name);
  }

  /** Makes `name` (its ending chooses the container) and returns its path. */
  async clip(name: string, shape: ClipShape = {}): Promise<string> {
    const { size = "320x180", rate = "24", tone = 440, lengthS = 1, hue = 0 } = shape;
    const picture = `testsrc2=s=${size}:r=${rate}:d=${lengthS},hue=h=${hue}`;
    const sound = ["-f", "lavfi", "-i", `sine=${tone ?? 0}:r=48000:d=${lengthS}`, "-c:a", "aac"];
    const file = this.path(name);
    await ffmpeg([
      ...["-f", "lavfi", "-i", picture],
      ...(tone === null ? [] : sound),
      ...["-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-pix_fmt", "yuv420p"],
      ...(shape.options ?? []),
      file,
    ]);
    return file;
  }
}

export async function ffmpeg(args: readonly string[]): Promise<void> {
  await run("ffmpeg", ["-v", "error", "-nostdin", "-y", ...args]);
}

/** MD5 of each decoded frame, in order of show. */
export async function frameHashes(file: string): Promise<string[]> {
  const { stdout } = await run(
    "ffmpeg",
    ["-v", "error", "-i", file, "-map", "0:v:0", "-f", "framemd5", "-"],
    { maxBuffer: 64 * 1024 * 1024 },
  );
  return stdout
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split(",").at(-1)?.trim() ?? "");
}

/** Mean level in dB of the sound between two times. Silence is about -91. */
export async function loudness(file: string, fromS: number, toS: number): Promise<number> {
  const filter = `atrim=${fromS}:${toS},volumedetect`;
  const args = ["-hide_banner", "-nostdin", "-i", file, "-af", filter, "-vn", "-f", "null", "-"];
  const { stderr } = await run("ffmpeg", args);
  return Number(/mean_volume: (-?[\d.]+) dB/.exec(stderr)?.[1] ?? Number.NaN);
}

export type Shown = {
  codec: string;
  profile: string;
  size: string;
  rate: string;
  frames: number;
  videoS: number;
  audioS: number | null;
};

/** What ffprobe says of a film, on its own and not through our code. */
export async function show(file: string): Promise<Shown> {
  const { stdout } = await run("ffprobe", [
    ...["-v", "error", "-count_frames", "-of", "json", "-show_streams", file],
  ]);
  type Stream = Record<string, string | undefined>;
  const { streams } = JSON.parse(stdout) as { streams: Stream[] };
  const video = streams.find((stream) => stream["codec_type"] === "video") ?? {};
  const audio = streams.find((stream) => stream["codec_type"] === "audio");
  return {
    codec: `${video["codec_name"]} ${video["pix_fmt"]}`,
    profile: video["profile"] ?? "",
    size: `${video["width"]}x${video["height"]}`,
    rate: video["avg_frame_rate"] ?? "",
    frames: Number(video["nb_read_frames"]),
    videoS: Number(video["duration"]),
    audioS: audio === undefined ? null : Number(audio["duration"]),
  };
}
