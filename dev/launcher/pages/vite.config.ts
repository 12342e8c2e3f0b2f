/**
 * vite.config.ts of the root, and what the Worker does for the pages in production: the gateway as load
 * context, and everything that is no page passed on to the Worker.
 *
 *   PORT                   where the pages are
 *   EDGEREEL_PAGES_CONFIG  wrangler configuration with the Durable Objects' names and the variables
 *   EDGEREEL_WORKER_ORIGIN where the Worker is
 */
import { randomUUID } from "node:crypto";
import { cloudflareDevProxyVitePlugin } from "@remix-run/dev";
import { defineConfig, mergeConfig } from "vite";
import type { Plugin, ViteDevServer } from "vite";
import type { Result } from "../../../workers/contracts/errors.ts";
import type { Gateway, LoadContext } from "../../../workers/contracts/gateway.ts";
import pages from "../../../vite.config.ts";

const { PORT, EDGEREEL_PAGES_CONFIG: configPath, EDGEREEL_WORKER_ORIGIN: worker } = process.env;
if (PORT === undefined || configPath === undefined || worker === undefined) {
  throw new Error("Start this through npm run dev.");
}

/** The two modules of the Worker that make a gateway; loaded by Vite, so that edits count at once. */
type SettingsModule = { parseConfig(env: unknown): Result<unknown> };
type GatewayModule = { createGateway(env: unknown, config: unknown): Gateway };

let server: ViteDevServer | null = null;
const keepServer: Plugin = {
  name: "edgereel-keep-server",
  configureServer(started) {
    server = started;
  },
};

async function loadContext(env: unknown): Promise<LoadContext> {
  if (server === null) throw new Error("The page server has not started.");
  const settings = (await server.ssrLoadModule("/workers/env.ts")) as SettingsModule;
  const { createGateway } = (await server.ssrLoadModule(
    "/workers/api/gateway.ts",
  )) as GatewayModule;
  const config = settings.parseConfig(env);
  if (!config.ok) throw new Error(config.error.message);
  return {
    gateway: createGateway(env, config.value),
    nonce: randomUUID(),
    requestId: randomUUID(),
  };
}

const passedOn = { target: worker, ws: true };

export default mergeConfig(
  // Remix demands to come after the proxy to the Durable Objects.
  defineConfig({
    plugins: [
      keepServer,
      cloudflareDevProxyVitePlugin({
        configPath,
        persist: false,
        getLoadContext: async ({ context }) => ({ ...(await loadContext(context.cloudflare.env)) }),
      }),
    ],
    server: {
      host: "127.0.0.1",
      port: Number(PORT),
      strictPort: true,
      proxy: { "/api": passedOn, "/webhooks": passedOn, "/media": passedOn },
      // Tests and the database files change all the time without any page having changed.
      watch: { ignored: ["**/.data/**", "**/.wrangler/**", "**/.cache/**", "**/build/**"] },
    },
  }),
  pages,
);
