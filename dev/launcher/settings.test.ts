import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commonEnvironment, workerVariables } from "./programs.mjs";
import { parseDevVars, readSettings } from "./settings.mjs";

describe("parseDevVars", () => {
  it.each([
    ["A=1", { A: "1" }],
    ["  A = 1  ", { A: "1" }],
    ["export A=1", { A: "1" }],
    ["A=", { A: "" }],
    ["# A=1\nB=2", { B: "2" }],
    ["A=1 # why", { A: "1" }],
    ["A=a#b", { A: "a#b" }],
    ['A="a # b"', { A: "a # b" }],
    ["A='it \"is\"' # quoted", { A: 'it "is"' }],
    ['A="one\\ntwo"', { A: "one\ntwo" }],
    ["A='one\\ntwo'", { A: "one\\ntwo" }],
    ["A=b=c==", { A: "b=c==" }],
    ["A=1\r\nB=2\r\n", { A: "1", B: "2" }],
    ["\uFEFFA=1", { A: "1" }],
    ["A=1\nA=2", { A: "2" }],
    ["not a line\n1A=x", {}],
  ])("reads %j", (text, values) => {
    expect(parseDevVars(text)).toEqual(values);
  });
});

describe("readSettings", () => {
  let root = "";
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "edgereel-settings-"));
  });
  afterEach(() => rmSync(root, { recursive: true }));
  const write = (text: string) => writeFileSync(path.join(root, ".dev.vars"), text);

  it("has a default for everything", () => {
    expect(readSettings(root, {})).toEqual({
      port: 8787,
      dataDir: path.join(root, ".data"),
      isOffline: true,
      given: {},
    });
  });

  it("reads .dev.vars after the environment", () => {
    write("PORT=9000\nREPLICATE_API_TOKEN=r8_file\nDATA_DIR=there");
    const settings = readSettings(root, { PORT: "9001" });
    expect(settings).toMatchObject({ port: 9001, isOffline: false });
    expect(settings.dataDir).toBe(path.join(root, "there"));
    expect(settings.given.REPLICATE_API_TOKEN).toBe("r8_file");
  });

  it("lets an empty variable hide the file's token", () => {
    write("REPLICATE_API_TOKEN=r8_file");
    expect(readSettings(root, { REPLICATE_API_TOKEN: "" }).isOffline).toBe(true);
  });

  it("never opens the file for the checks", () => {
    write("REPLICATE_API_TOKEN=r8_file");
    expect(readSettings(root, { EDGEREEL_IGNORE_DEV_VARS: "1" }).isOffline).toBe(true);
  });

  it.each(["x", "-1", "65536", "80.5", "0x50"])("refuses PORT %j", (PORT) => {
    expect(() => readSettings(root, { PORT })).toThrow(/PORT is ".*0 takes a free port/);
  });
});

const CLOUD = {
  REPLICATE_TIMEOUT: "90",
  SERVE_FROM_CLOUD: "1",
  STORAGE_BUCKET: "my-media",
  R2_S3_ENDPOINT: "https://account.r2.cloudflarestorage.com",
  R2_ACCESS_KEY_ID: "an-id",
  R2_SECRET_ACCESS_KEY: "a-key",
  PRESIGNED_URL_EXPIRY: "600",
  R2_PUBLIC_ORIGIN: "https://media.example",
};

describe("commonEnvironment", () => {
  it("hands no setting on, so that a secret reaches only the program that needs it", () => {
    const secrets = { REPLICATE_API_TOKEN: "r8_mine", ...CLOUD };
    const environment = commonEnvironment("/repo", { HOME: "/home/me", ...secrets }, "/data");
    expect(environment).toMatchObject({ HOME: "/home/me", DATA_DIR: "/data" });
    for (const name of Object.keys(secrets)) expect(environment).not.toHaveProperty(name);
  });
});

describe("workerVariables", () => {
  const origins = {
    app: "http://127.0.0.1:8787",
    replicate: "http://127.0.0.1:4000",
    stitcher: "http://127.0.0.1:5000",
  };
  const variables = (environment: Record<string, string>, replicate: string | null) =>
    workerVariables(readSettings("/nowhere", environment), { ...origins, replicate }, "key");

  it("points everything at this machine while offline", () => {
    expect(variables({ TIME_SCALE: "0.1" }, origins.replicate)).toEqual({
      ENVIRONMENT: "local",
      OFFLINE_MODELS: "1",
      REPLICATE_API_TOKEN: "r8_offline",
      REPLICATE_API_BASE_URL: "http://127.0.0.1:4000/v1",
      PUBLIC_ORIGIN: "http://127.0.0.1:8787",
      INTERNAL_ORIGIN: "http://127.0.0.1:8787",
      STITCHER_URL: "http://127.0.0.1:5000",
      MEDIA_SIGNING_KEY: "key",
      TIME_SCALE: "0.1",
    });
  });

  it("hands on how media are served and how long a request may wait", () => {
    expect(variables(CLOUD, origins.replicate)).toMatchObject(CLOUD);
  });

  it("puts the address of the local R2 where the endpoint is called local", () => {
    const local = { ...CLOUD, R2_S3_ENDPOINT: "local" };
    expect(variables(local, origins.replicate).R2_S3_ENDPOINT).toBe(
      "http://127.0.0.1:8787/cdn-cgi/local/r2/s3",
    );
  });

  it("asks for no webhook and keeps real time with a real token", () => {
    const live = variables({ REPLICATE_API_TOKEN: "r8_mine", TIME_SCALE: "0.1" }, null);
    expect(live).not.toHaveProperty("PUBLIC_ORIGIN");
    expect(live).not.toHaveProperty("OFFLINE_MODELS");
    expect(live).not.toHaveProperty("TIME_SCALE");
    expect(live).not.toHaveProperty("REPLICATE_API_BASE_URL");
    expect(live.REPLICATE_API_TOKEN).toBe("r8_mine");
  });

  it("takes webhooks where the models are on this machine too", () => {
    const token = { REPLICATE_API_TOKEN: "r8_mine" };
    const near = { ...token, REPLICATE_API_BASE_URL: "http://localhost:4000/v1" };
    expect(variables(near, null).PUBLIC_ORIGIN).toBe("http://127.0.0.1:8787");
    const far = { ...token, REPLICATE_API_BASE_URL: "https://api.replicate.com/v1" };
    expect(variables(far, null)).not.toHaveProperty("PUBLIC_ORIGIN");
  });
});
