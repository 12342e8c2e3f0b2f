/** What the HTTP line knows of one request, and what it was built with. */
import type { Config } from "../env.ts";
import type { Gateway } from "../contracts/gateway.ts";
import type { LogEvent } from "../platform/log.ts";
import type { Archive } from "./archive/archive.ts";
import type { Inbox } from "./inbox.ts";
import type { Calls } from "./mv/calls.ts";
import type { Library } from "./mv/library.ts";
import type { OwnClips } from "./own-clips/own-clips.ts";

/** Hono's types for every app and middleware of the Worker. */
export type HttpEnv = {
  Variables: {
    /** Ours, never the caller's: it is what the log is searched by. */
    requestId: string;
    /** For the inline scripts and styles of this one answer (Content-Security-Policy). */
    nonce: string;
  };
};

/** Everything a route may use. Time and randomness come in here, so that tests can hold them still. */
export type HttpParts = {
  config: Config;
  gateway: Gateway;
  inbox: Inbox;
  calls: Calls;
  library: Library;
  archive: Archive;
  ownClips: OwnClips;
  bucket: R2Bucket;
  now: () => number;
  newId: () => string;
  log: (event: LogEvent) => void;
};
