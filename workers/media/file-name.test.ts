import { describe, expect, it } from "vitest";
import { safeFileName } from "./file-name.ts";

describe("safeFileName", () => {
  it.each([
    ["Maria am Strand.png", "Maria am Strand.png"],
    ["../../etc/passwd", "passwd"],
    ["C:\\fakepath\\song.mp3", "song.mp3"],
    ["/", "file"],
    ["..", "file"],
    ["", "file"],
    [".htaccess", "htaccess"],
    ["a\0b\r\nc\u0085.png", "abc.png"],
    ["exe\u202egnp.scr", "exegnp.scr"],
    ["line\u2028break.png", "linebreak.png"],
    ["  much \t\u00a0 space .png  ", "much space .png"],
    ["half\ud83d.png", "half.png"],
    ["whole😀.png", "whole😀.png"],
    ["e\u0301te\u0301.png", "été.png"],
  ])("makes %j into %j", (name, safe) => {
    expect(safeFileName(name)).toBe(safe);
  });

  it("shortens a long name and keeps its extension", () => {
    expect(safeFileName(`${"a".repeat(500)}.jpeg`)).toBe(`${"a".repeat(115)}.jpeg`);
    expect(safeFileName("a".repeat(500))).toBe("a".repeat(120));
    expect(safeFileName(`a.${"b".repeat(500)}`)).toHaveLength(120);
  });

  it("does not cut a letter of two units in half", () => {
    const name = safeFileName(`${"a".repeat(115)}😀.png`);
    expect(name).toBe(`${"a".repeat(115)}.png`);
  });
});
