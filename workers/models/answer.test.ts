import { describe, expect, it } from "vitest";
import { exchangeError } from "./answer.ts";

function errorAt(status: number, detail: string) {
  const text = JSON.stringify({ title: "", detail, status });
  return exchangeError({ kind: "answered", status, retryAfter: null, text }, "mytoken");
}

describe("exchangeError", () => {
  it.each([
    [422, "The input was flagged as sensitive. (E005)", "content_refused"],
    [400, "This prompt violates our usage guidelines.", "content_refused"],
    [422, "- input.prompt: String is required", "provider_rejected"],
    [429, "Request was throttled. Your rate limit resets in ~30s.", "rate_limited"],
    [401, "You did not pass a valid authentication token", "provider_misconfigured"],
    [403, "You do not have permission", "provider_misconfigured"],
    [402, "Insufficient credit", "credit_exhausted"],
    [503, "Try later", "provider_unavailable"],
  ])("tells %i with %j apart as %s", (status, detail, code) => {
    expect(errorAt(status, detail).code).toBe(code);
  });

  it("gives the provider's reason for refused content, without the token", () => {
    const error = errorAt(422, "flagged as sensitive for mytoken");
    expect(error.message).toMatch(/^The model refused this content\./);
    expect(error.detail).toBe("flagged as sensitive for (hidden)");
  });
});
