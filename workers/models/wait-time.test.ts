import { describe, expect, it } from "vitest";
import { readThrottle } from "./wait-time.ts";

const NOW = Date.UTC(2026, 0, 1);
const silent = { retryAfter: null, bodySeconds: null, detail: "" };

describe("readThrottle", () => {
  it.each([
    ["the header first", { retryAfter: "7", bodySeconds: 5, detail: "resets in ~30s" }, 7_000],
    ["a date in the header", { ...silent, retryAfter: new Date(NOW + 9_000).toUTCString() }, 9_000],
    ["the body", { ...silent, bodySeconds: 5, detail: "resets in ~30s" }, 5_000],
    ["the words", { ...silent, detail: "Your rate limit resets in ~30s." }, 30_000],
    ["older words", { ...silent, detail: "Expected available in 1 second." }, 1_000],
    ["older words again", { ...silent, detail: "Expected available in 24 seconds." }, 24_000],
    ["an unusable header is passed over", { ...silent, retryAfter: "soon", bodySeconds: 2 }, 2_000],
    ["nothing: a spread default", silent, 10_000],
    ["zero is not a spin", { ...silent, bodySeconds: 0 }, 250],
    ["a past date neither", { ...silent, retryAfter: new Date(NOW - 9_000).toUTCString() }, 250],
    ["a day is not believed", { ...silent, retryAfter: "86400" }, 600_000],
  ])("%s", (_, answer, ms) => {
    expect(readThrottle(answer, NOW, () => 0.5).retryAfterMs).toBe(ms);
  });

  it.each(["creating predictions", "prediction creation"])(
    "reads the pace of an account low on credit, for %s",
    (what) => {
      const detail = `Request was throttled. Your rate limit for ${what} is reduced to 6 requests per minute with a burst of 1 requests while you have less than $5.0 in credit. Your rate limit resets in ~5s.`;
      expect(readThrottle({ ...silent, detail }, NOW, () => 0)).toEqual({
        retryAfterMs: 5_000,
        perMinute: 6,
        burst: 1,
      });
      expect(readThrottle(silent, NOW, () => 0)).toMatchObject({ perMinute: null, burst: null });
    },
  );
});
