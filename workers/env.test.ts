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

const CLOUD: Variables = {
  SERVE_FROM_CLOUD: "1",
  STORAGE_BUCKET: "edgereel-media",
  R2_S3_ENDPOINT: "https://account.r2.cloudflarestorage.com/",
  R2_ACCESS_KEY_ID: "an-id",
  R2_SECRET_ACCESS_KEY: "a-key",
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
        storage: { kind: "direct" },
        publicMediaOrigin: null,
        waitTimeoutMs: 600_000,
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
    ["STITCHER_URL", "http://name:word@127.0.0.1:9000"],
    ["MEDIA_SIGNING_KEY", ""],
    ["MEDIA_SIGNING_KEY", "%%%"],
    ["MEDIA_SIGNING_KEY", btoa("k".repeat(31))],
    ["REPLICATE_TIMEOUT", "0"],
    ["REPLICATE_TIMEOUT", "3601"],
    ["REPLICATE_TIMEOUT", "1.5"],
    ["SERVE_FROM_CLOUD", "yes"],
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

describe("parseConfig, media served from the cloud", () => {
  it("reads presigned storage with its defaults", () => {
    expect(parseConfig({ ...PRODUCTION, ...CLOUD })).toMatchObject({
      value: {
        storage: {
          kind: "presigned",
          endpoint: "https://account.r2.cloudflarestorage.com",
          bucket: "edgereel-media",
          accessKeyId: "an-id",
          secretAccessKey: "a-key",
          expiryS: 3_600,
        },
        publicMediaOrigin: null,
      },
    });
  });

  it("reads what may be set beside it, and a loopback endpoint on a laptop", () => {
    const config = parseConfig({
      ...LOCAL,
      ...CLOUD,
      SERVE_FROM_CLOUD: "true",
      R2_S3_ENDPOINT: "http://127.0.0.1:8787/cdn-cgi/local/r2/s3",
      PRESIGNED_URL_EXPIRY: "60",
      R2_PUBLIC_ORIGIN: "http://127.0.0.1:9000",
      REPLICATE_TIMEOUT: "3600",
    });
    expect(config).toMatchObject({
      value: {
        storage: { endpoint: "http://127.0.0.1:8787/cdn-cgi/local/r2/s3", expiryS: 60 },
        publicMediaOrigin: "http://127.0.0.1:9000",
        waitTimeoutMs: 3_600_000,
      },
    });
  });

  it.each<(keyof Variables)[]>([
    ["STORAGE_BUCKET"],
    ["R2_S3_ENDPOINT"],
    ["R2_ACCESS_KEY_ID"],
    ["R2_SECRET_ACCESS_KEY"],
    ["STORAGE_BUCKET", "R2_SECRET_ACCESS_KEY"],
    ["STORAGE_BUCKET", "R2_S3_ENDPOINT", "R2_ACCESS_KEY_ID", "R2_SECRET_ACCESS_KEY"],
  ])("names exactly what is missing: %s %s %s %s", (...names) => {
    const missing = names.filter((name) => name !== undefined);
    const given = Object.entries(CLOUD).filter(([name]) => !missing.includes(name as never));
    const message = faults({ ...LOCAL, ...Object.fromEntries(given) });
    expect(message.match(/\w+(?= is missing)/g)?.sort()).toEqual([...missing].sort());
    expect(message).not.toMatch(/an-id|a-key|edgereel-media|cloudflarestorage/);
    expect(message).not.toMatch(/[.!?] /);
  });

  it.each<[keyof Variables, string]>([
    ["STORAGE_BUCKET", "a/b"],
    ["STORAGE_BUCKET", "AB"],
    ["R2_S3_ENDPOINT", "account.r2.cloudflarestorage.com"],
    ["R2_S3_ENDPOINT", "local"],
    ["R2_S3_ENDPOINT", "https://account.example/?x=1"],
    ["R2_S3_ENDPOINT", "https://name@account.example"],
    ["R2_S3_ENDPOINT", "http://account.example"],
    ["PRESIGNED_URL_EXPIRY", "59"],
    ["PRESIGNED_URL_EXPIRY", "604801"],
    ["PRESIGNED_URL_EXPIRY", "90.5"],
    ["PRESIGNED_URL_EXPIRY", "1e3"],
    ["R2_PUBLIC_ORIGIN", "https://media.example/path"],
  ])("names %s = %j, unless media are not served from the cloud", (name, value) => {
    const variables = { ...LOCAL, ...CLOUD, [name]: value };
    expect(faults(variables)).toContain(`${name} must be`);
    const config = parseConfig({ ...variables, SERVE_FROM_CLOUD: "0" });
    expect(config).toMatchObject({
      value: { storage: { kind: "direct" }, publicMediaOrigin: null },
    });
  });

  it.each<[keyof Variables, string]>([
    ["R2_S3_ENDPOINT", "http://127.0.0.1:8787/cdn-cgi/local/r2/s3"],
    ["R2_S3_ENDPOINT", "https://localhost"],
    ["R2_PUBLIC_ORIGIN", "http://media.example"],
    ["R2_PUBLIC_ORIGIN", "https://127.0.0.1"],
  ])("in production names %s = %j", (name, value) => {
    expect(faults({ ...PRODUCTION, ...CLOUD, [name]: value })).toContain(name);
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
