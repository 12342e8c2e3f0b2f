/**
 * wrangler.toml as the tests in workerd need it: without assets and containers, with the test entry.
 * It is written to a folder of its own because wrangler reads `.dev.vars` beside the configuration,
 * and a test must never meet a developer's token.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { experimental_readRawConfig } from "wrangler";

type RawConfig = { r2_buckets?: { binding: string; bucket_name: string }[] };
// wrangler's types name a package that it does not bring along.
const readRawConfig = experimental_readRawConfig as unknown as (args: { config: string }) => {
  rawConfig: RawConfig;
};

/** Returns the path of the written configuration. `root` is the repository's folder. */
export function writeTestWorkerConfig(root: string): string {
  const { rawConfig } = readRawConfig({ config: path.join(root, "wrangler.toml") });
  const folder = path.join(root, ".cache/test-worker");
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "wrangler.json");
  const config = {
    ...rawConfig,
    // Nothing in these tests reaches R2 but through its binding.
    r2_buckets: rawConfig.r2_buckets?.map(({ binding, bucket_name }) => ({ binding, bucket_name })),
    main: path.join(root, "workers/testing/main.ts"),
    assets: undefined,
    containers: undefined,
    vars: TEST_VARIABLES,
  };
  writeFileSync(file, JSON.stringify(config, null, 2));
  return file;
}

/** Nothing listens on port 9: whatever a test does not answer itself fails at once. */
const TEST_VARIABLES = {
  ENVIRONMENT: "local",
  OFFLINE_MODELS: "1",
  REPLICATE_API_TOKEN: "r8_offline",
  REPLICATE_API_BASE_URL: "http://127.0.0.1:9/v1",
  INTERNAL_ORIGIN: "http://127.0.0.1:8787",
  STITCHER_URL: "http://127.0.0.1:9",
  MEDIA_SIGNING_KEY: Buffer.alloc(32, "k").toString("base64"),
};
