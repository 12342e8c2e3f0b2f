/** The cards of clips in real Chromium: what only a browser proves of players, uploads and keys. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startStack, type Stack } from "../harness/stack.ts";
import { accessibilityFaults, fitsItsWidth, launchBrowser, openPage } from "./browser.ts";
import { createFilm, SHORT_FILM, untilProject } from "./client.ts";

let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  [stack, browser] = await Promise.all([
    startStack({ env: { TIME_SCALE: "0.02" } }),
    launchBrowser(),
  ]);
});
afterAll(async () => {
  await browser.close();
  await stack.stop();
});

it("plays one clip at a time, takes an own one over a lost connection, and trims it by keys", async () => {
  const { project } = await createFilm(stack, SHORT_FILM);
  const { clips } = await untilProject(
    stack,
    project.id,
    "both clips",
    (snapshot) => snapshot.clips.filter(({ assetId }) => assetId !== null).length === 2,
  );
  const address = `${stack.origin}/api/projects/${project.id}/assets/${clips[0]?.assetId ?? ""}`;
  const buffer = Buffer.from(await (await fetch(address)).arrayBuffer());
  const { page, faults } = await openPage(browser, stack.origin);
  await page.goto(`${stack.origin}/projects/${project.id}`);

  const card = page.locator(".clip").first();
  const isPlaying = () =>
    page.evaluate(`
    [...document.querySelectorAll(".clip video")].map((video) => !video.paused && !video.muted)`);
  await card.locator(".poster").click();
  await expect.poll(isPlaying).toEqual([true]);
  await page.locator(".clip").nth(1).locator(".poster").click();
  await expect.poll(isPlaying).toEqual([false, true]);

  await card.locator(".own-clip summary").click();
  const field = card.locator(".own-clip input");
  const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
  await field.setInputFiles({ name: "holiday.mp4", mimeType: "video/mp4", buffer: picture });
  await card.locator("text=“holiday.mp4” is a picture").waitFor();
  let losses = 1;
  await page.route("**/own_clips/*?part=1", (route) =>
    losses-- > 0 ? route.abort() : route.continue(),
  );
  await field.setInputFiles({ name: "storm.mp4", mimeType: "video/mp4", buffer });
  await card.locator("text=The connection is lost").waitFor();
  await card.locator("text=take 2 · “storm.mp4”").waitFor();
  await card.locator(".takes .in-film").waitFor();

  await card.locator(".takes [data-take]").last().focus();
  await page.keyboard.press("ArrowLeft");
  expect(await card.locator(".takes .count").textContent()).toBe("take 1 of 2");
  await page.keyboard.press("ArrowRight");
  await card.locator(".trim summary").click();
  await card.locator('.handle[data-edge="inS"]').focus();
  await page.keyboard.press("Shift+ArrowRight");
  await card.locator("text=Save the trim").click();
  await page.waitForSelector("text=Take the trim back");
  const grown = await page.locator(".strip li").first().getAttribute("style");
  expect(Number(/flex-grow: ?([\d.]+)/.exec(grown ?? "")?.[1])).toBeLessThan(2);

  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await fitsItsWidth(page)).toBe(true);
  expect(faults.filter((fault) => !fault.includes("ERR_FAILED"))).toEqual([]);
});
