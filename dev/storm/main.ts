/**
 * `npm run storm -- [--films N] [--seed S] [--kills K] [--long]`: a storm, its table, and its seed. Ends
 * with 1 when a promise was broken; the same seed brings the same faults and kills again.
 */
import { parseArgs } from "node:util";
import { startStack } from "../harness/stack.ts";
import { table } from "./report.ts";
import { storm, STORM_ENV } from "./storm.ts";

const MINUTES_A_FILM = 0.25;
const LEAST_MINUTES = 5;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      films: { type: "string", default: "20" },
      seed: { type: "string" },
      kills: { type: "string" },
      long: { type: "boolean", default: false },
    },
  });
  const films = whole("films", values.films);
  const seed = whole("seed", values.seed ?? String(Math.floor(Math.random() * 1e6)));
  const kills = whole("kills", values.kills ?? String(Math.ceil(films / 4)));
  const say = (what: string) => process.stderr.write(`${what}\n`);
  const stack = await startStack({ env: STORM_ENV });
  try {
    const withinMs = Math.max(LEAST_MINUTES, films * MINUTES_A_FILM) * 60_000;
    const order = { seed, films, kills, isLong: values.long, withinMs, say };
    const report = await storm(stack, order);
    process.stdout.write(table(seed, report));
    if (report.broken.length > 0) process.exitCode = 1;
  } finally {
    await stack.stop();
  }
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} is a whole number`);
  return value;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
