/** Every state of the pages, in both widths and themes: nothing that axe minds, no error, nothing too wide. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startStack, type Stack } from "../harness/stack.ts";
import { accessibilityFaults, fitsItsWidth, launchBrowser } from "../journeys/browser.ts";
import { openWhole, THEMES, WIDTHS } from "./open-whole.ts";
import { states } from "./states.ts";

let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  [stack, browser] = await Promise.all([
    startStack({ env: { TIME_SCALE: "0.2" } }),
    launchBrowser(),
  ]);
});
afterAll(async () => {
  await browser.close();
  await stack.stop();
});

it("is readable, faultless and fits, in each state, width and theme", async () => {
  const found: string[] = [];
  let looks = 0;
  for await (const state of states(stack)) {
    for (const width of WIDTHS) {
      for (const colorScheme of THEMES) {
        const look = { width, colorScheme };
        const { page, faults } = await openWhole(browser, stack.origin, state, look);
        const name = `${state.name} ${width} ${colorScheme}`;
        const wide = (await fitsItsWidth(page)) ? [] : ["scrolls sideways"];
        const all = [...(await accessibilityFaults(page)), ...wide, ...faults];
        // A page that is nowhere is answered as one.
        const told = all.filter((fault) => !(state.name === "not-found" && fault.includes("404")));
        found.push(...told.map((fault) => `${name}: ${fault}`));
        looks += 1;
        await page.context().close();
      }
    }
  }
  expect(found).toEqual([]);
  expect(looks).toBeGreaterThan(30);
});
