/** How soon a page that is open shows what a webhook told. */
import { launchBrowser } from "../../journeys/browser.ts";
import type { Bench } from "../main.ts";
import { given } from "../table.ts";
import type { Row } from "../table.ts";
import { completion } from "./deliveries.ts";
import { percentile } from "./percentile.ts";
import { startPortraits } from "./running.ts";
import type { Loaded } from "./running.ts";

const CHANGES = 40;

/**
 * In the page: `nextPaint()` resolves with the time at which fewer portraits are being drawn than before,
 * after the frame that shows it.
 */
const WATCH = `
  const drawing = () => [...document.querySelectorAll(".portrait[data-state=drawing]")]
    .filter((slot) => !slot.textContent.includes("Saving")).length;
  let last = drawing();
  let tell = () => {};
  new MutationObserver(() => {
    const now = drawing();
    if (now < last) requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => tell(performance.timeOrigin + performance.now());
      port2.postMessage(null);
    });
    last = now;
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  window.nextPaint = () => new Promise((resolve) => (tell = resolve));
`;

export async function painting({ say }: Bench, loaded: Loaded): Promise<Row[]> {
  say("load: from a webhook to the page");
  const { stack, output, secret } = loaded;
  const [first] = await startPortraits(stack, [null], 1);
  const project = first?.project ?? "";
  const jobs = await startPortraits(stack, [project], CHANGES);
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(`${stack.origin}/projects/${project}`);
    await page.locator(".portrait[data-state=drawing]").nth(CHANGES).waitFor();
    await page.evaluate(WATCH);
    const waits: number[] = [];
    for (const job of jobs) {
      const painted = page.evaluate("window.nextPaint()");
      const deliver = completion(stack.origin, secret, job, output);
      const sentAt = performance.timeOrigin + performance.now();
      await deliver();
      waits.push(Number(await painted) - sentAt);
    }
    const [median, late] = [percentile(waits, 0.5), percentile(waits, 0.95)];
    return [
      {
        work: "from a webhook's arrival to the change painted in Chromium, median",
        ...{ value: `${median.toFixed(0)} ms`, must: "<= 100 ms", aim: "", ok: median <= 100 },
      },
      given("the same, 95 of 100 within", `${late.toFixed(0)} ms`),
    ];
  } finally {
    await browser.close();
  }
}
