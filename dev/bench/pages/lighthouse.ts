/** Pages as Lighthouse sees them, in Debian's Chromium. */
import { setTimeout as wait } from "node:timers/promises";
import lighthouse, { desktopConfig } from "lighthouse";
import type { Config, Flags } from "lighthouse";
import { launchBrowser } from "../../journeys/browser.ts";

/** Scores of 0 to 100; seconds to the largest paint; the layout shift as Chromium counts it. */
export type Seen = {
  performance: number;
  accessibility: number;
  bestPractices: number;
  largestPaintS: number;
  layoutShift: number;
};

/** As Lighthouse runs by itself: a phone on a slow line, its times calculated. */
export const PHONE: Config = { extends: "lighthouse:default" };
/** A processor four times as slow, on the line that this machine has to itself, its times measured. */
export const SLOW_PROCESSOR: Config = {
  ...desktopConfig,
  settings: {
    ...desktopConfig.settings,
    throttlingMethod: "devtools",
    throttling: {
      ...{ rttMs: 0, throughputKbps: 0, requestLatencyMs: 0, cpuSlowdownMultiplier: 4 },
      ...{ downloadThroughputKbps: 0, uploadThroughputKbps: 0 },
    },
  },
};

const CATEGORIES = ["performance", "accessibility", "best-practices"];
/** Between two looks, so that the browser of the last has left. */
const REST_MS = 500;

/** In a browser of its own, so that nothing is in its cache. */
export async function see(url: string, config: Config): Promise<Seen> {
  const port = 20_000 + Math.floor(Math.random() * 12_000);
  const browser = await launchBrowser([`--remote-debugging-port=${port}`]);
  try {
    const flags: Flags = { port, output: "json", logLevel: "error", onlyCategories: CATEGORIES };
    const result = (await lighthouse(url, flags, config))?.lhr;
    if (result === undefined || result.runtimeError !== undefined) {
      throw new Error(`Lighthouse could not load ${url}: ${result?.runtimeError?.message ?? ""}`);
    }
    const score = (id: string) => Math.round((result.categories[id]?.score ?? 0) * 100);
    const value = (id: string) => result.audits[id]?.numericValue ?? Number.NaN;
    return {
      performance: score("performance"),
      accessibility: score("accessibility"),
      bestPractices: score("best-practices"),
      largestPaintS: value("largest-contentful-paint") / 1_000,
      layoutShift: value("cumulative-layout-shift"),
    };
  } finally {
    await browser.close();
    await wait(REST_MS);
  }
}
