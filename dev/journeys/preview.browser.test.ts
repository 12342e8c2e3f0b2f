/** The preview in real Chromium: it goes from clip to clip without a film. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startStack, type Stack } from "../harness/stack.ts";
import { accessibilityFaults, launchBrowser, openPage } from "./browser.ts";
import { createFilm, SHORT_FILM, untilProject } from "./client.ts";

let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  [stack, browser] = await Promise.all([
    startStack({ env: { TIME_SCALE: "0.05" } }),
    launchBrowser(["--autoplay-policy=document-user-activation-required"]),
  ]);
});
afterAll(async () => {
  await browser.close();
  await stack.stop();
});

const SHOWN = ".preview video:not([aria-hidden=true])";

it("plays one clip after the other from a press, over one timeline, and ends at the end", async () => {
  const { project } = await createFilm(stack, SHORT_FILM);
  await untilProject(
    stack,
    project.id,
    "the clips",
    ({ scenes }) =>
      scenes.length === 2 && scenes.every(({ selectedClipId }) => selectedClipId !== null),
  );
  const { page, faults } = await openPage(browser, stack.origin);
  await page.goto(`${stack.origin}/projects/${project.id}`);
  expect(await page.locator(".preview").count()).toBe(0);
  await page.click(".play-all:enabled");
  await page.waitForSelector("text=Scene 1 of 2");
  await page.waitForSelector(SHOWN);
  const first = await page.locator(SHOWN).getAttribute("src");
  await page.waitForSelector("text=Scene 2 of 2");
  await page.waitForSelector(`${SHOWN}:not([src="${first}"])`);
  const place = page.getByRole("slider", { name: "Place in the film" });
  await expect.poll(async () => Number(await place.inputValue())).toBeGreaterThan(2.3);
  expect(await page.evaluate("document.querySelector('.preview video').muted")).toBe(false);

  await page.waitForSelector('.preview[data-playing="false"]');
  expect(await place.inputValue()).toBe("4");
  await page.keyboard.press("Home");
  await page.waitForSelector(`${SHOWN}[src="${first}"]`);
  await page.keyboard.press("ArrowRight");
  expect(await place.inputValue()).toBe("1");
  expect(await page.locator(".preview").getAttribute("data-playing")).toBe("false");
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.keyboard.press("Escape");
  expect(await page.locator(".preview").count()).toBe(0);
  expect(faults).toEqual([]);
});
