/**
 * The kinds of tests: `unit` in Node, `workers` in workerd, `e2e` over real processes, and `long`, which
 * takes minutes and is no part of `npm test`.
 */
import { availableParallelism } from "node:os";
import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { writeTestWorkerConfig } from "./dev/harness/test-worker-config.ts";

const LONG = ["**/*.long.test.ts"];
const WHOLE = ["**/*.e2e.test.ts", "**/*.browser.test.ts"];
const IN_WORKERD = [
  "workers/{project,workspace,account,api,webhooks,media,stitch,testing}/**/*.test.ts",
];
const NEVER = ["**/node_modules/**", "build/**"];

export default defineConfig({
  test: {
    // What a passing test prints is noise; a failing one shows all of it.
    silent: "passed-only",
    // By default one processor is left free, which on a machine with two leaves one file at a time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: "unit",
          include: ["{app,workers,container,dev}/**/*.test.{ts,tsx}"],
          exclude: [...NEVER, ...LONG, ...WHOLE, ...IN_WORKERD],
          setupFiles: ["dev/harness/loopback-only.ts", "dev/harness/quiet-console.ts"],
          testTimeout: 60_000,
        },
      },
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: writeTestWorkerConfig(import.meta.dirname) },
            miniflare: { outboundService: stayOnLoopback },
          }),
        ],
        test: {
          name: "workers",
          include: IN_WORKERD,
          exclude: [...NEVER, ...LONG, ...WHOLE],
          // Or each file loads the whole Worker anew, which takes three times as long as the tests.
          isolate: false,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: WHOLE,
          exclude: NEVER,
          setupFiles: ["dev/harness/loopback-only.ts"],
          // One at a time: each brings up the whole app, and the machine may be small.
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "long",
          include: LONG,
          exclude: NEVER,
          setupFiles: ["dev/harness/loopback-only.ts"],
          fileParallelism: false,
          testTimeout: 30 * 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});

/** Every request that the Worker under test makes and no test answers passes through here. */
async function stayOnLoopback(request: { url: string }): Promise<Response> {
  const { hostname } = new URL(request.url);
  if (hostname === "127.0.0.1" || hostname === "localhost") {
    return await fetch(request as unknown as Request);
  }
  throw new Error(`A test tried to reach ${hostname}. Tests may reach this machine only.`);
}
