/**
 * What a person may set: read from the environment, then from `.dev.vars`. A variable that is in the
 * environment wins even when it is empty, so that `REPLICATE_API_TOKEN= npm start` runs offline
 * although `.dev.vars` holds a token. Empty means not set.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { Halt } from "./halt.mjs";

const NAMES = /** @type {const} */ ([
  "PORT",
  "DATA_DIR",
  "REPLICATE_API_TOKEN",
  "REPLICATE_API_BASE_URL",
  "REPLICATE_TIMEOUT",
  "PUBLIC_ORIGIN",
  "INTERNAL_ORIGIN",
  "STITCHER_URL",
  "SERVE_FROM_CLOUD",
  "STORAGE_BUCKET",
  "R2_S3_ENDPOINT",
  "R2_ACCESS_KEY_ID",
  "R2_SECRET_ACCESS_KEY",
  "PRESIGNED_URL_EXPIRY",
  "R2_PUBLIC_ORIGIN",
  "FFMPEG_PATH",
  "FFPROBE_PATH",
  "MV_DEBUG_MODE",
  "CORS_ORIGINS",
  "TIME_SCALE",
]);

const DEFAULT_PORT = 8787;
const DEFAULT_DATA_DIR = ".data";

/**
 * @typedef {Partial<Record<(typeof NAMES)[number], string>>} Given
 * @typedef {{ port: number, dataDir: string, isOffline: boolean, given: Given }} Settings
 *   `port` 0 asks for a free one; `dataDir` is absolute.
 */

/**
 * Reads NAME=value lines. `#` begins a comment on a line of its own or after white space; a value
 * may stand in single, double or back quotes, and then keeps everything inside. In double quotes
 * \n is a new line. `export ` in front is allowed. Other lines are ignored.
 * @param {string} text
 * @returns {Record<string, string>}
 */
export function parseDevVars(text) {
  /** @type {Record<string, string>} */
  const values = {};
  for (const line of text.replace(/^\uFEFF/, "").split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/.exec(line);
    if (match === null) continue;
    const [, name = "", raw = ""] = match;
    values[name] = unquote(raw);
  }
  return values;
}

/** @param {string} raw */
function unquote(raw) {
  const quoted = /^(["'`])(.*)\1\s*(?:#.*)?$/.exec(raw);
  if (quoted === null) return raw.replace(/(^|\s)#.*$/, "").trim();
  const [, quote, inside = ""] = quoted;
  return quote === '"' ? inside.replaceAll("\\n", "\n") : inside;
}

/**
 * @param {string} root the repository's folder
 * @param {Record<string, string | undefined>} environment
 * @returns {Settings}
 * @throws {Halt} when PORT is no port
 */
export function readSettings(root, environment) {
  const file = path.join(root, ".dev.vars");
  // The checks must never see a developer's own token.
  const isFileRead = environment.EDGEREEL_IGNORE_DEV_VARS !== "1" && existsSync(file);
  const fromFile = isFileRead ? parseDevVars(readFileSync(file, "utf8")) : {};
  /** @type {Given} */
  const given = {};
  for (const name of NAMES) {
    const value = (environment[name] ?? fromFile[name] ?? "").trim();
    if (value !== "") given[name] = value;
  }
  return {
    port: readPort(given.PORT),
    dataDir: path.resolve(root, given.DATA_DIR ?? DEFAULT_DATA_DIR),
    isOffline: given.REPLICATE_API_TOKEN === undefined,
    given,
  };
}

/** @param {string | undefined} value */
function readPort(value) {
  if (value === undefined) return DEFAULT_PORT;
  const port = Number(value);
  if (/^\d+$/.test(value) && port <= 65_535) return port;
  throw new Halt(`PORT is "${value}". It must be a number from 0 to 65535; 0 takes a free port.`);
}
