/**
 * A clip: paper layers that drift at their own speeds, the figure acting before them, weather and
 * sound. The layers are drawn once; ffmpeg moves them. The figure is drawn twelve times a second, as
 * animation on twos.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Design } from "./design.ts";
import { runFfmpeg } from "./ffmpeg.ts";
import { GAIT, pose } from "./figure/poses.ts";
import { figureHeight } from "./figure/puppet.ts";
import { type Actor, drawActor } from "./actor.ts";
import { flat, oval } from "./paper.ts";
import { GROUND, HEIGHT, type LayerName, SPREAD } from "./places/frame.ts";
import { scenery } from "./places/scenery.ts";
import { readSetting, type Setting } from "./places/setting.ts";
import { random } from "./random.ts";
import { raster } from "./raster.ts";
import { sceneSound, writeWav } from "./sound/sound.ts";
import type { Studio } from "./studio.ts";

export type ClipRequest = Parameters<Studio["clip"]>[0];

const SPRITE_FPS = 12;

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
    const setting = readSetting(request.prompt, request.seed);
    await drawAll(request, actor, setting, scratch);
    if (request.hasAudio) {
      const sound = sceneSound(setting, request.lengthS, request.seed);
      writeWav(path.join(scratch, "sound.wav"), sound);
    }
    request.signal.throwIfAborted();
    const frames = Math.round(request.lengthS * request.fps);
    await runFfmpeg(ffmpeg, {
      args: arguments_(request, actor.design, setting, scratch, frames, outPath),
      signal: request.signal,
      onFrames: (done) => request.onProgress(Math.min(1, done / frames)),
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Frame units are 720 high whatever the size in pixels. */
const unitsWide = ({ width, height }: ClipRequest) => (HEIGHT * width) / height;

/** Even, because the picture's colour has half the resolution. */
const even = (value: number) => Math.round(value / 2) * 2;

type Sprite = { box: [number, number, number, number]; scale: number };

/** The room a figure takes in its own units: arms, tail and hat included. */
function spriteOf(design: Design, request: ClipRequest, setting: Setting): Sprite {
  const tall = figureHeight(design);
  const room = unitsWide(request) / HEIGHT < 1 ? 0.42 : setting.size;
  return {
    box: [-230, -tall - 170, 460, tall + 200],
    scale: (request.height * room) / tall,
  };
}

async function drawAll(request: ClipRequest, actor: Actor, setting: Setting, scratch: string) {
  const layers = scenery(setting, unitsWide(request), request.seed);
  const save = (name: string, png: Buffer) => writeFileSync(path.join(scratch, name), png);
  const work: (() => Promise<void>)[] = (Object.keys(layers) as LayerName[]).map(
    (name) => async () => {
      const units = unitsWide(request) * SPREAD[name];
      const pixels = even(request.width * SPREAD[name]);
      save(`${name}.png`, await raster(layers[name], [0, 0, units, HEIGHT], pixels));
    },
  );
  work.push(async () => save("weather.png", await drawWeather(request, setting)));
  const sprite = spriteOf(actor.design, request, setting);
  const count = Math.ceil(request.lengthS * SPRITE_FPS) + 1;
  for (let index = 0; index < count; index++) {
    const t = index / SPRITE_FPS;
    work.push(async () => {
      const look = blink(t, request.seed);
      const speaks = setting.action === "sing" && index % 4 < 2;
      const figure = drawActor(actor, pose(setting.action, t), speaks ? "speak" : look);
      const turned = setting.direction === 1 ? figure : `<g transform="scale(-1 1)">${figure}</g>`;
      const shade = flat(oval(0, 2, 78, 12), "#0a0d2c", 0.28);
      save(
        `figure-${String(index).padStart(4, "0")}.png`,
        await raster(shade + turned, sprite.box, even(sprite.box[2] * sprite.scale)),
      );
    });
  }
  await inPairs(work, request.signal);
}

/** Two at a time: the machine has two cores, and the picture coder wants them next. */
async function inPairs(work: (() => Promise<void>)[], signal: AbortSignal): Promise<void> {
  const queue = [...work];
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      signal.throwIfAborted();
      await next();
    }
  };
  await Promise.all([worker(), worker()]);
}

function blink(t: number, seed: number): "open" | "shut" {
  return (t + (seed % 7) * 0.3) % 2.6 < 0.13 ? "shut" : "open";
}

/** Twice the frame's height of snow, rain or sparks, which falls or rises through it. */
function drawWeather(request: ClipRequest, { weather }: Setting): Promise<Buffer> {
  const chance = random("weather", weather, request.seed);
  const width = unitsWide(request);
  const drop = (): string => {
    const [x, y] = [chance.range(0, width), chance.range(0, HEIGHT)];
    const one = (top: number): string => {
      if (weather === "rain")
        return `<path d="M${x} ${top}l-7 26" stroke="#dfeaf7" stroke-width="1.8" stroke-linecap="round" opacity=".5"/>`;
      const r = weather === "snow" ? chance.range(2, 6) : chance.range(1.2, 3);
      return flat(oval(x, top, r, r), weather === "snow" ? "#ffffff" : "#ffe9ad", 0.75);
    };
    // The same drop in both halves, so that the fall can start over unseen.
    return one(y) + one(y + HEIGHT);
  };
  const count = { clear: 0, snow: 110, rain: 150, sparks: 34 }[weather];
  const content = Array.from({ length: count }, drop).join("");
  return raster(content, [0, 0, width, HEIGHT * 2], request.width);
}

function arguments_(
  request: ClipRequest,
  design: Design,
  setting: Setting,
  scratch: string,
  frames: number,
  outPath: string,
): string[] {
  const { width, height, fps, lengthS } = request;
  const file = (name: string) => path.join(scratch, name);
  const sprite = spriteOf(design, request, setting);
  const isMoving = setting.action === "walk" || setting.action === "run";
  // The nearest layer passes as fast as the feet step, so that they do not slide.
  const gait = GAIT[setting.action === "run" ? "run" : "walk"];
  const stride = isMoving ? gait.rate * gait.stride * sprite.scale : width * 0.018;
  const room = (SPREAD.front - 1) * width;
  const pace = Math.min(stride, room / lengthS);
  const drift = (name: LayerName) => {
    const reach = (SPREAD[name] - 1) * width;
    const travel = Math.min(reach, (reach / room) * pace * lengthS);
    const [from, to] = setting.direction === 1 ? [0, travel] : [reach, reach - travel];
    return `${from.toFixed(1)}+(${((to - from) / lengthS).toFixed(3)})*t`;
  };
  const leftover = isMoving ? Math.max(0, stride - pace) : 0;
  const start = setting.direction === 1 ? 0.32 : 0.68;
  const walked = `${(setting.direction * leftover).toFixed(2)}*t`;
  const x = `${(width * start + sprite.box[0] * sprite.scale).toFixed(1)}+${walked}`;
  const feet = (GROUND + 12) * (height / HEIGHT);
  const y = feet + sprite.box[1] * sprite.scale;
  const speed = { clear: 0, snow: 0.11, rain: 1.5, sparks: -0.04 }[setting.weather] * height;
  const still = (index: number, name: string) =>
    `[${index}:v]format=yuva420p,loop=loop=-1:size=1,fps=${fps},setpts=N/${fps}/TB[${name}]`;
  const graph = [
    `[0:v]format=yuv420p,loop=loop=-1:size=1,fps=${fps},setpts=N/${fps}/TB,crop=${width}:${height}:x='${drift("back")}':y=0[back]`,
    still(1, "middle"),
    still(2, "front"),
    still(3, "weather"),
    `[4:v]format=yuva420p,fps=${fps}[figure]`,
    `[back][middle]overlay=x='-(${drift("middle")})':y=0:format=yuv420[a]`,
    `[a][front]overlay=x='-(${drift("front")})':y=0:format=yuv420[b]`,
    `[b][figure]overlay=x='${x}':y=${y.toFixed(1)}:format=yuv420:eof_action=repeat[c]`,
    `[c][weather]overlay=x=0:y='mod(${speed.toFixed(1)}*t+${height},${height})-${height}':format=yuv420[d]`,
    `[d]vignette=PI/6,setsar=1,format=yuv420p[v]`,
  ].join(";");
  const layers = ["back", "middle", "front", "weather"].flatMap((name) => [
    "-i",
    file(`${name}.png`),
  ]);
  return [
    ...layers,
    ...["-framerate", String(SPRITE_FPS), "-i", file("figure-%04d.png")],
    ...(request.hasAudio ? ["-i", file("sound.wav")] : []),
    ...["-filter_complex", graph, "-map", "[v]"],
    ...(request.hasAudio ? ["-map", "5:a", "-c:a", "aac", "-b:a", "160k", "-ar", "48000"] : []),
    ...["-c:v", "libx264", "-preset", "superfast", "-profile:v", "high", "-crf", "23", "-bf", "0"],
    ...[
      "-g",
      String(Math.round(fps)),
      "-keyint_min",
      String(Math.round(fps)),
      "-sc_threshold",
      "0",
    ],
    // Not -frames:v: this ffmpeg then ends the sound early as well.
    ...["-r", String(fps), "-t", String(frames / fps)],
    ...[
      "-map_metadata",
      "-1",
      "-fflags",
      "+bitexact",
      "-movflags",
      "+faststart",
      "-f",
      "mp4",
      outPath,
    ],
  ];
}
