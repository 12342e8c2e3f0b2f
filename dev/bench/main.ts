/**
 * `node dev/bench/main.ts [GROUP…] [--rounds N]`: measures what the app promises, on this machine, and
 * prints one table. Without a name all groups run. N is odd, 3 by default; every figure is a median.
 * Ends with 1 when a limit that must hold is missed.
 */
import { delivery } from "./delivery.ts";
import { films } from "./films.ts";
import { load } from "./load/load.ts";
import { pages } from "./pages/pages.ts";
import { table } from "./table.ts";
import type { Row } from "./table.ts";

/** Tells what is being measured, since it takes minutes. */
export type Bench = { rounds: number; say: (what: string) => void };

const GROUPS: Record<string, (bench: Bench) => Promise<Row[]>> = {
  films,
  delivery,
  load,
  pages,
};

async function main(args: readonly string[]): Promise<void> {
  const at = args.indexOf("--rounds");
  const rounds = at < 0 ? 3 : Number(args[at + 1]);
  const names = args.filter((_, index) => at < 0 || (index !== at && index !== at + 1));
  const unknown = names.filter((name) => !Object.hasOwn(GROUPS, name));
  if (unknown.length > 0 || !Number.isInteger(rounds) || rounds % 2 !== 1 || rounds < 1) {
    const groups = Object.keys(GROUPS).join(", ");
    throw new Error(`Use: node dev/bench/main.ts [${groups}] [--rounds 1, 3, 5 …]`);
  }
  const say = (what: string) => process.stderr.write(`${what}\n`);
  const rows: Row[] = [];
  for (const name of names.length > 0 ? names : Object.keys(GROUPS)) {
    rows.push(...((await GROUPS[name]?.({ rounds, say })) ?? []));
  }
  process.stdout.write(`${table(rows)}\n`);
  if (rows.some(({ ok }) => ok === false)) process.exitCode = 1;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
