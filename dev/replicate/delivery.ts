/** The file host: outputs by their address, whole or by one byte range, without a token. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { Context } from "./api/context.ts";
import { purge } from "./api/context.ts";
import type { Answer, Call, Route } from "./http.ts";
import { HANDLED, NOT_FOUND } from "./http.ts";

export function deliveryRoute(context: Context): Route {
  return async (call) => {
    purge(context);
    const [, key = "", name = ""] = call.params;
    const file = context.outputs.find(key, name);
    if (file === null || file.fault === "output-expired") return NOT_FOUND;
    return sendFile(call, file, { isCut: file.fault === "output-cut" });
  };
}

/** Answers 200, 206 for one range, or 416. With `isCut` the connection breaks half way. */
export async function sendFile(
  call: Call,
  file: { path: string; contentType: string },
  options?: { isCut: boolean },
): Promise<Answer | typeof HANDLED> {
  const info = await stat(file.path).catch(() => null);
  if (info === null) return NOT_FOUND;
  const range = parseRange(call.request.headers.range, info.size);
  const headers = {
    "content-type": file.contentType,
    "accept-ranges": "bytes",
    "cache-control": "public, max-age=3600",
    "last-modified": info.mtime.toUTCString(),
  };
  if (range === "unsatisfiable") {
    return { status: 416, headers: { ...headers, "content-range": `bytes */${info.size}` } };
  }
  const start = range?.start ?? 0;
  const end = range?.end ?? info.size - 1;
  call.response.writeHead(range === null ? 200 : 206, {
    ...headers,
    "content-length": String(end - start + 1),
    ...(range === null ? {} : { "content-range": `bytes ${start}-${end}/${info.size}` }),
  });
  if (call.method === "HEAD" || info.size === 0) {
    call.response.end();
    return HANDLED;
  }
  const isCut = options?.isCut === true;
  const last = isCut ? start + Math.floor((end - start) / 2) : end;
  const source = createReadStream(file.path, { start, end: last });
  try {
    await pipeline(source, call.response, { end: !isCut });
    if (isCut) call.response.destroy();
  } catch {
    // The receiver went away; there is nobody left to tell.
    source.destroy();
  }
  return HANDLED;
}

type Range = { start: number; end: number };

/** Null for the whole file, which also answers a header that is not one plain range. */
export function parseRange(
  header: string | undefined,
  size: number,
): Range | "unsatisfiable" | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (match === null || (match[1] === "" && match[2] === "")) return null;
  const [, first = "", last = ""] = match;
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? "unsatisfiable" : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (start >= size) return "unsatisfiable";
  return end < start ? null : { start, end };
}
