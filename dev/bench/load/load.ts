/** What the app bears: webhooks, waiting projects and live pages in numbers, and how soon a page shows news. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startStack } from "../../harness/stack.ts";
import { startBareWorker } from "../bare-worker.ts";
import type { Bench } from "../main.ts";
import { sideBySide } from "../measure.ts";
import { given, times } from "../table.ts";
import type { Row } from "../table.ts";
import { deliverAll } from "./deliveries.ts";
import { painting } from "./painting.ts";
import { holdPredictions, onePortrait, signingSecret, startPortraits } from "./running.ts";
import type { Loaded } from "./running.ts";
import { sockets } from "./sockets.ts";
import { waiting } from "./waiting.ts";

/** Deliveries a round. */
const DELIVERIES = 100;

export async function load(bench: Bench): Promise<Row[]> {
  const scratch = mkdtempSync(path.join(tmpdir(), "edgereel-bench-"));
  const stack = await startStack({ dataDir: path.join(scratch, "app") });
  try {
    const { project, output } = await onePortrait(stack);
    await holdPredictions(stack);
    const all = { stack, project, output, secret: await signingSecret(stack) };
    return [
      ...(await webhooks(bench, all, mkdtempSync(path.join(scratch, "bare-")))),
      ...(await painting(bench, all)),
      ...(await waiting(bench, all)),
      ...(await sockets(bench, all)),
    ];
  } finally {
    await stack.stop();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function webhooks(
  { rounds, say }: Bench,
  { stack, project, output, secret }: Loaded,
  folder: string,
): Promise<Row[]> {
  const bare = await startBareWorker(folder, "receiver", { SECRET: secret });
  const fresh = Array.from({ length: DELIVERIES }, () => null);
  /** Jobs that run, made before each round: what is measured is only their end. */
  const one = () => startPortraits(stack, [project], DELIVERIES);
  const many = () => startPortraits(stack, fresh, 1);
  try {
    const rows: Row[] = [];
    for (const [where, jobs] of [
      ["into one project", one],
      [`across ${DELIVERIES} projects`, many],
    ] as const) {
      say(`load: webhooks ${where}`);
      const at = await jobs();
      // The first deliveries read code and open databases.
      await deliverAll(bare.origin, secret, at, output);
      await deliverAll(stack.origin, secret, at, output);
      let ready = at;
      const ms = await sideBySide(rounds, {
        app: async () => {
          ready = await jobs();
          return deliverAll(stack.origin, secret, ready, output);
        },
        bare: () => deliverAll(bare.origin, secret, ready, output),
      });
      const rate = ms.bare / ms.app;
      rows.push({
        work: `webhooks a second ${where}, against a bare Worker's`,
        ...{ value: times(rate), must: ">= 0.5×", aim: "", ok: rate >= 0.5 },
      });
      const perSecond = [ms.app, ms.bare].map((each) => `${Math.round(1_000 / each)}/s`);
      rows.push(given("the rates themselves, app and bare", perSecond.join(", ")));
    }
    return rows;
  } finally {
    await bare.stop();
  }
}
