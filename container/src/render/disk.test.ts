import { randomUUID } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LIMITS } from "../config.ts";
import type { LogEvent } from "../log.ts";
import { CheckRequest } from "../protocol.ts";
import type { FilmRequest } from "../protocol.ts";
import { ClipShelf } from "../testing/clips.ts";
import { filmOf } from "../testing/film.ts";
import type { Use } from "../testing/film.ts";
import { testPlatform } from "../testing/platform.ts";
import { TestWeb } from "../testing/web.ts";
import { renderCheck } from "./check.ts";
import { renderFilm } from "./film.ts";

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

function noisy(name: string, strength: number, shape: Parameters<ClipShelf["clip"]>[1] = {}) {
  const noise = ["-vf", `noise=alls=${strength}:allf=t`];
  return shelf.clip(name, {
    size: "320x180",
    tone: null,
    ...shape,
    options: [...noise, ...(shape.options ?? [])],
  });
}

/** Bytes of every file in the folder; what goes while it is counted is none. */
function bytesIn(folder: string): number {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const sizes = names.map((name) => {
    const found = statSync(path.join(folder, name), { throwIfNoEntry: false });
    return found?.isFile() === true ? found.size : 0;
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The most that lay in the folder beyond what lay there when the plan stood, and what was counted on. */
async function peak(uses: Use[], changes: Partial<FilmRequest> = {}) {
  const folder = await mkdtemp(path.join(shelf.folder, "job-"));
  let before = 0;
  let counted = 0;
  let most = 0;
  const log = (event: LogEvent) => {
    if (event.event !== "film_planned") return;
    before = bytesIn(folder);
    counted = event.disk_bytes;
  };
  const look = () => void (most = Math.max(most, bytesIn(folder)));
  const platform = { ...testPlatform(), log };
  const watch = setInterval(look, 5);
  const work = { platform, folder, signal: new AbortController().signal, report: look };
  const made = await renderFilm(work, filmOf(web, uses, changes));
  look();
  clearInterval(watch);
  return { ...made, peak: most - before, counted, left: readdirSync(folder).sort() };
}

const upload = { part_url: "http://127.0.0.1:9/{part}", part_bytes: 5 * 1024 * 1024 };

describe("the disk of a film that is made", () => {
  it("is less than was counted on before it began, for noise of every strength", async () => {
    const weak = ["-crf", "40"];
    const clips = [
      await noisy("faint.mp4", 8, { options: weak }),
      await noisy("strong.mp4", 60, { rate: "30" }),
      await noisy("hevc.mp4", 30, {
        options: ["-c:v", "libx265", "-x265-params", "log-level=none"],
      }),
      await noisy("tiny.mp4", 40, { size: "80x46", options: weak }),
    ];
    const joins = clips.slice(1).map(() => ({ kind: "crossfade" as const, length_s: 0.25 }));
    const made = await peak(clips, {
      joins,
      output: { width: 320, height: 180, fps: 24 },
      renditions: [
        { kind: "ratio", name: "tall", ratio: "9:16", upload },
        { kind: "draft", name: "draft", upload },
        { kind: "preview", name: "gif", format: "gif", width: 160, upload },
      ],
    });
    expect(made.files).toHaveLength(3);
    expect(made.peak).toBeGreaterThan(0);
    expect(made.peak).toBeLessThan(made.counted);
  });

  it("holds nothing at the end but what is handed out", async () => {
    const music = { url: web.serve("/song", await shelf.clip("song.mp4", { lengthS: 0.5 })) };
    const clips = [await shelf.clip("c1.mp4"), await shelf.clip("c2.mp4", { rate: "30" })];
    const made = await peak(clips, { sound: { normalize: {}, music: { ...music, play: "loop" } } });
    expect(made.left).toEqual(["film.mp4", "sound.m4a"]);
    expect(made.peak).toBeLessThan(made.counted);
  });
});

describe("too little disk", () => {
  const told = /^This work needs 0\.\d\d GB of free disk, and the ffmpeg service has 0\.\d\d GB\./;

  it("ends a film before its first encode, and says what is needed", async () => {
    const clips = [await shelf.clip("d1.mp4"), await shelf.clip("d2.mp4", { rate: "30" })];
    let asked = 0;
    // Enough for two clips to arrive.
    const freeBytes = () => Promise.resolve(LIMITS.spareDiskBytes + ((asked += 1) > 2 ? 0 : 1e6));
    const platform = testPlatform({ freeBytes });
    const folder = await mkdtemp(path.join(shelf.folder, "job-"));
    const { signal } = new AbortController();
    const work = { platform, folder, signal, report: () => undefined };
    await expect(renderFilm(work, filmOf(web, clips))).rejects.toMatchObject({
      fault: { code: "disk_full", message: expect.stringMatching(told) as unknown },
    });
    expect(readdirSync(folder).sort()).toEqual(["clip-1", "clip-2"]);
  });

  it("ends the check of a clip before anything is made of it", async () => {
    const clip = await shelf.clip("large.mp4");
    let asked = 0;
    const freeBytes = () => Promise.resolve(LIMITS.spareDiskBytes + ((asked += 1) > 1 ? 0 : 1e6));
    const folder = await mkdtemp(path.join(shelf.folder, "check-"));
    const { signal } = new AbortController();
    const work = { platform: testPlatform({ freeBytes }), folder, signal, report: () => undefined };
    const order = CheckRequest.parse({
      ...{ protocol: 2, job_id: randomUUID(), kind: "check", upload, progress_url: null },
      ...{ url: web.serve("/large", clip), strip: null, mezzanine: null },
    });
    await expect(renderCheck(work, order)).rejects.toMatchObject({ fault: { code: "disk_full" } });
    expect(readdirSync(folder)).toEqual(["clip"]);
  });
});
