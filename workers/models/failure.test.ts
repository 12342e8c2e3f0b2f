import { describe, expect, it } from "vitest";
import { classifyFailure } from "./failure.ts";
import { providerWords } from "./provider-words.ts";

describe("classifyFailure", () => {
  it.each([
    ["Prediction interrupted; please retry (code: PA)", "transient", "provider_unavailable"],
    ["Director: unexpected error handling prediction (E9828)", "transient", "provider_unavailable"],
    ["Timeout starting (E6716)", "transient", "provider_unavailable"],
    ["E8765: health check failed", "transient", "provider_unavailable"],
    [
      "Service is currently unavailable due to high demand. Please try again later. (E003)",
      "capacity",
      "provider_unavailable",
    ],
    ["Service is temporarily unavailable. (E004)", "capacity", "provider_unavailable"],
    [
      "The input or output was flagged as sensitive. Please try again with different inputs. (E005) (x9d2)",
      "moderation",
      "content_refused",
    ],
    [
      "NSFW content detected. Try running it again, or try a different prompt.",
      "moderation",
      "content_refused",
    ],
    [
      "Input validation error: 403 Client Error: Forbidden for url: https://m.test/p.png?sig=s3cret",
      "input_unreachable",
      "asset_missing",
    ],
    [
      "Input validation error: HTTPConnectionPool(host='m.test', port=80): Max retries exceeded with url: /p.png?sig=s3cret",
      "input_unreachable",
      "asset_missing",
    ],
    ["Failed to download image", "input_unreachable", "asset_missing"],
    ["Input validation error: duration must be 5 or 10", "input", "provider_rejected"],
    ["CUDA out of memory", "input", "provider_rejected"],
    ["Model ran out of memory (E1001)", "input", "provider_rejected"],
    [
      "This prompt contains words that violate Google's Responsible AI practices.",
      "moderation",
      "content_refused",
    ],
    ["The response is blocked, as it may violate our policies", "moderation", "content_refused"],
    ["429 Too Many Requests", "capacity", "rate_limited"],
    [
      "429 Client Error: Too Many Requests for url: https://models.test/v1?key=s3cret",
      "capacity",
      "rate_limited",
    ],
    ["Rate limit reached for this model", "capacity", "rate_limited"],
    ["Request was throttled. Your rate limit resets in ~5s.", "capacity", "rate_limited"],
    ["RESOURCE_EXHAUSTED: Quota exceeded", "capacity", "rate_limited"],
    ["Incorrect API key provided: abc", "configuration", "provider_misconfigured"],
    ["API key not valid. Please pass a valid one.", "configuration", "provider_misconfigured"],
    ["Error code: 401 - Unauthenticated", "configuration", "provider_misconfigured"],
    ["Webhook URL empty (E4875)", "configuration", "provider_misconfigured"],
    ["Something nobody has seen (E7777)", "unknown", "provider_rejected"],
    ["list index out of range", "unknown", "provider_rejected"],
    [null, "unknown", "provider_rejected"],
  ])("%s is %s", (text, kind, code) => {
    const failure = classifyFailure(text, { status: "failed" });
    expect(failure.kind).toBe(kind);
    expect(failure.error.code).toBe(code);
    expect(failure.error.message).toMatch(/[.]$/);
    expect(failure.error.detail ?? "").not.toMatch(/https?:|s3cret/);
  });

  it("goes by the status where that says it", () => {
    expect(classifyFailure(null, { status: "canceled" })).toMatchObject({
      kind: "canceled",
      error: { code: "canceled" },
    });
    expect(classifyFailure(null, { status: "aborted" })).toMatchObject({
      kind: "capacity",
      error: { code: "provider_timeout" },
    });
  });

  it("prefers a known code to an unknown one beside it", () => {
    const text = "Upstream (E7777) gave: flagged (E005)";
    expect(classifyFailure(text, { status: "failed" }).kind).toBe("moderation");
  });
});

describe("providerWords", () => {
  it("takes out addresses, data, tokens and line breaks", () => {
    const words = providerWords(
      "Bad\n image https://a.test/x?token=1 data:image/png;base64,AAAA with Bearer abcdefghijkl and r8_Qwertz and mytoken",
      "mytoken",
    );
    expect(words).toBe(
      "Bad image (address removed) (data removed) with Bearer (hidden) and (hidden) and (hidden)",
    );
  });

  it("stays short, and is nothing where nothing is left", () => {
    expect(providerWords("😀".repeat(400))?.length).toBeLessThanOrEqual(300);
    expect(providerWords("😀".repeat(400))?.isWellFormed()).toBe(true);
    expect(providerWords("x".repeat(300))).toBe("x".repeat(300));
    expect(providerWords(" \n ")).toBeUndefined();
    expect(providerWords(null)).toBeUndefined();
  });
});
