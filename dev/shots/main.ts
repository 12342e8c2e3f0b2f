/**
 * `npm run shots`: pictures of the pages in each state, in both widths and themes, in `screenshots` (not
 * kept in the repository). They are to be looked at; nothing compares them.
 */
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { startStack } from "../harness/stack.ts";
import { launchBrowser } from "../journeys/browser.ts";
import { openWhole, THEMES, WIDTHS } from "./open-whole.ts";
import { states } from "./states.ts";

const FOLDER = path.resolve(import.meta.dirname, "../../screenshots");

async function main(): Promise<void> {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER);
  const stack = await startStack({ env: { TIME_SCALE: "0.2" } });
  const browser = await launchBrowser();
  try {
    for await (const state of states(stack)) {
      for (const width of WIDTHS) {
        for (const colorScheme of THEMES) {
          const file = path.join(FOLDER, `${state.name}-${width}-${colorScheme}.png`);
          const { page } = await openWhole(browser, stack.origin, state, { width, colorScheme });
          await page.screenshot({ path: file, fullPage: true });
          await page.context().close();
        }
      }
      process.stderr.write(`${state.name}\n`);
    }
  } finally {
    await browser.close();
    await stack.stop();
  }
  process.stdout.write(`The pictures are in ${FOLDER}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
