import { describe, expect, it } from "vitest";
import { captionOf, wrap } from "./caption.ts";

const FORMAT = { width: 1280, height: 720, rate: { num: 24, den: 1 } };

/** What stands in the document to be drawn. */
function drawn(text: string, format = FORMAT): string | null {
  const caption = captionOf(text, format);
  return caption === null ? null : (/^Dialogue: (?:[^,]*,){9}(.*)$/m.exec(caption)?.[1] ?? "");
}

describe("lines of a caption", () => {
  it("are broken between words, and bounded", () => {
    expect(wrap("one two three", 8)).toEqual(["one two", "three"]);
    const long = wrap(Array.from({ length: 40 }, () => "word").join(" "), 10);
    expect(long).toHaveLength(6);
    expect(long.at(-1)).toBe("word word…");
  });

  it("are broken between words that no space parts, and marks stay with theirs", () => {
    expect(wrap("「夜の灯台」海から見た灯台。管理人", 12)).toEqual([
      "「夜の灯台」",
      "海から見た",
      "灯台。管理人",
    ]);
    const thai = wrap("ประภาคารในยามค่ำคืน", 14);
    expect(thai).toHaveLength(2);
    expect(thai.join("")).toBe("ประภาคารในยามค่ำคืน");
  });

  it("are broken in a word only where it is longer than a line, between whole letters", () => {
    expect(wrap("a lighthouse", 5)).toEqual(["a", "light", "house"]);
    expect(wrap("👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 4)).toEqual(["👨‍👩‍👧‍👦👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"]);
  });

  it("have fewer letters where these are wide", () => {
    const [latin, capitals, hangul] = ["a", "W", "등"].map(
      (letter) => wrap(letter.repeat(90), 30)[0],
    );
    expect([latin, capitals, hangul].map((line) => line?.length)).toEqual([30, 20, 15]);
  });
});

describe("a caption", () => {
  it("is none where nothing is to be seen", () => {
    expect(["", "  ", "\n\t\u0000\u2028", "🏽"].map((text) => captionOf(text, FORMAT))).toEqual([
      ...[null, null, null, null],
    ]);
  });

  it("keeps what would be an instruction as it is read", () => {
    expect(drawn("{\\b1}big{\\r}")).toBe("\\{\\\u2060b1\\}big\\{\\\u2060r\\}");
    expect(drawn("one\\Ntwo")).toBe("one\\\u2060Ntwo");
    expect(drawn("one\nDialogue: two")).toBe("one Dialogue: two");
  });

  it("has as many letters in a line as fit into pictures of any ratio", () => {
    const lengths = [FORMAT, { ...FORMAT, width: 720, height: 1280 }].map(
      (format) => drawn("x".repeat(200), format)?.split("\\N")[0]?.length,
    );
    expect(lengths).toEqual([46, 26]);
  });
});
