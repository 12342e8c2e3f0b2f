import { describe, expect, it } from "vitest";
import { safeEnvironment } from "./safe-environment.mjs";
import { countTests } from "./test-count.mjs";

describe("safeEnvironment", () => {
  it("lets no token and no setting of the app through", () => {
    const given = {
      REPLICATE_API_TOKEN: "r8_mine",
      REPLICATE_API_BASE_URL: "https://api.replicate.com/v1",
      CLOUDFLARE_API_TOKEN: "cf",
      PUBLIC_ORIGIN: "https://films.example",
      PORT: "80",
      REPLICATE_TIMEOUT: "90",
      SERVE_FROM_CLOUD: "1",
      STORAGE_BUCKET: "my-media",
      R2_S3_ENDPOINT: "https://account.r2.cloudflarestorage.com",
      R2_ACCESS_KEY_ID: "an-id",
      R2_SECRET_ACCESS_KEY: "a-key",
      PRESIGNED_URL_EXPIRY: "600",
      R2_PUBLIC_ORIGIN: "https://media.example",
      HOME: "/home/me",
      PATH: "/bin",
    };
    const env = safeEnvironment("/repo", given, { FFMPEG_PATH: "/bin/ffmpeg" });
    expect(JSON.stringify(env)).not.toMatch(/r8_mine|replicate\.com|"cf"|films\.example|"80"/);
    for (const name of Object.keys(given)) {
      if (name !== "HOME" && name !== "PATH") expect(env).not.toHaveProperty(name);
    }
    expect(env).toMatchObject({
      HOME: "/home/me",
      PATH: "/repo/node_modules/.bin:/bin",
      FFMPEG_PATH: "/bin/ffmpeg",
      EDGEREEL_IGNORE_DEV_VARS: "1",
    });
  });
});

describe("countTests", () => {
  const file = (status: string, tests: number) => ({
    status,
    assertionResults: Array.from({ length: tests }, () => ({})),
  });
  const report = (passed: number, failed: number, pending: number, files: object[]) =>
    JSON.stringify({
      numPassedTests: passed,
      numFailedTests: failed,
      numPendingTests: pending,
      testResults: files,
    });

  it.each([
    [report(3, 0, 0, [file("passed", 3)]), "3 passed, 0 failed"],
    [report(2, 1, 0, [file("failed", 3)]), "2 passed, 1 failed"],
    [report(2, 0, 1, [file("passed", 3)]), "2 passed, 0 failed, 1 skipped"],
    [
      report(3, 0, 0, [file("passed", 3), file("failed", 0)]),
      "3 passed, 0 failed, 1 files that could not be run",
    ],
    [null, null],
    ["", null],
    ["{}", null],
  ])("reads %s", (json, line) => {
    expect(countTests(json)).toBe(line);
  });
});
