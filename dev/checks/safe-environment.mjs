/** The environment of everything that the checks start. */
import path from "node:path";

/** What a developer may have set for the app must not change what the checks see. */
const NOT_PASSED_ON =
  /^(REPLICATE_|CLOUDFLARE_|R2_|(PORT|DATA_DIR|PUBLIC_ORIGIN|INTERNAL_ORIGIN|STITCHER_URL|SERVE_FROM_CLOUD|STORAGE_BUCKET|PRESIGNED_URL_EXPIRY|TIME_SCALE|MV_DEBUG_MODE|CORS_ORIGINS|MEDIA_SIGNING_KEY|NODE_ENV)$)/;

/**
 * @param {string} root
 * @param {NodeJS.ProcessEnv} environment
 * @param {Record<string, string | undefined>} tools
 * @returns {NodeJS.ProcessEnv}
 */
export function safeEnvironment(root, environment, tools) {
  const kept = Object.entries(environment).filter(([name]) => !NOT_PASSED_ON.test(name));
  return {
    ...Object.fromEntries(kept),
    ...tools,
    PATH: `${path.join(root, "node_modules/.bin")}${path.delimiter}${environment.PATH ?? ""}`,
    EDGEREEL_IGNORE_DEV_VARS: "1",
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_LOG_PATH: path.join(root, ".cache/wrangler-logs"),
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
    CLOUDFLARE_LOAD_DEV_VARS_FROM_DOT_ENV: "false",
    NO_COLOR: "1",
  };
}
