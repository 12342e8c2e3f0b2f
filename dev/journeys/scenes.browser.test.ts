/** What only a browser proves of the character and the scenes: two tabs, dragging, no scripts. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startStack, type Stack } from "../harness/stack.ts";
import { accessibilityFaults, fitsItsWidth, launchBrowser, openPage } from "./browser.ts";
import { createFilm, send, SHORT_FILM } from "./client.ts";

let stack: Stack;
let browser: Browser;
let address: string;
beforeAll(async () => {
  [stack, browser] = await Promise.all([
    startStack({ env: { TIME_SCALE: "0.02" } }),
    launchBrowser(),
  ]);
  const { project } = await createFilm(stack, { ...SHORT_FILM, mode: "manual" });
  const path = `/api/projects/${project.id}/scenes`;
  for (const description of ["The fox wakes.", "The fox walks.", "The fox rests."]) {
    await send(stack, "POST", path, { description });
  }
  address = `${stack.origin}/projects/${project.id}`;
});
afterAll(async () => {
  await browser.close();
  await stack.stop();
});

const open = (options?: Parameters<typeof openPage>[2]) => openPage(browser, stack.origin, options);
const FIRST = ".scene-row:nth-child(1)";

it("keeps both texts of two tabs until a person chooses, over a reload too", async () => {
  const [here, there] = [await open(), await open({ width: 390, colorScheme: "light" })];
  await Promise.all([here.page.goto(address), there.page.goto(address)]);
  for (const { page } of [here, there]) await page.waitForSelector("text=Reorder");
  await here.page.click(`${FIRST} .edit-scene > summary`);
  await here.page.fill(`${FIRST} .edit-scene textarea`, "Mine");
  await here.page.reload();
  await here.page.click("text=Edit · not saved yet");

  await there.page.click(`${FIRST} .edit-scene > summary`);
  await there.page.fill(`${FIRST} .edit-scene textarea`, "Theirs");
  await there.page.click("text=Save scene");
  await there.page.waitForSelector(`${FIRST} .description:text-is("Theirs")`);

  await here.page.waitForSelector('.overtaken blockquote:text("Theirs")');
  expect(await here.page.inputValue(`${FIRST} .edit-scene textarea`)).toBe("Mine");
  for (const { page } of [here, there]) {
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await fitsItsWidth(page)).toBe(true);
  }
  await here.page.click("text=Keep mine");
  await here.page.click("text=Save scene");
  await there.page.waitForSelector(`${FIRST} .description:text-is("Mine")`);
  expect([...here.faults, ...there.faults]).toEqual([]);
});

it("moves a scene by keyboard, takes one out, and brings it back with one press", async () => {
  const { page, faults } = await open();
  await page.goto(address);
  await page.click("text=Reorder");
  await page.focus(".reorder li:nth-child(3) .grip");
  // Each step is said to people who hear the page; the next one counts only then.
  const steps = [
    ["Space", "is over place 3"],
    ["ArrowUp", "is over place 2"],
    ["ArrowUp", "is over place 1"],
    ["Space", "is at place 1"],
  ] as const;
  for (const [key, said] of steps) {
    await page.keyboard.press(key);
    await page.waitForSelector(`[aria-live]:has-text("${said}")`, { state: "attached" });
  }
  await page.waitForSelector('.reorder li:nth-child(1) .start:text-is("The fox rests.")');
  await page.click("text=Done");
  await page.waitForSelector(`${FIRST} .description:text-is("The fox rests.")`);

  await page.click(`${FIRST} .more-tools > summary`);
  await page.click(`${FIRST} >> text=Take out of the film`);
  await page.click(".toast button");
  await page.waitForSelector(`${FIRST} .description:text-is("The fox rests.")`);
  expect(await page.locator(".scene-row").count()).toBe(3);
  expect(faults).toEqual([]);
});

it("moves a scene along the film strip by mouse, and a press that moves nothing goes to the scene", async () => {
  const { page, faults } = await open();
  await page.goto(address);
  await page.waitForSelector("text=Reorder");
  const descriptions = page.locator(".scene-row .description");
  const before = await descriptions.allTextContents();
  const frame = (number: number) => page.locator(`.strip li:nth-child(${number}) .frame`);
  const carry = async (from: number, to: number): Promise<void> => {
    const [start, end] = [await frame(from).boundingBox(), await frame(to).boundingBox()];
    if (start === null || end === null) throw new Error("A frame is not in sight.");
    const y = start.y + start.height / 2;
    await page.mouse.move(start.x + start.width / 2, y);
    await page.mouse.down();
    // What drags is loaded meanwhile: a hand that goes on moving is taken up then.
    let moved = 0;
    await expect
      .poll(async () => {
        moved = moved === 10 ? 6 : moved + 2;
        await page.mouse.move(start.x + start.width / 2 + moved, y);
        return page.locator(".strip li[data-dragging]").count();
      })
      .toBe(1);
    await page.mouse.move(end.x + end.width / 2, y, { steps: 8 });
    // It has made room by now.
    await page.waitForSelector(`.strip li:nth-child(${to})[style*="translate"]`);
  };

  await carry(1, 3);
  await page.keyboard.press("Escape");
  await page.waitForSelector(".strip li[data-dragging]", { state: "detached" });
  await page.mouse.up();
  expect(await descriptions.allTextContents()).toEqual(before);

  await carry(1, 3);
  await page.mouse.up();
  const [first = "", ...others] = before;
  await page.waitForSelector(`.scene-row:nth-child(3) .description:text-is("${first}")`);
  expect(await descriptions.allTextContents()).toEqual([...others, first]);
  expect(new URL(page.url()).hash).toBe("");

  const link = await frame(3).getAttribute("href");
  await frame(3).click();
  expect(new URL(page.url()).hash).toBe(link);
  expect(faults).toEqual([]);
});

it("does all of it without scripts", async () => {
  const { page } = await open({ javaScriptEnabled: false, width: 390 });
  await page.goto(address);
  await page.click(".add-scene > summary");
  await page.fill(".add-scene textarea", "The fox sleeps.");
  await page.selectOption(".add-scene select", { label: "Before scene 1" });
  await page.click(".add-scene >> text=Add this scene");
  await page.waitForSelector(`${FIRST} .description:text-is("The fox sleeps.")`);
  await page.click(`${FIRST} .more-tools > summary`);
  await page.click(`${FIRST} >> text=Move later`);
  await page.waitForSelector('.scene-row:nth-child(2) .description:text-is("The fox sleeps.")');
  await page.click(".scene-row:nth-child(2) .more-tools > summary");
  await page.click(".scene-row:nth-child(2) >> text=Take out of the film");
  await page.click(".removed-scenes > summary");
  await page.click("text=Bring back");
  await page.waitForSelector('.scene-row:nth-child(2) .description:text-is("The fox sleeps.")');

  const name = "input[type=file]";
  const fake = {
    name: "fox.png",
    mimeType: "image/png",
    buffer: Buffer.from("\0\0\0\x18ftypisom"),
  };
  await page.click(".upload > summary");
  await page.setInputFiles(name, fake);
  await page.click("text=Upload · free");
  expect(await page.textContent(".upload .fault")).toMatch(/PNG, JPEG or WebP/);
});
