/**
 * How soon a page with many scenes and takes answers: the time from a press to the next picture, as
 * Chromium's Event Timing has it (rounded to 8 ms; what is under 16 ms it does not tell).
 */
import type { Page } from "playwright-core";
import * as z from "zod";
import { launchBrowser, openPage } from "../../journeys/browser.ts";
import { createFilm, jobsOf, send, SHORT_FILM, untilProject } from "../../journeys/client.ts";
import type { Stack } from "../../harness/stack.ts";
import { isTerminal } from "../../../workers/contracts/job.ts";

const SCENES = 30;
const WRITTEN = 12;
const TAKES = 60;
const WITHIN_MS = 15 * 60_000;

/** Milliseconds of each press, by what was pressed. */
export type Clicks = { scenes: number; takes: number; ms: Map<string, number> };

/** A project of 30 scenes with two takes each, shot for this. Its id. */
export async function manyTakes(stack: Stack): Promise<string> {
  const film = { ...SHORT_FILM, scene_count: WRITTEN, mode: "step" };
  const { project } = await createFilm(stack, film);
  const path = `/api/projects/${project.id}`;
  const ready = await untilProject(
    stack,
    project.id,
    "scenes and a portrait",
    ({ scenes, characterReferences }) =>
      scenes.length === WRITTEN && characterReferences.some(({ assetId }) => assetId !== null),
  );
  const chosen = ready.characterReferences.find(({ assetId }) => assetId !== null)?.id;
  await must(stack, "POST", `${path}/character_references/${chosen}/choose`, {});
  for (let number = WRITTEN; number < SCENES; number += 1) {
    const description = `The fox walks on, step ${number}`;
    await must(stack, "POST", `${path}/scenes`, { description, length_s: 2 });
  }
  const { scenes } = await untilProject(stack, project.id, "all scenes", (each) => {
    return each.scenes.length === SCENES;
  });
  for (let take = 0; take < TAKES / SCENES; take += 1) {
    await must(stack, "POST", `${path}/jobs`, {
      ...{ kind: "clip", scene_ids: scenes.map(({ id }) => id) },
    });
  }
  await untilProject(
    stack,
    project.id,
    "the takes",
    (each) => jobsOf(each, "clip").every(({ status }) => isTerminal(status)),
    WITHIN_MS,
  );
  return project.id;
}

async function must(stack: Stack, method: string, path: string, body: unknown): Promise<void> {
  const answer = await send(stack, method, path, body);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
}

const Entries = z.array(z.number());

/** What people press most, on a page that has everything in it. */
export async function click(stack: Stack, projectId: string): Promise<Clicks> {
  const browser = await launchBrowser();
  try {
    const { page } = await openPage(browser, stack.origin);
    await page.goto(`${stack.origin}/projects/${projectId}`);
    await page.waitForLoadState("networkidle");
    await page.evaluate(`
      window.pressed = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (entry.interactionId > 0) pressed.push(entry.duration);
      }).observe({ type: "event", durationThreshold: 16 })`);
    const card = page.locator(".clip").nth(14);
    const row = page.locator(".scene-row").nth(14);
    const strip = page.locator(".strip li a");
    const works: [string, () => Promise<void>][] = [
      ["a take before", () => card.getByLabel("The take before").click()],
      ["the next take", () => card.getByLabel("The next take").click()],
      ["unfold a scene's words", () => row.locator(".edit-scene > summary").click()],
      ["a letter in them", () => row.locator("textarea").first().press("a")],
      ["another letter", () => row.locator("textarea").first().press("b")],
      ["unfold how the film is cut", () => page.locator(".film-plan > summary").click()],
      ["a further file", () => page.locator(".ticks input").first().check()],
      ["to the last scene", () => strip.last().click()],
      ["to the first scene", () => strip.first().click()],
      ["the help sheet", () => page.keyboard.press("?")],
    ];
    await page.locator("body").press("Escape");
    const ms = new Map<string, number>();
    for (const [name, work] of works) ms.set(name, await longest(page, work));
    const { scenes, takes } = z
      .object({ scenes: z.int(), takes: z.int() })
      .parse(
        await page.evaluate(
          `({ scenes: document.querySelectorAll(".scene-row").length, takes: document.querySelectorAll("[data-take]").length })`,
        ),
      );
    return { scenes, takes, ms };
  } finally {
    await browser.close();
  }
}

/** Milliseconds of the slowest event of one press; 16 where none was slow enough to be told. */
async function longest(page: Page, work: () => Promise<void>): Promise<number> {
  await page.evaluate("pressed.length = 0");
  await work();
  // Two pictures later the observer has heard of it.
  await page.evaluate(
    "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 150))))",
  );
  const told = Entries.parse(await page.evaluate("pressed"));
  return Math.max(16, ...told);
}
