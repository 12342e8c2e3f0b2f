import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { whyInstall } from "./install.mjs";

const lock = (packages: Record<string, object>) => JSON.stringify({ packages });
const A = { version: "1.0.0", integrity: "sha512-a" };
const OTHER_SYSTEM = { version: "2.0.0", integrity: "sha512-o", optional: true };
const WANTED = lock({ "": {}, "node_modules/a": A, "node_modules/o": OTHER_SYSTEM });

describe("whyInstall", () => {
  it.each([
    ["everything is there", lock({ "node_modules/a": A, "node_modules/o": OTHER_SYSTEM })],
    ["only what is for another system is missing", lock({ "node_modules/a": A })],
  ])("has no reason when %s", (_, installed) => {
    expect(whyInstall(WANTED, installed)).toBeNull();
  });

  it.each([
    ["nothing is installed", null],
    ["an install broke off", "{"],
    ["a package is missing", lock({})],
    ["a version differs", lock({ "node_modules/a": { ...A, version: "1.0.1" } })],
    ["contents differ", lock({ "node_modules/a": { ...A, integrity: "sha512-b" } })],
    [
      "an optional one is there in another version",
      lock({ "node_modules/a": A, "node_modules/o": { ...OTHER_SYSTEM, version: "1.9.0" } }),
    ],
  ])("has one when %s", (_, installed) => {
    expect(whyInstall(WANTED, installed)).toMatch(/^(Installing|The packages are not those)/);
  });
});

describe("package-lock.json", () => {
  it("has an entry for every package, also for other systems, or npm ci refuses it", () => {
    const file = path.resolve(import.meta.dirname, "../../package-lock.json");
    const { packages } = JSON.parse(readFileSync(file, "utf8")) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const missing = Object.entries(packages).flatMap(([at, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !placesOf(at, name).some((place) => place in packages))
        .map((name) => `${name} for ${at}`),
    );
    expect(missing).toEqual([]);
  });
});

/** Where Node looks for a package from another one's folder, nearest first. */
function placesOf(from: string, name: string): string[] {
  const parts = from.split("/node_modules/");
  const folders = parts.map((_, index) => parts.slice(0, parts.length - index));
  return [
    ...folders.map((folder) => `${folder.join("/node_modules/")}/node_modules/${name}`),
    `node_modules/${name}`,
  ];
}
