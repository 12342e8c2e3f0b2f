/**
 * A clip: paper layers that drift at their own speeds, the figure acting among them, weather and
 * sound. Layers are drawn once and moved by ffmpeg; the figure is posed here for every frame.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { act, type Acting } from "./acting.ts";
import type { Actor } from "./actor.ts";
import { runFfmpeg } from "./ffmpeg.ts";
import type { Action } from "./figure/poses.ts";
import { figureHeight } from "./figure/puppet.ts";
import { flat, oval } from "./paper.ts";
import { GROUND, HEIGHT, LAYERS, type LayerName, SPREAD } from "./places/frame.ts";
import { scenery } from "./places/scenery.ts";
import { readSetting, type Setting } from "./places/setting.ts";
import { makePuppet, type Puppet } from "./puppet-show.ts";
import { random } from "./random.ts";
import { cropPixels, inkBounds, rasterPixels, straighten, type ViewBox } from "./raster.ts";
import { sceneSound, writeWav } from "./sound/sound.ts";
import type { Studio } from "./studio.ts";

export type ClipRequest = Parameters<Studio["clip"]>[0];

/** A layer in a raw RGBA file: its size, and where it lies in the picture before it moves. */
type Sheet = { name: string; width: number; height: number; x: number; y: number };

export async function makeClip(
  ffmpeg: string,
  folder: string,
  request: ClipRequest,
  actor: Actor,
  outPath: string,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const scratch = mkdtempSync(path.join(folder, "clip-"));
  try {
    request.signal.throwIfAborted();
    const setting = readSetting(request.prompt, request.seed);
    const tall = figureHeight(actor.design);
    const share = request.width < request.height ? 0.42 : setting.size;
    const scale = Math.min(
      (request.height * share) / tall,
      roomiest(request, setting, actor, tall),
    );
    const [puppet, sheets] = await Promise.all([
      makePuppet(actor, [-235, -tall - 190, 470, tall + 220], scale),
      drawSheets(request, setting, scratch),
    ]);
    request.signal.throwIfAborted();
    if (request.hasAudio) {
      const frames = Math.round(request.lengthS * request.fps);
      const sound = sceneSound(setting, frames / request.fps, request.seed);
      writeWav(path.join(scratch, "sound.wav"), sound);
    }
    const room = (SPREAD.front - 1) * request.width;
    const size = { width: request.width, room, scale };
    const hasLegs = actor.design.kind !== "ghost";
    const acting = act(setting, request.seed, request.lengthS, size, hasLegs);
    await film(ffmpeg, request, { setting, puppet, sheets, acting, scale, scratch }, outPath);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Pixels per figure unit at which hat and highest leap still fit between the ground and the top. */
function roomiest({ height }: ClipRequest, setting: Setting, actor: Actor, tall: number): number {
  const { wears } = actor.design;
  const hat = wears.some((item) => /^(wizardhat|tophat|chefhat)$/.test(item)) ? 120 : 45;
  // A walk or run may end in a jump.
  const leaps: Partial<Record<Action, number>> = {
    jump: 85,
    walk: 85,
    run: 85,
    fly: 70,
    dance: 20,
  };
  const leap = leaps[setting.action] ?? 8;
  return (height * GROUND) / HEIGHT / (tall + hat + leap);
}

/** Frame units are 720 high whatever the size in pixels. */
const unitsWide = ({ width, height }: ClipRequest) => (HEIGHT * width) / height;

/** Even, because the picture's colour has half the resolution. */
const even = (value: number) => Math.round(value / 2) * 2;

/** Draws all layers at once, on other threads, and keeps of each only what has ink. */
async function drawSheets(
  request: ClipRequest,
  setting: Setting,
  scratch: string,
): Promise<Sheet[]> {
  const layers = scenery(setting, unitsWide(request), request.seed);
  const unit = HEIGHT / request.height;
  const save = async (name: string, content: string, box: ViewBox, pixels: number) => {
    if (content === "") return [];
    const drawn = await rasterPixels(content, box, pixels);
    const ink =
      name === "back" ? ([0, 0, drawn.width, drawn.height & ~1] as const) : inkBounds(drawn);
    if (ink === null) return [];
    const cut = cropPixels(drawn, ink);
    straighten(cut.data);
    writeFileSync(path.join(scratch, `${name}.rgba`), cut.data);
    return [{ name, width: cut.width, height: cut.height, x: ink[0], y: ink[1] }];
  };
  const sheets = await Promise.all([
    ...LAYERS.map((name) => {
      // Whole pixels first, then the units that they hold: the height comes out exact.
      const pixels = even(request.width * SPREAD[name] + 1);
      return save(name, layers[name], [0, 0, pixels * unit, HEIGHT], pixels);
    }),
    save(
      "weather",
      weatherSvg(request, setting),
      [0, 0, request.width * unit, HEIGHT * 2],
      request.width,
    ),
  ]);
  return sheets.flat();
}

/** Twice the frame's height of snow, rain or sparks, which falls or rises through it. */
function weatherSvg(request: ClipRequest, { weather }: Setting): string {
  const chance = random("weather", weather, request.seed);
  const width = unitsWide(request);
  const drop = (): string => {
    const [x, y] = [chance.range(0, width), chance.range(0, HEIGHT)];
    const r = weather === "snow" ? chance.range(2, 6.5) : chance.range(1.2, 3.2);
    const one = (top: number): string =>
      weather === "rain"
        ? `<path d="M${x} ${top}l-7 30" stroke="#dfeaf7" stroke-width="2" stroke-linecap="round" opacity=".5"/>`
        : weather === "snow"
          ? flat(oval(x, top, r, r), "#ffffff", 0.85)
          : flat(oval(x, top, r * 3, r * 3), "#ffe9ad", 0.14) +
            flat(oval(x, top, r, r), "#fff0c2", 0.85);
    // The same drop in both halves, so that the fall can start over unseen.
    return one(y) + one(y + HEIGHT);
  };
  const count = { clear: 0, snow: 120, rain: 170, sparks: 34 }[weather];
  return Array.from({ length: count }, drop).join("");
}

type Set = {
  setting: Setting;
  puppet: Puppet;
  sheets: Sheet[];
  acting: Acting;
  scale: number;
  scratch: string;
};

async function film(ffmpeg: string, request: ClipRequest, set: Set, outPath: string) {
  const { puppet, acting, setting } = set;
  const frames = Math.round(request.lengthS * request.fps);
  await runFfmpeg(ffmpeg, {
    args: filmArguments(request, set, frames, outPath),
    signal: request.signal,
    onFrames: (done) => request.onProgress(Math.min(1, done / frames)),
    feed: async (write) => {
      const bytes = puppet.width * puppet.height * 4;
      // Two buffers: one is on its way to ffmpeg while the next is drawn.
      const buffers = [new Uint8Array(bytes), new Uint8Array(bytes)] as const;
      let sent = Promise.resolve();
      for (let index = 0; index < frames; index++) {
        const buffer = buffers[(index % 2) as 0 | 1];
        const now = acting.at(index / request.fps);
        puppet.draw(now.pose, now.look, setting.direction, buffer);
        await sent;
        if (request.signal.aborted) return;
        sent = write(buffer).catch(() => undefined);
      }
      await sent;
    },
  });
}

function filmArguments(request: ClipRequest, set: Set, frames: number, outPath: string): string[] {
  const { width, height, fps } = request;
  const { setting, puppet, sheets, acting, scale, scratch } = set;
  const room = SPREAD.front - 1;
  const drift = (name: LayerName) => {
    const reach = (SPREAD[name] - 1) * width;
    const travel = Math.min(reach, (acting.travel * (SPREAD[name] - 1)) / room);
    return setting.direction === 1
      ? `${travel.toFixed(1)}*(${acting.progress})`
      : `${reach.toFixed(1)}-${travel.toFixed(1)}*(${acting.progress})`;
  };
  const fall = { clear: 0, snow: 0.11, rain: 1.5, sparks: -0.04 }[setting.weather] * height;
  const inputs: string[] = [];
  const chains: string[] = [];
  let picture = "";
  const raw = (w: number, h: number, from: string, rate: string) =>
    inputs.push(
      "-f",
      "rawvideo",
      "-pixel_format",
      "rgba",
      "-video_size",
      `${w}x${h}`,
      "-framerate",
      rate,
      "-i",
      from,
    );
  const lay = (label: string, x: string, y: string) => {
    const next = `${label}_laid`;
    chains.push(
      `[${picture}][${label}]overlay=x='${x}':y='${y}':format=yuv420:eof_action=repeat[${next}]`,
    );
    picture = next;
  };
  let input = 0;
  const sheet = (name: string, x: string, y: string) => {
    const found = sheets.find((each) => each.name === name);
    if (found === undefined) return;
    raw(found.width, found.height, path.join(scratch, `${name}.rgba`), String(fps));
    const still = `loop=loop=-1:size=1,setpts=N/${fps}/TB`;
    if (name === "back") {
      chains.push(
        `[${input++}:v]scale=out_color_matrix=bt709,format=yuv420p,${still},crop=${width}:${height}:x='${x}':y=0[back]`,
      );
      picture = "back";
      return;
    }
    chains.push(`[${input++}:v]scale=out_color_matrix=bt709,format=yuva420p,${still}[${name}]`);
    lay(name, `${found.x}-(${x})`, `${found.y}+${y}`);
  };
  sheet("back", drift("back"), "0");
  sheet("middle", drift("middle"), "0");
  sheet("front", drift("front"), "0");
  raw(puppet.width, puppet.height, "pipe:0", String(fps));
  chains.push(`[${input++}:v]scale=out_color_matrix=bt709,format=yuva420p[figure]`);
  const feet = (GROUND + 14) * (height / HEIGHT);
  const [boxX, boxY] = [puppet.width / 2, puppet.height - 30 * scale];
  lay("figure", `${acting.figureX}-${boxX.toFixed(1)}`, (feet - boxY).toFixed(1));
  sheet("fore", drift("fore"), "0");
  sheet("weather", "0", `mod(${fall.toFixed(1)}*t+${height},${height})-${height}`);
  chains.push(`[${picture}]setsar=1,format=yuv420p[v]`);
  const hasSound = request.hasAudio;
  return [
    ...inputs,
    ...(hasSound ? ["-i", path.join(scratch, "sound.wav")] : []),
    ...["-filter_complex", chains.join(";"), "-map", "[v]"],
    ...(hasSound ? ["-map", `${input}:a`, "-c:a", "aac", "-b:a", "160k", "-ar", "48000"] : []),
    ...encoding(fps, frames),
    outPath,
  ];
}

/** The same for every clip of a size, so that clips can be joined without encoding again. */
function encoding(fps: number, frames: number): string[] {
  const second = String(Math.round(fps));
  return [
    ...["-c:v", "libx264", "-preset", "superfast", "-profile:v", "high", "-crf", "23", "-bf", "0"],
    ...["-g", second, "-keyint_min", second, "-sc_threshold", "0", "-flags", "+cgop"],
    ...["-threads:v", "2", "-x264-params", "stitchable=1"],
    ...["-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709"],
    // Not -frames:v: this ffmpeg then ends the sound early as well.
    ...["-r", String(fps), "-t", String(frames / fps), "-map_metadata", "-1"],
    ...["-fflags", "+bitexact", "-movflags", "+faststart", "-f", "mp4"],
  ];
}
