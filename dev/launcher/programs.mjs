/** What is started, with which environment: the wiring between the programs, as plain data. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * @typedef {import("./settings.mjs").Settings} Settings
 * @typedef {import("./supervisor.mjs").Program} Program
 * @typedef {{ replicate: string | null, stitcher: string, app: string }} Origins
 */

const LOCAL = "127.0.0.1";
/** The offline Replicate takes any token; a fixed one makes its log easy to read. */
const OFFLINE_TOKEN = "r8_offline";
/** Where wrangler's development server has the S3 interface of its local R2. */
const LOCAL_S3_PATH = "/cdn-cgi/local/r2/s3";
/** Those of wrangler.toml's Durable Objects that pages reach. */
const OBJECTS = [
  ["PROJECTS", "ProjectObject"],
  ["WORKSPACES", "WorkspaceObject"],
  ["ACCOUNTS", "AccountObject"],
];

/** @param {number} port */
export function localOrigin(port) {
  return `http://${LOCAL}:${port}`;
}

/**
 * The environment that every program gets: ours, without the settings, so that a token reaches only
 * the one that needs it. Node 22 of node_modules comes first on PATH.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} environment
 * @param {string} dataDir
 * @returns {NodeJS.ProcessEnv}
 */
export function commonEnvironment(root, environment, dataDir) {
  const { PATH = "", ...rest } = environment;
  const settings =
    /^(REPLICATE_|R2_|(PUBLIC_ORIGIN|INTERNAL_ORIGIN|STITCHER_URL|SERVE_FROM_CLOUD|STORAGE_BUCKET|PRESIGNED_URL_EXPIRY|TIME_SCALE|PORT)$)/;
  for (const name of Object.keys(rest)) {
    if (settings.test(name)) delete rest[name];
  }
  return {
    ...rest,
    PATH: `${path.join(root, "node_modules/.bin")}${path.delimiter}${PATH}`,
    DATA_DIR: dataDir,
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_LOG_PATH: path.join(dataDir, "logs", "wrangler"),
    WRANGLER_HIDE_BANNER: "true",
    // Otherwise wrangler asks the internet for sample request properties at every start.
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
    CLOUDFLARE_LOAD_DEV_VARS_FROM_DOT_ENV: "false",
    NO_COLOR: "1",
  };
}

/**
 * @param {NodeJS.ProcessEnv} common
 * @param {Settings} settings
 * @param {{ ffmpeg: string, ffprobe: string }} tools
 * @returns {Program}
 */
export function containerService(common, settings, tools) {
  return {
    key: "stitcher",
    title: "ffmpeg service",
    script: "container/src/server.ts",
    env: {
      ...common,
      PORT: "0",
      HOST: LOCAL,
      WORK_DIR: path.join(settings.dataDir, "stitch"),
      FFMPEG_PATH: tools.ffmpeg,
      FFPROBE_PATH: tools.ffprobe,
    },
  };
}

/**
 * @param {NodeJS.ProcessEnv} common
 * @param {Settings} settings
 * @param {{ ffmpeg: string, ffprobe: string }} tools
 * @returns {Program}
 */
export function offlineReplicate(common, settings, tools) {
  return {
    key: "replicate",
    title: "offline Replicate",
    script: "dev/replicate/main.ts",
    env: {
      ...common,
      ...(settings.given.TIME_SCALE === undefined ? {} : { TIME_SCALE: settings.given.TIME_SCALE }),
      FFMPEG_PATH: tools.ffmpeg,
      FFPROBE_PATH: tools.ffprobe,
    },
  };
}

/**
 * The Worker's variables. They hold secrets: they go to it through its stdin and nowhere else.
 * @param {Settings} settings
 * @param {Origins} origins
 * @param {string} mediaSigningKey
 * @returns {Record<string, string>}
 */
export function workerVariables(settings, origins, mediaSigningKey) {
  const { given, isOffline } = settings;
  const baseUrl =
    origins.replicate === null ? given.REPLICATE_API_BASE_URL : `${origins.replicate}/v1`;
  const publicOrigin = given.PUBLIC_ORIGIN ?? (isLocalUrl(baseUrl) ? origins.app : undefined);
  return withoutMissing({
    ENVIRONMENT: "local",
    OFFLINE_MODELS: isOffline ? "1" : undefined,
    REPLICATE_API_TOKEN: isOffline ? OFFLINE_TOKEN : given.REPLICATE_API_TOKEN,
    REPLICATE_API_BASE_URL: baseUrl,
    REPLICATE_TIMEOUT: given.REPLICATE_TIMEOUT,
    PUBLIC_ORIGIN: publicOrigin,
    INTERNAL_ORIGIN: given.INTERNAL_ORIGIN ?? origins.app,
    STITCHER_URL: origins.stitcher,
    MEDIA_SIGNING_KEY: mediaSigningKey,
    SERVE_FROM_CLOUD: given.SERVE_FROM_CLOUD,
    STORAGE_BUCKET: given.STORAGE_BUCKET,
    // The port may be known to nobody before the start, so "local" stands for the address.
    R2_S3_ENDPOINT:
      given.R2_S3_ENDPOINT === "local" ? `${origins.app}${LOCAL_S3_PATH}` : given.R2_S3_ENDPOINT,
    R2_ACCESS_KEY_ID: given.R2_ACCESS_KEY_ID,
    R2_SECRET_ACCESS_KEY: given.R2_SECRET_ACCESS_KEY,
    PRESIGNED_URL_EXPIRY: given.PRESIGNED_URL_EXPIRY,
    R2_PUBLIC_ORIGIN: given.R2_PUBLIC_ORIGIN,
    TIME_SCALE: isOffline ? given.TIME_SCALE : undefined,
    MV_DEBUG_MODE: given.MV_DEBUG_MODE,
    CORS_ORIGINS: given.CORS_ORIGINS,
  });
}

/**
 * @param {NodeJS.ProcessEnv} common
 * @param {import("./worker.mjs").WorkerLaunch} launch
 * @returns {Program}
 */
export function worker(common, launch) {
  return {
    key: "worker",
    title: "Worker",
    script: "dev/launcher/worker.mjs",
    env: common,
    input: JSON.stringify(launch),
  };
}

/**
 * The folder through which the pages of `npm run dev` find the Worker's Durable Objects.
 * @param {string} dataDir
 */
export function registryFolder(dataDir) {
  return path.join(dataDir, "registry");
}

/**
 * The pages with hot reload. Their configuration is a file because wrangler's proxy to the Durable
 * Objects reads nothing else; it holds the variables and is for the owner's eyes only.
 * @param {NodeJS.ProcessEnv} common
 * @param {{
 *   dataDir: string,
 *   port: number,
 *   workerOrigin: string,
 *   variables: Record<string, string>,
 * }} options
 * @returns {Program}
 */
export function hotPages(common, { dataDir, port, workerOrigin, variables }) {
  const folder = path.join(dataDir, "pages");
  const file = path.join(folder, "wrangler.json");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  rmSync(file, { force: true });
  const config = {
    name: "edgereel-pages",
    compatibility_date: "2026-08-04",
    durable_objects: {
      bindings: OBJECTS.map(([name, className]) => ({
        name,
        class_name: className,
        script_name: "edgereel",
      })),
    },
    vars: variables,
  };
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return {
    key: "pages",
    title: "page server",
    script: "dev/launcher/pages/main.ts",
    env: {
      ...common,
      PORT: String(port),
      EDGEREEL_PAGES_CONFIG: file,
      EDGEREEL_WORKER_ORIGIN: workerOrigin,
      WRANGLER_REGISTRY_PATH: registryFolder(dataDir),
    },
  };
}

/** @param {string | undefined} url */
function isLocalUrl(url) {
  if (url === undefined || !URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
}

/**
 * @param {Record<string, string | undefined>} values
 * @returns {Record<string, string>}
 */
function withoutMissing(values) {
  /** @type {Record<string, string>} */
  const present = {};
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) present[name] = value;
  }
  return present;
}
