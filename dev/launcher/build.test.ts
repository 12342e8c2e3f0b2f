import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hashInputs } from "./build.mjs";

describe("hashInputs", () => {
  let root = "";
  const file = (name: string) => path.join(root, name);
  const hash = () => hashInputs(root, ["app", "vite.config.ts", "missing"]);
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "edgereel-build-"));
    mkdirSync(file("app/routes"), { recursive: true });
    writeFileSync(file("app/root.tsx"), "root");
    writeFileSync(file("app/routes/home.tsx"), "home");
    writeFileSync(file("vite.config.ts"), "vite");
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it.each<[string, () => void]>([
    ["an edit", () => writeFileSync(file("app/routes/home.tsx"), "hame")],
    ["a new file", () => writeFileSync(file("app/new.ts"), "")],
    ["a removed file", () => rmSync(file("app/root.tsx"))],
    ["a renamed file", () => renameSync(file("app/root.tsx"), file("app/toor.tsx"))],
    ["a file beside the folders", () => writeFileSync(file("vite.config.ts"), "vite 2")],
    [
      "bytes that move from one file to the next",
      () => {
        writeFileSync(file("app/root.tsx"), "roothome");
        writeFileSync(file("app/routes/home.tsx"), "");
      },
    ],
  ])("sees %s", (_, change) => {
    const before = hash();
    change();
    expect(hash()).not.toBe(before);
  });

  it.each<[string, () => void]>([
    ["times", () => utimesSync(file("app/root.tsx"), 1, 1)],
    ["tests", () => writeFileSync(file("app/root.test.tsx"), "test")],
    ["other folders", () => writeFileSync(file("other.ts"), "other")],
  ])("does not see %s", (_, change) => {
    const before = hash();
    change();
    expect(hash()).toBe(before);
  });
});
