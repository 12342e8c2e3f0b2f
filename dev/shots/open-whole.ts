/** A page in one of its states, as high as it is long, with everything in it loaded. */
import type { Browser } from "playwright-core";
import { openPage, type Watched } from "../journeys/browser.ts";
import type { State } from "./states.ts";

export const WIDTHS = [1440, 390];
export const THEMES = ["dark", "light"] as const;

export type Look = { width: number; colorScheme: (typeof THEMES)[number] };

/** The page's context is to be closed by the caller. */
export async function openWhole(
  browser: Browser,
  origin: string,
  { path, isUnfolded }: State,
  look: Look,
): Promise<Watched> {
  const watched = await openPage(browser, origin, look);
  const { page } = watched;
  await page.goto(origin + path);
  if (isUnfolded === true) {
    await page.evaluate(
      "for (const each of document.querySelectorAll('details')) each.open = true",
    );
  }
  // What is far down is laid out only when it comes into view.
  const height = Number(await page.evaluate("document.documentElement.scrollHeight"));
  await page.setViewportSize({ width: look.width, height });
  await page.evaluate("document.fonts.ready.then(() => undefined)");
  await page.evaluate(
    "Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)))",
  );
  return watched;
}
