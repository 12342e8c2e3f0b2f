/**
 * Sends a result away in parts. Each is read into memory on its own (bounded by `part_bytes`), PUT with
 * its Content-Length, tried again when the failure may pass, and answered with its etag.
 */
import { open } from "node:fs/promises";
import * as z from "zod";
import { ServiceFault } from "../fault.ts";
import type { Platform } from "../platform.ts";
import type { Upload } from "../protocol.ts";
import { isPassingStatus, PassingFailure, retryAfterMs, withRetries } from "./failures.ts";

const PartAnswer = z.object({ etag: z.string().min(1) });
export type UploadedPart = { part: number; etag: string; bytes: number };

/** Returns the parts in order, numbered from 1. Throws ServiceFault `upload_failed`. */
export async function upload(
  platform: Platform,
  request: { file: string; target: Upload; signal: AbortSignal },
): Promise<UploadedPart[]> {
  const { target, signal } = request;
  const file = await open(request.file, "r");
  try {
    const { size } = await file.stat();
    const buffer = new Uint8Array(Math.min(size, target.part_bytes));
    const parts: UploadedPart[] = [];
    for (let offset = 0; offset < size; offset += target.part_bytes) {
      const bytes = Math.min(target.part_bytes, size - offset);
      await fill(file, buffer.subarray(0, bytes), offset);
      const part = parts.length + 1;
      const url = target.part_url.replaceAll("{part}", String(part));
      const etag = await putPart(platform, url, buffer.subarray(0, bytes), part, signal);
      parts.push({ part, etag, bytes });
    }
    return parts;
  } finally {
    await file.close();
  }
}

async function putPart(
  platform: Platform,
  url: string,
  bytes: Uint8Array<ArrayBuffer>,
  part: number,
  signal: AbortSignal,
): Promise<string> {
  try {
    return await withRetries(platform, { direction: "out", signal }, () =>
      putOnce(url, bytes, part, signal),
    );
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof PassingFailure)) throw error;
    throw uploadFailed(part, error.reason, error);
  }
}

async function putOnce(
  url: string,
  bytes: Uint8Array<ArrayBuffer>,
  part: number,
  signal: AbortSignal,
): Promise<string> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method: "PUT",
      headers: { "content-type": "application/octet-stream" },
      body: bytes,
      redirect: "manual",
      signal,
    });
    text = await response.text();
  } catch (error) {
    signal.throwIfAborted();
    throw new PassingFailure("the connection broke", { cause: error });
  }
  if (isPassingStatus(response.status)) {
    throw new PassingFailure(`the server answered ${response.status}`, {
      retryAfterMs: retryAfterMs(response.headers),
    });
  }
  if (!response.ok) throw uploadFailed(part, `the server answered ${response.status}`);
  const answer = PartAnswer.safeParse(parseJson(text));
  if (!answer.success) throw uploadFailed(part, "the server's answer has no etag");
  return answer.data.etag;
}

async function fill(
  file: Awaited<ReturnType<typeof open>>,
  bytes: Uint8Array,
  offset: number,
): Promise<void> {
  let filled = 0;
  while (filled < bytes.byteLength) {
    const { bytesRead } = await file.read(
      bytes,
      filled,
      bytes.byteLength - filled,
      offset + filled,
    );
    if (bytesRead === 0) throw new Error("The result changed its size while it was uploaded");
    filled += bytesRead;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function uploadFailed(part: number, reason: string, cause?: unknown): ServiceFault {
  return new ServiceFault(
    "upload_failed",
    `Part ${part} of the result could not be stored: ${reason}. Start the job again.`,
    { cause },
  );
}
