import { describe, expect, it } from "vitest";
import { isOutputUrlAllowed } from "./output-url.ts";
import { normaliseOutput } from "./output.ts";

const URL_A = "https://replicate.delivery/xezq/a/out.mp4";

describe("normaliseOutput", () => {
  it.each([
    ["video", URL_A, { url: URL_A }],
    ["image", [URL_A, "https://replicate.delivery/b.png"], { url: URL_A }],
    ["image", [null, URL_A], { url: URL_A }],
    ["video", "http://127.0.0.1:9/out.mp4", { url: "http://127.0.0.1:9/out.mp4" }],
    ["text", ["[{", '"a":', "1}]"], { text: '[{"a":1}]' }],
    ["text", ["", "a", ""], { text: "a" }],
    ["text", "plain", { text: "plain" }],
  ] as const)("%s output %j", (kind, output, value) => {
    expect(normaliseOutput(kind, output)).toEqual({ ok: true, value });
  });

  it.each([
    ["video", null],
    ["video", undefined],
    ["video", ""],
    ["image", []],
    ["image", [null, ""]],
    ["text", []],
    ["text", ["", " \n"]],
  ] as const)("%s output %j is empty", (kind, output) => {
    expect(normaliseOutput(kind, output)).toMatchObject({
      error: { code: "output_invalid", detail: "empty output" },
    });
  });

  it.each([
    ["video", { url: URL_A }],
    ["video", 7],
    ["video", "no address"],
    ["video", "file:///etc/passwd"],
    ["video", "ftp://replicate.delivery/x"],
    ["image", `https://replicate.delivery/${"x".repeat(5000)}`],
    ["image", "data:image/png;base64,AAAA"],
    ["image", ["DATA:image/png;base64,AAAA"]],
    ["text", ["a", 1]],
    ["text", { text: "a" }],
  ] as const)("%s output %j is refused with a sentence", (kind, output) => {
    const result = normaliseOutput(kind, output);
    expect(result).toMatchObject({ ok: false, error: { code: "output_invalid" } });
    expect(result.ok ? "" : result.error.message).toMatch(/use another model\.$/);
    expect(JSON.stringify(result)).not.toContain("AAAA");
  });
});

describe("isOutputUrlAllowed", () => {
  const REAL = "https://api.replicate.com/v1";
  const LOCAL = "http://127.0.0.1:4100/v1";
  it.each([
    [URL_A, REAL, true],
    ["https://x.replicate.delivery/a", REAL, true],
    ["https://replicate.delivery:443/a", REAL, true],
    ["http://replicate.delivery/a", REAL, false],
    ["https://replicate.delivery:8443/a", REAL, false],
    ["https://user@replicate.delivery/a", REAL, false],
    ["https://evilreplicate.delivery/a", REAL, false],
    ["https://replicate.delivery.evil.test/a", REAL, false],
    ["https://api.replicate.com/v1/files/x", REAL, false],
    ["http://127.0.0.1:4100/delivery/a.png", REAL, false],
    ["http://127.0.0.1:4100/delivery/a.png", LOCAL, true],
    ["http://127.0.0.1:4101/delivery/a.png", LOCAL, false],
    ["http://localhost:4100/delivery/a.png", LOCAL, false],
    [URL_A, LOCAL, true],
    ["nonsense", LOCAL, false],
    ["file:///etc/passwd", "file:///", false],
    [URL_A, "nonsense", false],
  ])("%s under %s: %s", (url, base, allowed) => {
    expect(isOutputUrlAllowed(url, base)).toBe(allowed);
  });
});
