/**
 * The Worker's settings: bindings and variables as the platform gives them (`Env`), and as the rest of
 * the Worker reads them (`Config`). Parsed once per isolate; nothing else looks at the raw variables.
 */
import packageJson from "../package.json" with { type: "json" };
import { fail, ok } from "./contracts/errors.ts";
import type { Result } from "./contracts/errors.ts";
import type { AppInfo } from "./contracts/gateway.ts";
import { exactOrigin, isLoopback, plainUrl, withoutSlash } from "./env/addresses.ts";
import { createReader } from "./env/reader.ts";
import { readStorage } from "./env/storage.ts";
import type { StorageConfig } from "./env/storage.ts";
import type { Variables } from "./env/variables.ts";

export { isLoopback } from "./env/addresses.ts";
export type { Variables } from "./env/variables.ts";

/** Bindings and variables of `wrangler.toml`, `.dev.vars` and the launcher. */
export type Env = {
  ASSETS: Fetcher;
  MEDIA: R2Bucket;
  PROJECTS: DurableObjectNamespace;
  WORKSPACES: DurableObjectNamespace;
  ACCOUNTS: DurableObjectNamespace;
  STITCHERS: DurableObjectNamespace;
} & Variables;

export type Config = {
  version: string;
  /** ENVIRONMENT; production when missing, because that keeps the doors closed. */
  environment: "local" | "production";
  /** OFFLINE_MODELS=1: the base URL is the offline Replicate's, and nothing costs money. */
  isOffline: boolean;
  /** Origin that webhook and media URLs for models carry; null: nobody outside can call us. */
  publicOrigin: string | null;
  /** Origin in URLs for the container. */
  internalOrigin: string;
  /** The token goes to `baseUrl` alone. It is null only with offline models. No trailing slash. */
  replicate: { baseUrl: string; token: string | null };
  /** The container service when it runs as a plain process; null: go through the binding. */
  stitcherUrl: string | null;
  /** Base64 of at least 32 bytes. */
  mediaSigningKey: string;
  storage: StorageConfig;
  /** Origin at which the bucket can be read without a signature; null: there is none. */
  publicMediaOrigin: string | null;
  /** REPLICATE_TIMEOUT: how long a request that waits for a result may be held, in milliseconds. */
  waitTimeoutMs: number;
  /** Multiplies every deadline, poll and back-off; 1 except with offline models. */
  timeScale: number;
  /** Exact foreign origins that may call the API from a browser. */
  corsOrigins: string[];
  isDebug: boolean;
  workspaceId: "default";
  /** Usual seconds of each kind of job, shown until enough jobs were measured. */
  expectedSeconds: AppInfo["expectedSeconds"];
};

export const REPLICATE_BASE_URL = "https://api.replicate.com/v1";

const SIGNING_KEY_BYTES = 32;
/** Seconds. */
const WAIT_TIMEOUT = { least: 1, most: 3_600, usual: 600 };
const LIVE_SECONDS = { character: 8, script: 5, clip: 60, film: 20 };
/** The offline Replicate renders small real media on this machine: seconds, not a minute. */
const OFFLINE_SECONDS = { character: 4, script: 2, clip: 12, film: 10 };

/**
 * Reads the variables. On failure the message is one sentence naming every bad variable and what it
 * must be; it never repeats a value, because a value may be a secret put in the wrong place.
 */
export function parseConfig(variables: Variables): Result<Config> {
  const reader = createReader(variables);
  const { faults, isProduction, read, refuse, readFlag, readOrigin } = reader;
  const isOffline = readFlag("OFFLINE_MODELS");
  if (isOffline && isProduction) {
    refuse("OFFLINE_MODELS", "must not be set in production, where films are paid for and real");
  }
  const isDebug = readFlag("MV_DEBUG_MODE");
  const baseUrl = readBaseUrl();
  const token = read("REPLICATE_API_TOKEN");
  if (token === null && !isOffline) {
    refuse("REPLICATE_API_TOKEN", "is missing, and OFFLINE_MODELS is not 1");
  }

  const internal = readOrigin("INTERNAL_ORIGIN");
  const defaultPublic = !isProduction && isLoopback(new URL(baseUrl).hostname) ? internal : null;
  const publicOrigin = readOrigin("PUBLIC_ORIGIN") ?? defaultPublic;
  if (isProduction && read("PUBLIC_ORIGIN") === null) {
    refuse("PUBLIC_ORIGIN", "is missing: set it to the https origin this Worker is reached at");
  }
  if (!isProduction && read("INTERNAL_ORIGIN") === null) {
    refuse("INTERNAL_ORIGIN", "is missing: set it to the address the container reaches this at");
  }

  const stitcherUrl = readStitcherUrl();
  const mediaSigningKey = readSigningKey();
  const { storage, publicMediaOrigin } = readStorage(reader);
  const waitTimeoutMs = reader.readSeconds("REPLICATE_TIMEOUT", WAIT_TIMEOUT) * 1_000;
  const timeScale = readTimeScale();
  const corsOrigins = readCorsOrigins();

  if (faults.length > 0) {
    return fail("internal", `Edgereel's settings need a correction: ${faults.join("; ")}.`);
  }
  return ok({
    version: packageJson.version,
    environment: isProduction ? "production" : "local",
    isOffline,
    publicOrigin,
    internalOrigin: internal ?? publicOrigin ?? "",
    replicate: { baseUrl, token },
    stitcherUrl,
    mediaSigningKey,
    storage,
    publicMediaOrigin,
    waitTimeoutMs,
    timeScale,
    corsOrigins,
    isDebug,
    workspaceId: "default",
    expectedSeconds: isOffline ? scale(OFFLINE_SECONDS, timeScale) : LIVE_SECONDS,
  });

  function readBaseUrl(): string {
    const value = read("REPLICATE_API_BASE_URL");
    const name = "REPLICATE_API_BASE_URL";
    const url = plainUrl(value ?? REPLICATE_BASE_URL);
    if (url === null) {
      refuse(name, "must be a plain http or https URL, such as https://api.replicate.com/v1");
      return REPLICATE_BASE_URL;
    }
    const isLocal = isLoopback(url.hostname);
    if (isProduction && isLocal) refuse(name, "must not be a loopback address in production");
    if (!isLocal && url.protocol !== "https:") refuse(name, "must be https, as it gets the token");
    // Offline models at a real address would spend money while saying that nothing does.
    if (isOffline && !isLocal) refuse(name, "must be a loopback address while OFFLINE_MODELS is 1");
    return withoutSlash(url);
  }

  function readStitcherUrl(): string | null {
    const value = read("STITCHER_URL");
    if (value === null) return null;
    const url = plainUrl(value);
    if (url === null) {
      refuse("STITCHER_URL", "must be a plain http or https URL");
      return null;
    }
    if (isProduction && isLoopback(url.hostname)) {
      refuse("STITCHER_URL", "must not be a loopback address in production");
    }
    return withoutSlash(url);
  }

  function readSigningKey(): string {
    const value = read("MEDIA_SIGNING_KEY");
    if (value === null)
      refuse("MEDIA_SIGNING_KEY", "is missing: set it to 32 random bytes in base64");
    else if (base64Length(value) < SIGNING_KEY_BYTES) {
      refuse("MEDIA_SIGNING_KEY", `must be base64 of at least ${SIGNING_KEY_BYTES} bytes`);
    }
    return value ?? "";
  }

  function readTimeScale(): number {
    // Real models take the time they take: a shortened deadline there would lose paid work.
    if (!isOffline) return 1;
    const scale = Number(read("TIME_SCALE") ?? "1");
    if (scale >= 0.0001 && scale <= 1) return scale;
    refuse("TIME_SCALE", "must be a number from 0.0001 to 1");
    return 1;
  }

  function readCorsOrigins(): string[] {
    const origins: string[] = [];
    for (const part of (read("CORS_ORIGINS") ?? "").split(",")) {
      if (part.trim() === "") continue;
      const origin = exactOrigin(part.trim());
      if (origin !== null) origins.push(origin);
      else {
        refuse(
          "CORS_ORIGINS",
          "must be exact origins separated by commas, such as https://a.example",
        );
        break;
      }
    }
    return origins;
  }
}

function scale(seconds: Config["expectedSeconds"], timeScale: number): Config["expectedSeconds"] {
  const one = (value: number): number => Math.max(1, Math.round(value * timeScale));
  return {
    character: one(seconds.character),
    script: one(seconds.script),
    clip: one(seconds.clip),
    film: one(seconds.film),
  };
}

function base64Length(value: string): number {
  try {
    return atob(value).length;
  } catch {
    return 0;
  }
}
