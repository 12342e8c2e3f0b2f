/** The table of a bench as Markdown. */

/** `value` as text with its unit; `must` and `aim` as they are asked for; `ok` null where nothing is. */
export type Row = { work: string; value: string; must: string; aim: string; ok: boolean | null };

export function table(rows: readonly Row[]): string {
  const cells = rows.map(({ work, value, must, aim, ok }) => [
    work,
    value,
    must,
    aim,
    ok === null ? "" : ok ? "yes" : "NO",
  ]);
  const all = [["work", "measured", "must", "aim", "reached"], ...cells];
  const widths = all[0]?.map((_, column) =>
    Math.max(...all.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths?.[column] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = all;
  const rule = line(head.map((_, column) => "-".repeat(widths?.[column] ?? 0)));
  return [line(head), rule, ...body.map(line)].join("\n");
}

/** A row that says how things are; nothing is asked of it. */
export function given(work: string, value: string): Row {
  return { work, value, must: "", aim: "", ok: null };
}

export function times(ratio: number): string {
  return `${ratio.toFixed(ratio < 10 ? 2 : 1)}×`;
}
