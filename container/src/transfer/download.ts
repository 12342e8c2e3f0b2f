/**
 * Fetches an input to a file: streamed, resumed with Range after a broken connection, bounded in size and
 * by the disk that is free beside all else that is on its way. Only the given http(s) address is read; a
 * redirect is refused.
 */
import { open } from "node:fs/promises";
import path from "node:path";
import { diskFull, holdDisk } from "../disk.ts";
import { ServiceFault } from "../fault.ts";
import type { Platform } from "../platform.ts";
import { isPassingStatus, PassingFailure, retryAfterMs, withRetries } from "./failures.ts";

/**
 * Returns the bytes written to `file`. Throws ServiceFault: `input_unreachable` (refused, gone, or still
 * failing after the retries), `input_invalid` (larger than `maxBytes`), `disk_full`.
 */
export async function download(
  platform: Platform,
  request: { url: string; file: string; maxBytes: number; signal: AbortSignal },
): Promise<number> {
  const target: Target = { ...request, written: 0, validator: null };
  const { signal } = request;
  try {
    await withRetries(platform, { direction: "in", signal, gained: () => target.written }, () =>
      fetchRest(platform, target),
    );
    return target.written;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof PassingFailure) {
      throw new ServiceFault(
        "input_unreachable",
        `The file could not be fetched (${error.reason}), even after several tries. Try again later.`,
        { cause: error },
      );
    }
    if (error instanceof Error && "code" in error && error.code === "ENOSPC") {
      throw diskFull(null, error);
    }
    throw error;
  }
}

type Target = {
  url: string;
  file: string;
  maxBytes: number;
  signal: AbortSignal;
  written: number;
  /** Strong ETag of the first answer: a resumed body must be of the same file. */
  validator: string | null;
};

async function fetchRest(platform: Platform, target: Target): Promise<void> {
  const idle = new IdleWatch(platform.timings.transferIdle);
  let release: () => void = () => undefined;
  try {
    const response = await request(target, idle);
    const total = await acceptHeaders(target, response);
    release = await holdRest(platform, target, response, total);
    const expected = await writeBody(target, response, idle);
    if (total !== null && expected < total) {
      throw new PassingFailure(`the connection ended after ${expected} of ${total} bytes`);
    }
  } finally {
    release();
    idle.stop();
  }
}

async function request(target: Target, idle: IdleWatch): Promise<Response> {
  const headers = new Headers({ "accept-encoding": "identity" });
  // Without a validator a changed file would be spliced onto the old one, so it starts over.
  if (target.written > 0 && target.validator === null) target.written = 0;
  if (target.written > 0 && target.validator !== null) {
    headers.set("range", `bytes=${target.written}-`);
    headers.set("if-range", target.validator);
  }
  try {
    return await fetch(target.url, {
      headers,
      redirect: "manual",
      signal: AbortSignal.any([target.signal, idle.signal]),
    });
  } catch (error) {
    target.signal.throwIfAborted();
    throw new PassingFailure(networkReason(error), { cause: error });
  }
}

/** Checks the answer and returns the whole length in bytes, null where the server does not tell it. */
async function acceptHeaders(target: Target, response: Response): Promise<number | null> {
  const { status, headers } = response;
  if (status !== 200 && status !== 206) {
    await response.body?.cancel();
    if (isPassingStatus(status)) {
      throw new PassingFailure(`the server answered ${status}`, {
        retryAfterMs: retryAfterMs(headers),
      });
    }
    const why =
      status >= 300 && status < 400 ? "redirected to another address" : `answered ${status}`;
    throw new ServiceFault(
      "input_unreachable",
      `The file could not be fetched: the server ${why}. Its link may have expired; try again.`,
    );
  }
  if (status === 206) {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get("content-range") ?? "");
    if (range === null || Number(range[1]) !== target.written) {
      await response.body?.cancel();
      target.validator = null;
      throw new PassingFailure("the server resumed at a wrong place");
    }
  } else {
    target.written = 0;
    const etag = headers.get("etag");
    target.validator = etag !== null && etag.startsWith('"') ? etag : null;
  }
  const length = headers.get("content-length");
  const rest = length === null ? null : Number(length);
  if (rest !== null && target.written + rest > target.maxBytes) {
    await response.body?.cancel();
    throw tooLarge(target.maxBytes);
  }
  return rest === null ? null : target.written + rest;
}

/** Of a length that is not told, only what is spare is sure to have room. */
async function holdRest(
  platform: Platform,
  target: Target,
  response: Response,
  total: number | null,
): Promise<() => void> {
  const rest = () => (total === null ? 0 : Math.max(0, total - target.written));
  try {
    return await holdDisk(platform, path.dirname(target.file), rest);
  } catch (error) {
    await response.body?.cancel();
    throw error;
  }
}

async function writeBody(target: Target, response: Response, idle: IdleWatch): Promise<number> {
  const file = await open(target.file, target.written === 0 ? "w" : "r+");
  try {
    if (response.body === null) return target.written;
    const body: ReadableStream<Uint8Array> = response.body;
    const reader = body.getReader();
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        target.signal.throwIfAborted();
        throw new PassingFailure(networkReason(error), { cause: error });
      });
      if (done) return target.written;
      idle.touch();
      if (target.written + value.byteLength > target.maxBytes) {
        await reader.cancel();
        throw tooLarge(target.maxBytes);
      }
      await file.write(value, 0, value.byteLength, target.written);
      target.written += value.byteLength;
    }
  } finally {
    await file.close();
  }
}

class Silence extends Error {}

/** Aborts a transfer in which nothing arrives for `ms`. */
class IdleWatch {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(ms: number) {
    this.#timer = setTimeout(() => this.#controller.abort(new Silence()), ms);
  }
  get signal(): AbortSignal {
    return this.#controller.signal;
  }
  touch(): void {
    this.#timer.refresh();
  }
  stop(): void {
    clearTimeout(this.#timer);
  }
}

function networkReason(error: unknown): string {
  if (error instanceof Silence) return "nothing arrived for too long";
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") {
    return `network error ${cause.code}`;
  }
  return "the connection broke";
}

function tooLarge(maxBytes: number): ServiceFault {
  const limit = Math.floor(maxBytes / (1024 * 1024));
  return new ServiceFault(
    "input_invalid",
    `The file is larger than ${limit} MB, the most that can be used. Use a smaller one.`,
  );
}
