/** docs/reliability.md names tests as proof: each must be there. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const rows = readFileSync("docs/reliability.md", "utf8")
  .split("\n")
  .filter((line) => /^\| \d/.test(line));
const proofs = (row: string) =>
  [...row.matchAll(/`([\w./-]+\.test\.tsx?)` "([^"]+)"/g)].map(([, file = "", name = ""]) => ({
    file,
    name,
  }));

describe("what docs/reliability.md promises", () => {
  it("is nineteen cases and ten points", () => {
    expect(rows).toHaveLength(19 + 10);
  });

  it.each(rows.map((row) => [row.split("|")[2]?.trim() ?? "", row]))("is tested: %s", (_, row) => {
    const named = proofs(row);
    expect(named).not.toEqual([]);
    const missing = named.filter(
      ({ file, name }) => !existsSync(file) || !readFileSync(file, "utf8").includes(name),
    );
    expect(missing).toEqual([]);
  });
});
