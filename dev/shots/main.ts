/**
 * `npm run shots`: pictures of the pages in each state, in both widths and themes, in `screenshots` (not
 * kept in the repository). They are to be looked at; nothing compares them.
 */
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import type { Browser } from "playwright-core";
import { startStack } from "../harness/stack.ts";
import { launchBrowser, openPage } from "../journeys/browser.ts";
import { states } from "./states.ts";

const FOLDER = path.resolve(import.meta.dirname, "../../screenshots");
const WIDTHS = [1440, 390];
const THEMES = ["dark", "light"] as const;

async function main(): Promise<void> {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER);
  const stack = await startStack({ env: { TIME_SCALE: "0.2" } });
  const browser = await launchBrowser();
  try {
    for await (const { name, path: address } of states(stack)) {
      for (const width of WIDTHS) {
        for (const colorScheme of THEMES) {
          const file = path.join(FOLDER, `${name}-${width}-${colorScheme}.png`);
          await shoot(browser, stack.origin, address, { width, colorScheme, file });
        }
      }
      process.stderr.write(`${name}\n`);
    }
  } finally {
    await browser.close();
    await stack.stop();
  }
  process.stdout.write(`The pictures are in ${FOLDER}\n`);
}

type Shot = { width: number; colorScheme: "dark" | "light"; file: string };

async function shoot(
  browser: Browser,
  origin: string,
  address: string,
  { file, ...look }: Shot,
): Promise<void> {
  const { page } = await openPage(browser, origin, look);
  try {
    await page.goto(origin + address);
    // As high as the page: what is far down is laid out only when it comes into view.
    const height = Number(await page.evaluate("document.documentElement.scrollHeight"));
    await page.setViewportSize({ width: look.width, height });
    await page.evaluate("document.fonts.ready.then(() => undefined)");
    await page.evaluate(
      "Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)))",
    );
    await page.screenshot({ path: file, fullPage: true });
  } finally {
    await page.context().close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
