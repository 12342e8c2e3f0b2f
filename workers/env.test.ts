import { describe, expect, it } from "vitest";
import { isLoopback, parseConfig } from "./env.ts";
import type { Variables } from "./env.ts";

const KEY = btoa("k".repeat(32));
const LOCAL: Variables = {
  ENVIRONMENT: "local",
  OFFLINE_MODELS: "1",
  REPLICATE_API_BASE_URL: "http://127.0.0.1:4000/v1/",
  INTERNAL_ORIGIN: "http://127.0.0.1:8787",
  MEDIA_SIGNING_KEY: KEY,
};
const PRODUCTION: Variables = {
  REPLICATE_API_TOKEN: "r8_secret",
  PUBLIC_ORIGIN: "https://films.example",
  MEDIA_SIGNING_KEY: KEY,
};

function faults(variables: Variables): string {
  const config = parseConfig(variables);
  return config.ok ? "" : config.error.message;
}

describe("parseConfig", () => {
  it("reads a laptop with offline models", () => {
    const config = parseConfig({ ...LOCAL, TIME_SCALE: "0.01", MV_DEBUG_MODE: "true" });
    expect(config).toMatchObject({
      ok: true,
      value: {
        environment: "local",
        isOffline: true,
        publicOrigin: "http://127.0.0.1:8787",
        internalOrigin: "http://127.0.0.1:8787",
        replicate: { baseUrl: "http://127.0.0.1:4000/v1", token: null },
        stitcherUrl: null,
        timeScale: 0.01,
        isDebug: true,
        corsOrigins: [],
      },
    });
  });

  it("reads a laptop with a token: nobody outside can call it, and time is not shortened", () => {
    const { OFFLINE_MODELS: _, REPLICATE_API_BASE_URL: __, ...bare } = LOCAL;
    const config = parseConfig({ ...bare, REPLICATE_API_TOKEN: "r8_secret", TIME_SCALE: "0.01" });
    expect(config).toMatchObject({
      value: {
        isOffline: false,
        publicOrigin: null,
        replicate: { baseUrl: "https://api.replicate.com/v1", token: "r8_secret" },
        timeScale: 1,
        expectedSeconds: { character: 8, script: 5, clip: 60, film: 20 },
      },
    });
  });

  it("takes a missing ENVIRONMENT for production, where the internal origin is the public one", () => {
    expect(parseConfig(PRODUCTION)).toMatchObject({
      value: {
        environment: "production",
        publicOrigin: "https://films.example",
        internalOrigin: "https://films.example",
      },
    });
  });

  it("reads origins exactly", () => {
    const config = parseConfig({
      ...LOCAL,
      CORS_ORIGINS: "https://a.example, http://localhost:3000",
    });
    expect(config).toMatchObject({
      value: { corsOrigins: ["https://a.example", "http://localhost:3000"] },
    });
  });

  it.each<[keyof Variables, string]>([
    ["ENVIRONMENT", "staging"],
    ["OFFLINE_MODELS", "yes"],
    ["MV_DEBUG_MODE", "2"],
    ["TIME_SCALE", "0"],
    ["TIME_SCALE", "2"],
    ["TIME_SCALE", "fast"],
    ["INTERNAL_ORIGIN", ""],
    ["INTERNAL_ORIGIN", "http://127.0.0.1:8787/path"],
    ["PUBLIC_ORIGIN", "films.example"],
    ["REPLICATE_API_BASE_URL", "not a url"],
    ["REPLICATE_API_BASE_URL", "ftp://127.0.0.1"],
    ["REPLICATE_API_BASE_URL", "http://api.example/v1"],
    ["REPLICATE_API_BASE_URL", "https://api.replicate.com/v1"],
    ["STITCHER_URL", "127.0.0.1:9000"],
    ["MEDIA_SIGNING_KEY", ""],
    ["MEDIA_SIGNING_KEY", "%%%"],
    ["MEDIA_SIGNING_KEY", btoa("k".repeat(31))],
    ["CORS_ORIGINS", "*"],
    ["CORS_ORIGINS", "https://a.example/path"],
  ])("on a laptop names %s = %j", (name, value) => {
    expect(faults({ ...LOCAL, [name]: value })).toContain(name);
  });

  it.each<[keyof Variables, string]>([
    ["OFFLINE_MODELS", "1"],
    ["REPLICATE_API_TOKEN", ""],
    ["REPLICATE_API_BASE_URL", "http://127.0.0.1:4000/v1"],
    ["REPLICATE_API_BASE_URL", "https://localhost/v1"],
    ["REPLICATE_API_BASE_URL", "http://api.example/v1"],
    ["STITCHER_URL", "http://127.0.0.1:9000"],
    ["STITCHER_URL", "http://[::1]:9000"],
    ["PUBLIC_ORIGIN", ""],
    ["PUBLIC_ORIGIN", "http://films.example"],
    ["PUBLIC_ORIGIN", "https://localhost"],
  ])("in production names %s = %j", (name, value) => {
    expect(faults({ ...PRODUCTION, [name]: value })).toContain(name);
  });

  it("names all faults in one sentence and repeats no value", () => {
    const message = faults({
      ...LOCAL,
      MEDIA_SIGNING_KEY: "short-secret",
      REPLICATE_API_BASE_URL: "r8_in_the_wrong_place",
      TIME_SCALE: "secret",
    });
    expect(message).toContain("MEDIA_SIGNING_KEY");
    expect(message).toContain("REPLICATE_API_BASE_URL");
    expect(message).toContain("TIME_SCALE");
    expect(message).not.toMatch(/secret|r8_/);
    expect(message).not.toMatch(/[.!?] /);
    expect(message).toMatch(/\.$/);
  });
});

describe("isLoopback", () => {
  it.each(["localhost", "127.0.0.1", "127.1.2.3", "[::1]", "::1"])("knows %s", (name) => {
    expect(isLoopback(name)).toBe(true);
  });

  it.each(["localhost.example", "127.0.0.1.example", "0.0.0.0", "10.0.0.1", "[::2]", ""])(
    "does not take %j for it",
    (name) => {
      expect(isLoopback(name)).toBe(false);
    },
  );
});
