/** What only a browser proves of the home page and of the frame around a project. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startStack, type Stack } from "../harness/stack.ts";
import { accessibilityFaults, fitsItsWidth, launchBrowser, openPage } from "./browser.ts";
import { createFilm } from "./client.ts";

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

/** Nothing is drawn for it, so that nothing moves while somebody looks. */
function makeProject(title: string, idea: string) {
  return createFilm(stack, { title, idea, character_description: "A fox", mode: "manual" });
}

describe("the home page", () => {
  it("keeps what was typed, finds at once, and takes a deletion back", async () => {
    await makeProject("The bell", "A bell rings under the sea");
    await makeProject("The lamp", "A lamp that never goes out");
    const { page, faults } = await openPage(browser, stack.origin);
    await page.goto(stack.origin);
    // Scripts have taken over once the search needs no button.
    await page.waitForSelector(".search button", { state: "detached" });
    await page.fill("textarea[name=idea]", "A fox that swims");
    await page.reload();
    await expect.poll(() => page.inputValue("textarea[name=idea]")).toBe("A fox that swims");

    await page.fill("input[name=q]", "bell");
    const cards = page.locator(".film-card");
    await cards.nth(1).waitFor({ state: "detached" });
    expect(await cards.locator(".title").allTextContents()).toEqual(["The bell"]);
    expect(page.url()).toBe(`${stack.origin}/?q=bell`);

    await page.getByLabel("More for The bell").click();
    await page.click("button:text-is('Delete')");
    await page.waitForSelector("text=“The bell” was deleted.");
    await cards.waitFor({ state: "detached" });
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.click("button:text-is('Undo')");
    await cards.waitFor();

    await page.getByLabel("More for The bell").click();
    await page.click("button:text-is('Duplicate · free')");
    await page.waitForSelector("h1:text-is('The bell copy')");
    expect(faults).toEqual([]);
  });

  it("fills the prompt from a link and starts nothing", async () => {
    const { page } = await openPage(browser, stack.origin, { javaScriptEnabled: false });
    const before = await createFilm(stack, {
      idea: "x",
      character_description: "y",
      mode: "manual",
    });
    await page.goto(`${stack.origin}/?idea=A%20whale%20sings&character=A%20diver&q=whale`);
    expect(await page.inputValue("textarea[name=idea]")).toBe("A whale sings");
    expect(await page.inputValue("input[name=characterDescription]")).toBe("A diver");
    expect(await page.locator(".film-card").count()).toBe(0);
    await page.goto(stack.origin);
    await page.getByLabel(`More for ${before.project.title}`).first().click();
    await page.click("button:text-is('Delete') >> visible=true");
    await page.click(".undo-line button:text-is('Undo')");
    await page.waitForURL("**/#films");
    expect(await page.getByLabel(`More for ${before.project.title}`).count()).toBe(1);
  });
});

describe("the frame of a project", () => {
  it("is worked by keys, says when the line is down, and has nothing that axe minds", async () => {
    const { project } = await makeProject("The fox", "A fox crosses the lake");
    const { page, faults } = await openPage(browser, stack.origin, { width: 390 });
    await page.goto(`${stack.origin}/projects/${project.id}`);
    await page.locator(".shell-bar").waitFor();
    await page.waitForSelector("input[name=enhanced]", { state: "attached" });
    await page.keyboard.press("?");
    await page.waitForSelector("[role=dialog] >> text=Go to what needs you");
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.waitForSelector("[role=dialog]", { state: "detached" });

    await page.getByLabel("Change the title").click();
    await page.waitForSelector("input[name=title]:focus");
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("The winter fox?");
    await page.keyboard.press("Enter");
    await page.waitForSelector("h1:text-is('The winter fox?')");

    await page.context().setOffline(true);
    await page.waitForSelector("text=You are offline.");
    await page.context().setOffline(false);
    await page.waitForSelector("text=You are offline.", { state: "detached" });
    expect(await fitsItsWidth(page)).toBe(true);
    await page.keyboard.press("a");
    await page.waitForSelector("h1:text-is('Activity')");
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
  });
});
