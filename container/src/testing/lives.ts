/**
 * A film whose service is killed while it makes it, and started again with the same order, as often as a
 * test wants. What is killed is a process with all that it started; what stays is what it sent away.
 */
import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "vitest";
import type { FilmOrder, JobReport } from "../protocol.ts";
import { ClipShelf } from "./clips.ts";
import { filmOf } from "./film.ts";
import { psnr } from "./frames.ts";
import { eventually } from "./platform.ts";
import { startProcess } from "./process.ts";
import { samplesOf } from "./sound.ts";
import { TestWeb } from "./web.ts";

const PART_BYTES = 5 * 1024 * 1024;
/** Noise, so that the film is more than one part to upload, with groups that end where joins begin. */
const NOISY = ["-vf", "noise=alls=80:allf=t", "-qp", "28", "-x264-params", "keyint=6:scenecut=0"];

/** Of the film that Lives make. */
export const FRAMES = 96 + 72 + 4 * 24 - 5 * 6;

export type FilmOfLives = {
  deaths: number;
  result: NonNullable<JobReport["result"]>;
  /** How often each part arrived: `kept/` and its key, or the name of an upload and its number. */
  arrivals: Map<string, number>;
  /** What the processes logged. */
  events: string[];
  /** Files of what was uploaded. */
  film: string;
  square: string;
};

export class Lives {
  readonly #shelf: ClipShelf;
  readonly #web: TestWeb;
  readonly #workDir: string;
  readonly #clips: readonly string[];

  private constructor(shelf: ClipShelf, web: TestWeb, workDir: string, clips: readonly string[]) {
    this.#shelf = shelf;
    this.#web = web;
    this.#workDir = workDir;
    this.#clips = clips;
  }

  static async open(): Promise<Lives> {
    const shelf = await ClipShelf.open();
    const workDir = await mkdtemp(path.join(tmpdir(), "edgereel-lives-"));
    const clips = [
      await shelf.clip("long.mp4", { lengthS: 4, options: NOISY }),
      await shelf.clip("foreign.mp4", { lengthS: 3, options: ["-c:v", "mpeg4"] }),
    ];
    for (const hue of [60, 120, 180, 240]) {
      clips.push(await shelf.clip(`short-${hue}.mp4`, { hue, options: NOISY }));
    }
    return new Lives(shelf, await TestWeb.open(), workDir, clips);
  }

  async close(): Promise<void> {
    await this.#web.close();
    await this.#shelf.close();
    await rm(this.#workDir, { recursive: true, force: true });
  }

  /**
   * Makes a film of six clips: copied parts, five crossfades and one more that is encoded, a sound, and a
   * square version; FRAMES long. The service dies when a part has arrived that never had before, and
   * `isDeath` of how many those are.
   */
  async film(isDeath: (arrived: number) => boolean): Promise<FilmOfLives> {
    const name = randomUUID();
    const order = this.#order(name);
    const arrivals = new Map<string, number>();
    const events: string[] = [];
    for (let deaths = 0; ; deaths += 1) {
      const { report, logged } = await this.#live(order, (at) => {
        const part = at.slice(name.length + 2);
        const times = (arrivals.get(part) ?? 0) + 1;
        arrivals.set(part, times);
        return times === 1 && isDeath(arrivals.size);
      });
      events.push(...logged);
      if (report === null) continue;
      if (report.result === null) throw new Error(JSON.stringify(report.error));
      const files = {
        film: await this.#save(name, "film"),
        square: await this.#save(name, "square"),
      };
      return { deaths, result: report.result, arrivals, events, ...files };
    }
  }

  /** Files that lives have left on their machine. */
  leftFiles(): Promise<string[]> {
    return readdir(this.#workDir);
  }

  async #save(name: string, what: string): Promise<string> {
    const file = this.#shelf.path(`${name}-${what}.mp4`);
    await writeFile(file, this.#web.film(`/${name}/${what}/`));
    return file;
  }

  /** From the start of a process to its death, or to its last report of the film. */
  async #live(order: FilmOrder, isDeath: (at: string) => boolean) {
    const web = this.#web;
    const server = startProcess(this.#workDir, { EXIT_WITH_PARENT: "1" });
    let isDead = false;
    web.onPart = (at) => {
      if (!isDeath(at)) return;
      isDead = true;
      server.kill();
    };
    const before = web.reports.length;
    const port = await server.port();
    const end = () => {
      if (isDead) return { report: null };
      const report = web.reports.slice(before).at(-1)?.report;
      return report === undefined || report.status === "running" ? null : { report };
    };
    await fetch(`http://127.0.0.1:${port}/jobs`, { method: "POST", body: JSON.stringify(order) });
    const { report } = await eventually("a death or the film", end, 60_000).finally(() => {
      server.node.kill("SIGTERM");
    });
    await server.exit;
    return { report, logged: server.events().map(({ event }) => event) };
  }

  #order(name: string): FilmOrder {
    const upload = (what: string) => ({
      part_url: this.#web.url(`/${name}/${what}/{part}`),
      part_bytes: PART_BYTES,
    });
    return filmOf(this.#web, this.#clips, {
      joins: this.#clips.slice(1).map(() => ({ kind: "crossfade", length_s: 0.25 })),
      keep: "clips",
      upload: upload("film"),
      progress_url: this.#web.url("/progress"),
      parts_url: this.#web.url(`/${name}/kept/{key}`),
      renditions: [{ name: "square", kind: "ratio", ratio: "1:1", upload: upload("square") }],
    });
  }
}

/** Names of what arrived. The key of a part of another encoded one is of its bytes, which may be others. */
function namesOf({ arrivals }: FilmOfLives): string[] {
  return [...arrivals.keys()].map((part) => part.replace(/^kept\/.*/, "kept")).sort();
}

/** That a film came through its deaths as if there had been none, and nothing kept was made again. */
export async function expectUndisturbed(made: FilmOfLives, whole: FilmOfLives): Promise<void> {
  expect(whole.deaths).toBe(0);
  expect(namesOf(made)).toEqual(namesOf(whole));
  const kept = [...made.arrivals].filter(([part]) => part.startsWith("kept/"));
  expect(kept).toEqual(kept.map(([part]) => [part, 1]));
  // Without the store, a kept part would be made again and nobody would hear of it.
  expect(made.events).not.toContain("part_store_left");
  expect(made.events.filter((event) => event === "leftovers_removed")).toHaveLength(made.deaths);
  expect(made.result.parts.length).toBeGreaterThan(1);
  const { bytes: _, ...media } = whole.result.media;
  expect(made.result.media).toMatchObject(media);
  expect(made.result.media.video?.frames).toBe(FRAMES);
  expect(made.result.files?.map(({ name }) => name)).toEqual(["square"]);
  expect(await samplesOf(made.film)).toEqual(await samplesOf(whole.film));
  for (const [file, reference] of [
    [made.film, whole.film],
    [made.square, whole.square],
  ] as const) {
    const likeness = await psnr(file, reference);
    expect(likeness).toHaveLength(FRAMES);
    // x264 with several threads does not always take the same of two decisions that are as good.
    expect(Math.min(...likeness)).toBeGreaterThan(45);
  }
}
