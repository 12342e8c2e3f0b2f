import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { createStitcher } from "./client.ts";

const { STITCHERS } = env as unknown as { STITCHERS: DurableObjectNamespace };

describe("StitchContainer", () => {
  it("is unavailable, and no crash, where containers are switched off", async () => {
    const never = () => Promise.reject(new Error("must not be called"));
    const stitcher = createStitcher({ baseUrl: null, container: STITCHERS, fetch: never });
    const error = { code: "stitch_unavailable" };
    expect(await stitcher.health()).toMatchObject({ ok: false, error });
    expect(await stitcher.report(crypto.randomUUID(), "a-film")).toMatchObject({
      ok: false,
      error,
    });
  });
});
