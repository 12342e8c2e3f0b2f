/** The file host: outputs by their address, whole or by one byte range, without a token. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { Released } from "./breaks.ts";
import type { Context } from "./api/context.ts";
import { purge } from "./api/context.ts";
import type { Answer, Call, Route } from "./http.ts";
import { cutOff, HANDLED, NOT_FOUND } from "./http.ts";

export function deliveryRoute(context: Context): Route {
  return async (call) => {
    purge(context);
    const [, key = "", name = ""] = call.params;
    const file = context.outputs.find(key, name);
    if (file === null || file.fault === "output-expired") return NOT_FOUND;
    const id = file.predictionId;
    if ((await context.reach("output-asked", id)) === "cut") return cutOff(call);
    const isCut = file.fault === "output-cut";
    const answer = await sendFile(call, file, async () => {
      const released = await context.reach("output-half", id);
      return isCut || released === "cut" ? "cut" : "go on";
    });
    if (call.response.writableFinished) void context.reach("output-sent", id);
    return answer;
  };
}

/** Answers 200, 206 for one range, or 416. `atHalf` may hold, or break the connection half way. */
export async function sendFile(
  call: Call,
  file: { path: string; contentType: string },
  atHalf: () => Promise<Released> = () => Promise.resolve("go on"),
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
  const middle = start + Math.floor((end - start) / 2);
  try {
    const firstHalf = createReadStream(file.path, { start, end: middle });
    await pipeline(firstHalf, call.response, { end: false });
    if ((await atHalf()) === "cut") return cutOff(call);
    // Of one byte the first half was all.
    if (middle === end) call.response.end();
    else await pipeline(createReadStream(file.path, { start: middle + 1, end }), call.response);
  } catch {
    // The receiver went away; there is nobody left to tell.
    call.response.destroy();
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
