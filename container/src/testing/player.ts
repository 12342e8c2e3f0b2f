/** A film in real Chromium: played from start to end, and entered anywhere. */
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";
import * as z from "zod";
import type { TestWeb } from "./web.ts";

export type Point = readonly [x: number, y: number];
/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

const Colours = z.array(z.tuple([z.number(), z.number(), z.number()]));
const Played = z.object({
  durationS: z.number(),
  endS: z.number(),
  /** Decoded, of which some may have come too late to be shown. */
  frames: z.number(),
  corrupted: z.number(),
  /** Film times of the frames that were shown, in seconds. */
  shownS: z.array(z.number()),
});

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];

const PAGE = `<!doctype html><title>Player</title><video preload="auto" muted></video><script>
const video = document.querySelector("video");
const canvas = document.createElement("canvas");

function heard(event) {
  return new Promise((resolve, reject) => {
    video["on" + event] = resolve;
    video.onerror = () => reject(new Error(video.error.message));
  });
}

async function load(url) {
  const loaded = heard("loadeddata");
  video.src = url;
  await loaded;
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
}

async function play(rate) {
  const shownS = [];
  const note = (_now, { mediaTime }) => {
    shownS.push(mediaTime);
    video.requestVideoFrameCallback(note);
  };
  video.requestVideoFrameCallback(note);
  const ended = heard("ended");
  video.playbackRate = rate;
  await video.play();
  await ended;
  const { totalVideoFrames: frames, corruptedVideoFrames: corrupted } = video.getVideoPlaybackQuality();
  return { durationS: video.duration, endS: video.currentTime, frames, corrupted, shownS };
}

async function see(atS, points) {
  // Now and then "seeked" comes a moment before its frame.
  const shown = new Promise((resolve) => video.requestVideoFrameCallback(resolve));
  const seeked = heard("seeked");
  video.currentTime = atS;
  await Promise.all([seeked, shown]);
  const picture = canvas.getContext("2d", { willReadFrequently: true });
  picture.drawImage(video, 0, 0);
  return points.map(([x, y]) => [...picture.getImageData(x, y, 1, 1).data.slice(0, 3)]);
}
</script>`;

/** Its calls reject with the player's own words where the film can't be played. */
export class Player {
  readonly #browser: Browser;
  readonly #page: Page;

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.#page = page;
  }

  static async open(web: TestWeb): Promise<Player> {
    web.prank("/player", (_request, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end(PAGE);
      return true;
    });
    const executablePath = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
    const browser = await chromium.launch({ executablePath, args: FLAGS });
    return new Player(browser, await browser.newPage());
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  /** Of the TestWeb that it was opened with: pictures from another origin can't be read. */
  async load(url: string): Promise<void> {
    await this.#page.goto(new URL("/player", url).href);
    await this.#page.evaluate(`load(${JSON.stringify(url)})`);
  }

  /** From the start to the end, `rate` times as fast as it is meant to be. */
  async play(rate: number) {
    return Played.parse(await this.#page.evaluate(`play(${rate})`));
  }

  /** Colours at points of the picture, once the player has gone to `atS` seconds and shows it. */
  async see(atS: number, points: readonly Point[]): Promise<Rgb[]> {
    return Colours.parse(await this.#page.evaluate(`see(${atS}, ${JSON.stringify(points)})`));
  }
}
