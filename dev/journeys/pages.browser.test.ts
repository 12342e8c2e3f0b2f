/** The pages in real Chromium against the whole app. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startStack, type Stack } from "../harness/stack.ts";
import {
  accessibilityFaults,
  fitsItsWidth,
  launchBrowser,
  openPage,
  type Watched,
} from "./browser.ts";
import { createFilm, SHORT_FILM, tellReplicate } from "./client.ts";

let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  [stack, browser] = await Promise.all([
    startStack({ env: { TIME_SCALE: "0.04" } }),
    launchBrowser(),
  ]);
});
afterAll(async () => {
  await browser.close();
  await stack.stop();
});

const open = (options?: Parameters<typeof openPage>[2]) => openPage(browser, stack.origin, options);

async function startFilm({ page }: Watched, mode: "quick" | "step"): Promise<void> {
  await page.goto(stack.origin);
  await page.fill("textarea[name=idea]", SHORT_FILM.idea);
  await page.fill("input[name=characterDescription]", SHORT_FILM.character_description);
  await page.click(".slate summary");
  await page.fill("input[name=sceneCount]", "2");
  await page.fill("input[name=clipLengthS]", "2");
  await page.selectOption("select[name=videoModel]", SHORT_FILM.video_model);
  await page.click(`.slate button[value=${mode}]`);
  await page.waitForURL("**/projects/*");
}

describe("a film in the browser", () => {
  it("is made step by step, over a reload, in two tabs, and plays", async () => {
    const first = await open();
    const { page } = first;
    await startFilm(first, "step");
    await page.waitForSelector("text=/Generating \\d character image/");
    await page.locator(".pick img").nth(3).waitFor();
    expect(await page.locator(".option").allTextContents()).toEqual([
      "Option 1",
      "Option 2",
      "Option 3",
      "Option 4",
    ]);
    expect(await page.locator(".clip video").count()).toBe(0);

    await page.click(".portrait:nth-child(3) .pick");
    await page.waitForSelector('.portrait:nth-child(3)[data-chosen="true"]');
    await page.waitForSelector("text=Option 3 plays the part in every clip.");
    const second = await open({ width: 390 });
    await second.page.goto(page.url());
    await second.page.waitForSelector('.portrait:nth-child(3)[data-chosen="true"]');

    await page.click("#scenes .scene-row:nth-child(1) .edit summary");
    await page.fill("#scenes .scene-row:nth-child(1) textarea", "The fox sees the lantern.");
    await page.click("text=Save scene");
    await second.page.waitForSelector("text=The fox sees the lantern.");

    await page.click("text=/Shoot 2 clips · about/");
    await page.waitForSelector(".developing");
    await page.reload();
    await page.waitForSelector(".screen video", { timeout: 90_000 });
    expect(await page.textContent(".counts")).toBe("0 loading / 2 succeeded / 0 failed");
    await second.page.waitForSelector(".screen video");
    expect(await second.page.textContent(".counts")).toBe("0 loading / 2 succeeded / 0 failed");
    expect(await page.title()).toContain("Film ready");

    const played: unknown = await page.evaluate(`(async () => {
      const video = document.querySelector(".screen video");
      video.muted = true;
      await video.play();
      await new Promise((resolve) => (video.ontimeupdate = () => video.currentTime > 0.5 && resolve()));
      video.currentTime = 3.5;
      await new Promise((resolve) => (video.onseeked = resolve));
      return [Math.round(video.duration), video.videoWidth, video.error === null];
    })()`);
    expect(played).toEqual([4, 1280, true]);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.click("text=Download the film"),
    ]);
    expect(download.suggestedFilename()).toMatch(/-film\.mp4$/);

    for (const { page: tab, faults } of [first, second]) {
      expect(await accessibilityFaults(tab)).toEqual([]);
      expect(await fitsItsWidth(tab)).toBe(true);
      expect(faults).toEqual([]);
    }
  });

  it("says on its own card why a clip was refused, and shoots it again with other words", async () => {
    const fault = { fault: "E005", model: SHORT_FILM.video_model, count: 1 };
    await tellReplicate(stack, "faults", fault);
    const { project } = await createFilm(stack, SHORT_FILM);
    const watched = await open();
    const { page } = watched;
    await page.goto(`${stack.origin}/projects/${project.id}`);
    await page.waitForSelector(".failed-take", { timeout: 60_000 });
    await page.waitForSelector("text=0 loading / 1 succeeded / 1 failed");
    expect(await page.textContent(".failed-take .fault")).toMatch(/^Scene [12]: /);
    expect(await page.locator("text=/Make a film without scene [12]/").count()).toBe(1);
    expect(await page.locator('.strip [data-state="failed"] .word').textContent()).toBe("Failed");
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.locator(".failed-take button:text-matches('^Shoot')").count()).toBe(0);
    await page.getByRole("link", { name: "Change the words" }).click();
    const selected = await page.evaluate(
      "(({ value, selectionStart, selectionEnd }) => value.slice(selectionStart, selectionEnd))(document.activeElement)",
    );
    const scene = page.locator(".scene-row", { has: page.locator(".failed-take") });
    expect(selected).toBe(await scene.locator(".description").textContent());
    expect(await scene.locator("form.edit-form").textContent()).toContain("What usually helps");
    await page.keyboard.type("The fox sits by the shore and waits for the morning.");
    await page.click("text=Save and shoot again");
    await page.waitForSelector(".screen video", { timeout: 90_000 });
    expect(watched.faults).toEqual([]);
  });

  it("says so when the project is deleted in another tab", async () => {
    const { project } = await createFilm(stack, { ...SHORT_FILM, mode: "step" });
    const [here, there] = [await open(), await open()];
    await here.page.goto(`${stack.origin}/projects/${project.id}`);
    await here.page.waitForSelector(".portrait");
    await there.page.goto(`${stack.origin}/projects/${project.id}/delete`);
    await there.page.click("text=Delete it");
    await there.page.waitForURL("**/?deleted=*");
    await here.page.waitForSelector("text=This project was deleted.");
    const gone = await here.page.goto(`${stack.origin}/projects/${project.id}`);
    expect(gone?.status()).toBe(404);
    expect(await here.page.textContent("main")).toContain("This project was deleted");
    await here.page.click("button:text-is('Bring it back')");
    await here.page.waitForSelector(".portrait");
  });
});

describe("without scripts", () => {
  it("makes a project, chooses a portrait and starts the clips by plain forms", async () => {
    const { page } = await open({ javaScriptEnabled: false });
    await page.goto(stack.origin);
    await page.fill("textarea[name=idea]", SHORT_FILM.idea);
    await page.fill("input[name=characterDescription]", SHORT_FILM.character_description);
    await page.click(".slate button[value=step]");
    await page.waitForURL("**/projects/*");
    const address = page.url();
    while ((await page.locator(".pick").count()) < 4) await page.goto(address);
    await page.click(".portrait:nth-child(2) .pick");
    await page.waitForURL("**#character");
    expect(await page.locator('.portrait:nth-child(2)[data-chosen="true"]').count()).toBe(1);
    while ((await page.locator("text=/Shoot \\d clips/").count()) === 0) await page.goto(address);
    await page.click("text=/Shoot \\d clips/");
    await page.waitForURL("**#clips");
    expect(await page.locator(".developing").count()).toBeGreaterThan(0);
    await page.goto(`${address}/delete`);
    await page.click("text=Delete it");
  });

  it("answers a bad form beside its field and keeps what was typed", async () => {
    const { page } = await open({ javaScriptEnabled: false });
    await page.goto(stack.origin);
    await page.fill("textarea[name=idea]", "  ");
    await page.fill("input[name=characterDescription]", "A fox in a green scarf");
    await page.click(".slate button[value=quick]");
    expect(await page.textContent(".field.idea .fault")).toContain("The idea is empty");
    expect(await page.inputValue("input[name=characterDescription]")).toBe(
      "A fox in a green scarf",
    );
  });
});

describe("home", () => {
  it("starts an example with one click, fits a phone and has nothing that axe minds", async () => {
    for (const [width, colorScheme] of [
      [1440, "dark"],
      [390, "light"],
    ] as const) {
      const { page, faults } = await open({ width, colorScheme });
      await page.goto(stack.origin);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await fitsItsWidth(page)).toBe(true);
      expect(faults).toEqual([]);
    }
    const { page } = await open();
    await page.goto(stack.origin);
    await page.click("text=The winter garden");
    await page.waitForURL("**/projects/*");
    await page.waitForSelector("h1:text-is('The winter garden')");
    await page.goto(`${page.url()}/delete`);
    await page.click("text=Delete it");
  });

  it("has a page of its own for an address that is nothing", async () => {
    const { page } = await open();
    const answer = await page.goto(`${stack.origin}/no/such/page`);
    expect(answer?.status()).toBe(404);
    expect(await page.textContent("h1")).toBe("Nothing on this reel");
  });
});
