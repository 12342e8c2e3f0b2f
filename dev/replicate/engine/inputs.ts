/**
 * Loads a prediction's input pictures as the real service does: over HTTP, from a data URI, or from
 * the Files API. A picture that cannot be had ends the prediction with the reason in its error, in the
 * words of the service's HTTP client (Python's requests), so that broken signing shows offline too.
 */
import { STATUS_CODES } from "node:http";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Model, Reference } from "../models/model.ts";
import { pictureSizeOf } from "../models/size.ts";
import type { Input } from "../prediction.ts";

const TIMEOUT_MS = 20_000;
const LARGEST_BYTES = 64 * 1024 * 1024;

/** The input is at fault; `message` is the prediction's error. */
export class InputFault extends Error {
  override name = "InputFault";
}

/** Bytes of a file of the Files API when `url` names one of ours; null for any other address. */
export type OwnFiles = (url: string) => Promise<Buffer | null>;

/** Downloads all pictures of `input` into `folder`, in the order of the model's `pictures`. */
export async function loadPictures(
  model: Model,
  input: Input,
  folder: string,
  options: { ownFiles: OwnFiles; signal: AbortSignal },
): Promise<Reference[]> {
  const addresses = model.pictures.flatMap((name) => {
    const value = input[name];
    const list = Array.isArray(value) ? value : [value];
    return list.filter((item): item is string => typeof item === "string" && item !== "");
  });
  return Promise.all(
    addresses.map(async (address, index) => {
      const bytes = await load(address, options);
      const size = pictureSizeOf(bytes);
      if (size === null) {
        throw new InputFault(
          `Input validation error: cannot identify image file '${name(address)}'`,
        );
      }
      const path = join(folder, `input-${index}.${extensionOf(bytes)}`);
      await writeFile(path, bytes);
      return { path, size };
    }),
  );
}

async function load(
  address: string,
  options: { ownFiles: OwnFiles; signal: AbortSignal },
): Promise<Buffer> {
  if (address.startsWith("data:")) return decodeDataUri(address);
  const own = await options.ownFiles(address);
  if (own !== null) return own;
  let response: Response;
  try {
    const signal = AbortSignal.any([options.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    response = await fetch(address, { signal });
    if (response.ok) return await readAll(response, address);
  } catch (cause) {
    if (options.signal.aborted || cause instanceof InputFault) throw cause;
    const { hostname, port, pathname, search } = new URL(address);
    throw new InputFault(
      `Input validation error: HTTPConnectionPool(host='${hostname}', port=${port || 80}): ` +
        `Max retries exceeded with url: ${pathname}${search}`,
      { cause },
    );
  }
  await response.body?.cancel();
  const side = response.status < 500 ? "Client" : "Server";
  const reason = response.statusText || STATUS_CODES[response.status] || "";
  throw new InputFault(
    `Input validation error: ${response.status} ${side} Error: ${reason} for url: ${address}`,
  );
}

async function readAll(response: Response, address: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let total = 0;
  const body = response.body as AsyncIterable<Uint8Array> | null;
  for await (const part of body ?? []) {
    total += part.byteLength;
    if (total > LARGEST_BYTES) {
      throw new InputFault(`Input validation error: file too large: ${name(address)}`);
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function decodeDataUri(address: string): Buffer {
  const comma = address.indexOf(",");
  const isBase64 = /;base64$/i.test(address.slice(0, comma));
  const payload = address.slice(comma + 1);
  return isBase64 ? Buffer.from(payload, "base64") : Buffer.from(decodeURIComponent(payload));
}

function extensionOf(bytes: Buffer): string {
  if (bytes[0] === 0x89) return "png";
  return bytes[0] === 0xff ? "jpg" : "webp";
}

function name(address: string): string {
  return address.startsWith("data:") ? "data" : (new URL(address).pathname.split("/").pop() ?? "");
}
