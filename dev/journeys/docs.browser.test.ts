/** The page /api/docs in real Chromium: operations are tried from it, and what they answer is shown. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startStack, type Stack } from "../harness/stack.ts";
import {
  accessibilityFaults,
  fitsItsWidth,
  launchBrowser,
  openPage,
  type Watched,
} from "./browser.ts";

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

async function openDocs(options?: Parameters<typeof openPage>[2]): Promise<Watched> {
  const watched = await openPage(browser, stack.origin, options);
  await watched.page.goto(`${stack.origin}/api/docs`);
  return watched;
}

/** Unfolds the form of an operation. */
async function unfold(page: Page, operationId: string) {
  const operation = page.locator(`#${operationId}`);
  await operation.locator(".try > summary").click();
  return operation;
}

async function answerOf(operation: Awaited<ReturnType<typeof unfold>>): Promise<string> {
  await operation.locator("button").click();
  const status = operation.locator("[role=status]:is(.good, .bad)");
  await status.waitFor();
  return (await status.textContent()) ?? "";
}

describe("trying the API from its documentation", () => {
  it("sends a request and shows its answer", async () => {
    for (const [width, colorScheme] of [
      [1440, "dark"],
      [390, "light"],
    ] as const) {
      const { page, faults } = await openDocs({ width, colorScheme });
      const health = await unfold(page, "readHealth");
      expect(await answerOf(health)).toMatch(/^200 OK, \d+\.\d\d s$/);
      expect(await health.locator(".answer pre").textContent()).toContain('"status": "ok"');
      expect(await health.locator(".headers").textContent()).toContain("X-Request-Id");
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await fitsItsWidth(page)).toBe(true);
      expect(faults).toEqual([]);
    }
  });

  it("shows a picture that was drawn, and offers its id where one is asked for", async () => {
    const { page, faults } = await openDocs();
    const draw = await unfold(page, "mvGenerateCharacterReference");
    const body = { character_description: "A brass owl", num_images: 1 };
    await draw.locator("textarea").fill(JSON.stringify(body));
    expect(await answerOf(draw)).toMatch(/^200 OK/);
    const told = (await draw.locator(".answer pre").textContent()) ?? "";
    expect(told).toContain('"num_images_generated": 1');
    expect(told.length).toBeLessThan(3_000);
    expect(await widthOfPicture(page, "mvGenerateCharacterReference")).toBe(1024);

    const offered = page.locator("#ids option[label='images id']");
    const id = (await offered.getAttribute("value")) ?? "";
    expect(told).toContain(id);
    const read = await unfold(page, "mvGetCharacterReference");
    await read.locator("input").fill(id);
    expect(await answerOf(read)).toMatch(/^200 OK/);
    expect(await widthOfPicture(page, "mvGetCharacterReference")).toBe(1024);
    expect(faults).toEqual([]);
  });

  it("sends the header that asks not to wait, and links to where the call is", async () => {
    const { page } = await openDocs();
    const write = await unfold(page, "mvCreateScenes");
    await write.locator("input[type=checkbox]").check();
    await write.locator("input[name$=Idempotency-Key]").fill("docs-page-1");
    expect(await answerOf(write)).toMatch(/^202 Accepted/);
    const call = await write.locator(".headers a").getAttribute("href");
    expect(call).toMatch(/^\/api\/mv\/calls\/[0-9a-f-]{36}$/);
  });

  it("sends a file, shows a refusal, and follows a channel until it is stopped", async () => {
    const { page } = await openDocs();
    const upload = await unfold(page, "mvUploadCharacterReference");
    const file = { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("no picture") };
    await upload.locator("input[type=file]").setInputFiles(file);
    expect(await answerOf(upload)).toMatch(/^400 Bad Request/);
    expect(await upload.locator(".answer pre").textContent()).toContain("Invalid file type");

    const create = await unfold(page, "createProject");
    await create
      .locator("textarea")
      .fill(JSON.stringify({ idea: "An owl", character_description: "An owl", mode: "step" }));
    expect(await answerOf(create)).toMatch(/^201 Created/);
    const offered = page.locator("#ids option[label='project id']");
    const channel = await unfold(page, "openChannel");
    await channel.locator("input").fill((await offered.first().getAttribute("value")) ?? "");
    await channel.locator("button").click();
    await channel.locator(".answer pre").first().waitFor();
    expect(await channel.locator(".answer pre").first().textContent()).toContain(
      '"type": "snapshot"',
    );
    await channel.locator("button:text-is('Stop')").click();
    await channel.locator("text=/^Closed after/").waitFor();
    await channel.locator("button:text-is('Open')").waitFor();
  });

  it("is only read where no script runs", async () => {
    const { page } = await openDocs({ javaScriptEnabled: false });
    expect(await page.locator("#readHealth").isVisible()).toBe(true);
    expect(await page.locator(".try").first().isVisible()).toBe(false);
  });
});

/** Of the picture that an operation answered, in its own pixels. */
async function widthOfPicture(page: Page, operationId: string): Promise<number> {
  const picture = `document.querySelector("#${operationId} .answer img")`;
  await page.locator(`#${operationId} .answer img`).waitFor();
  return page.evaluate(`${picture}.decode().then(() => ${picture}.naturalWidth)`);
}
