/** The studio in real Chromium: one film by keys alone, its preview, its clips, and how it is cut. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startStack, type Stack } from "../harness/stack.ts";
import { accessibilityFaults, fitsItsWidth, launchBrowser, openPage } from "./browser.ts";
import { look } from "./client.ts";
import { song } from "./song.ts";

let stack: Stack;
let browser: Browser;
/** The address of the film that the first test makes, and that the others work on. */
let address = "";
beforeAll(async () => {
  [stack, browser] = await Promise.all([
    startStack({ env: { TIME_SCALE: "0.02" } }),
    launchBrowser(["--autoplay-policy=document-user-activation-required"]),
  ]);
});
afterAll(async () => {
  await browser.close();
  await stack.stop();
});

const projectId = () => new URL(address).pathname.split("/").at(-1) ?? "";

/** Presses Tab until the focus is where a person wants it. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    const is = `document.activeElement?.matches(${JSON.stringify(selector)})`;
    if ((await page.evaluate(is)) === true) return;
  }
  throw new Error(`Tab never comes to ${selector}`);
}

it("makes a film from the idea to the download without a mouse", async () => {
  const { page, faults } = await openPage(browser, stack.origin);
  const type = async (selector: string, text: string) => {
    await tabTo(page, selector);
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type(text);
  };
  await page.goto(stack.origin);
  await type("textarea[name=idea]", "A fox crosses the frozen lake to bring a lantern home");
  await type("[name=characterDescription]", "A red fox with a green scarf");
  await tabTo(page, ".options > summary");
  await page.keyboard.press("Enter");
  await type("[name=sceneCount]", "2");
  await type("[name=clipLengthS]", "2");
  await type("[name=videoModel]", "Seedance");
  await tabTo(page, "button[value=step]");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/projects/*");
  address = page.url();

  await page.waitForSelector(".pick img");
  await tabTo(page, "button.pick");
  await page.keyboard.press("Enter");
  const shoot = "button.yours:enabled:has-text('Shoot')";
  await page.waitForSelector(shoot);
  await tabTo(page, "button.yours");
  await page.keyboard.press("Enter");
  await page.waitForSelector("text=Download the film");
  await page.evaluate("document.activeElement.blur()");
  await tabTo(page, ".screen a[href*=download]");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.keyboard.press("Enter"),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.mp4$/);
  await download.delete();
  expect(faults).toEqual([]);
});

const SHOWN = ".preview video:not([aria-hidden=true])";

it("plays one clip after the other from a press, over one timeline, and ends at the end", async () => {
  const { page, faults } = await openPage(browser, stack.origin);
  await page.goto(address);
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

it("cuts the film as it is set, with a song, and lets two films be compared and one be published", async () => {
  const { page, faults } = await openPage(browser, stack.origin);
  await page.goto(address);
  const set = page.locator(".film-plan .set");
  await page.click(".film-plan > summary");
  await page.selectOption("select[name=transition]", "crossfade");
  await page.waitForSelector(".film-plan .set:text-is('Crossfades of 0.5 s · no song')");
  await page.locator(".upload-song input[type=file]").setInputFiles(song("Night waves.wav"));
  await page.click("text=Upload the song");
  await page.waitForSelector(".film-plan .set:text-is('Crossfades of 0.5 s · “Night waves”')");
  await page.fill("[name=songGainDb]", "-12");
  await page.waitForSelector(".film-plan .set:has-text('“Night waves” at −12 dB')");
  await page.reload();
  expect(await set.textContent()).toBe("Crossfades of 0.5 s · “Night waves” at −12 dB");

  const tab = await openPage(browser, stack.origin, { colorScheme: "light", width: 390 });
  await tab.page.goto(address);
  for (const each of [page, tab.page]) await each.click(".film-plan > summary");
  await page.fill("[name=transitionS]", "0.8");
  await tab.page.fill("[name=transitionS]", "1.5");
  // Whoever came second is told.
  const late = await Promise.any(
    [page, tab.page].map((each) => each.waitForSelector(".overtaken").then(() => each)),
  );
  await late.click("text=Take that one");
  expect(await accessibilityFaults(tab.page)).toEqual([]);
  expect(await fitsItsWidth(tab.page)).toBe(true);

  await page.click("text=Cut it again · free");
  await page.waitForSelector(".print:has-text('Film 2')");
  const snapshot = await look(stack, projectId());
  const lengths = snapshot?.films.map(
    ({ assetId }) => snapshot.assets.find(({ id }) => id === assetId)?.durationMs ?? 0,
  );
  const [first = 0, second = 0] = lengths ?? [];
  // The crossfade shows two clips at once, so the film is shorter by it.
  expect([first - second > 700, first - second < 1_600]).toEqual([true, true]);

  await page.click("text=Compare films");
  await page.waitForSelector(".comparison");
  await page.click("text=Flip to Film 1");
  await page.waitForSelector(".comparison video[data-shown=true][aria-label='Film 1']");
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.click("[aria-label='Publish film 2']");
  const link = await page.locator(".published").getAttribute("href");
  expect((await fetch(new URL(link ?? "", stack.origin))).status).toBe(200);
  await page.click("[aria-label='Unpublish film 2']");
  await page.waitForSelector("[aria-label='Publish film 2']");
  expect([...faults, ...tab.faults].filter((fault) => !fault.includes("409"))).toEqual([]);
});

it("stays as it is without a connection, and sends what was set when that is back", async () => {
  const { page, faults } = await openPage(browser, stack.origin);
  await page.goto(address);
  await page.click(".film-plan > summary");
  await page.context().setOffline(true);
  await page.selectOption("select[name=transition]", "slide");
  await page.waitForSelector(".plan-form .fault:has-text('no connection')");
  expect(await page.inputValue("select[name=transition]")).toBe("slide");
  await page.context().setOffline(false);
  await page.waitForSelector(".film-plan .set:has-text('Slides of')");
  expect(faults.filter((fault) => !/ERR_INTERNET_DISCONNECTED|WebSocket/.test(fault))).toEqual([]);
});

it("takes what is set without scripts, too", async () => {
  const { page } = await openPage(browser, stack.origin, { javaScriptEnabled: false });
  await page.goto(address);
  await page.click(".film-plan > summary");
  await page.selectOption("select[name=transition]", "dip_white");
  await page.click("text=Save how it is cut");
  await page.waitForSelector(".film-plan .set:has-text('Dips to white')");
  expect(await page.locator(".film-plan .set").textContent()).toContain("“Night waves” at −12 dB");
});

it("plays one clip at a time, takes an own one over a lost connection, and trims it by keys", async () => {
  const clip = (await look(stack, projectId()))?.clips[0];
  const source = `${stack.origin}/api/projects/${projectId()}/assets/${clip?.assetId ?? ""}`;
  const buffer = Buffer.from(await (await fetch(source)).arrayBuffer());
  const { page, faults } = await openPage(browser, stack.origin);
  await page.goto(address);

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
