/** A storm's report as Markdown. */
import type { StormReport } from "./storm.ts";

const SHOWN = 40;

export function table(seed: number, report: StormReport): string {
  const { films, withFilm, predictions, billed, faults, kills, broken } = report;
  const sum = (counts: Record<string, number>) => Object.values(counts).reduce((a, b) => a + b, 0);
  const rows: [string, string | number][] = [
    ["seed", seed],
    ["films begun", films],
    ["films cut", withFilm],
    ["predictions made", predictions],
    ["of them billed", billed],
    [`faults met (${Object.keys(faults).length} kinds)`, sum(faults)],
    [`kills (${Object.keys(kills).length} kinds)`, sum(kills)],
    ["promises broken", broken.length],
  ];
  const counts = (title: string, all: Record<string, number>) =>
    `${title}: ${Object.entries(all)
      .map(([name, count]) => `${name} ${count}`)
      .join(", ")}`;
  const list = broken.slice(0, SHOWN).map((each) => `- ${each}`);
  return [
    "| storm | |",
    "| --- | --- |",
    ...rows.map(([name, value]) => `| ${name} | ${value} |`),
    "",
    counts("Faults", faults),
    "",
    counts("Kills", kills),
    ...(list.length > 0 ? ["", ...list] : []),
    "",
  ].join("\n");
}
