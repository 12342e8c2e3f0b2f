import { describe, expect, it, vi } from "vitest";
import { log, stripQueries } from "./log.ts";
import type { LogEvent } from "./log.ts";

function lineOf(event: LogEvent): Record<string, unknown> {
  const spy = vi.spyOn(console, "log").mockImplementation(() => undefined);
  log(event);
  expect(spy).toHaveBeenCalledTimes(1);
  const [line] = spy.mock.calls[0] as [string];
  spy.mockRestore();
  expect(line).not.toContain("\n");
  return JSON.parse(line) as Record<string, unknown>;
}

describe("log", () => {
  it("writes an event as one JSON line with its level", () => {
    const event = { event: "stitch_called", route: "POST /jobs", code: null, ms: 12 } as const;
    expect(lineOf(event)).toEqual({ level: "info", ...event });
    expect(lineOf({ ...event, level: "warn" })["level"]).toBe("warn");
  });

  it("reduces a cause to name and message, and names what lies below", () => {
    const cause = new TypeError("fetch failed", { cause: new Error("socket closed") });
    Object.assign(cause, { token: "r8_secret" });
    const line = lineOf({ event: "internal_error", where: "alarm", cause });
    expect(line).toEqual({
      level: "error",
      event: "internal_error",
      where: "alarm",
      cause: { name: "TypeError", message: "fetch failed (socket closed)" },
    });
  });

  it("cuts long strings and the queries of URLs, also in a message", () => {
    const message = `no answer from http://x/media/a.png?expires=1&signature=abc then ${"z".repeat(900)}`;
    const line = lineOf({ event: "settings_refused", message });
    const written = String(line["message"]);
    expect(written).toHaveLength(301);
    expect(written).not.toContain("signature");
    expect(written).toContain("http://x/media/a.png?… then z");
  });
});

describe("stripQueries", () => {
  it.each([
    ["https://a.example/x?token=1", "https://a.example/x?…"],
    ["/media/w/a.png?expires=1&signature=s done", "/media/w/a.png?… done"],
    ['"https://a/b?c=d","https://e/f?g=h"', '"https://a/b?…","https://e/f?…"'],
    ["Really? Yes, and/or no?", "Really? Yes, and/or no?"],
    ["nothing here", "nothing here"],
  ])("%j becomes %j", (text, stripped) => expect(stripQueries(text)).toBe(stripped));
});
