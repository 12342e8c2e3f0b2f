import { describe, expect, it } from "vitest";
import { fromBase64, toBase64 } from "./base64.ts";

describe("base64", () => {
  it("reads back what it wrote, whatever the length", () => {
    for (const length of [0, 1, 2, 3, 255, 24 * 1024 - 1, 24 * 1024, 24 * 1024 + 1, 200_000]) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 7 + length) % 256);
      const text = toBase64(bytes);
      expect(text).toMatch(/^[A-Za-z0-9+/]*={0,2}$/);
      expect(text.length).toBe(Math.ceil(length / 3) * 4);
      expect(fromBase64(text)).toEqual(bytes);
    }
  });

  it("knows the vectors of RFC 4648", () => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    expect(toBase64(bytes("fo"))).toBe("Zm8=");
    expect(toBase64(bytes("foobar"))).toBe("Zm9vYmFy");
    expect(fromBase64("-_8")).toEqual(fromBase64("+/8="));
  });

  it.each(["not base64!", "Zm9vYg===", "Zm=v", "Z"])("refuses %j", (text) => {
    expect(fromBase64(text)).toBeNull();
  });
});
