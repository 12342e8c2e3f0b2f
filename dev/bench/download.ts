/** Reads a URL as a player does, over plain node:http, whose own cost is small beside the Worker's. */
import { Agent, get } from "node:http";

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

export type Download = { ms: number; firstByteMs: number; bytes: number };

/** Reads the answer to its end and keeps nothing of it. Rejects unless the status is `expected`. */
export function download(
  url: string,
  expected: 200 | 206,
  headers: Record<string, string> = {},
): Promise<Download> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    let firstByteMs = Number.NaN;
    let bytes = 0;
    const asked = get(url, { agent, headers }, (response) => {
      if (response.statusCode !== expected) {
        reject(new Error(`${url} answered ${response.statusCode}`));
        response.destroy();
        return;
      }
      response.on("data", (part: Buffer) => {
        if (bytes === 0) firstByteMs = performance.now() - startedAt;
        bytes += part.length;
      });
      response.once("error", reject);
      response.once("end", () => {
        resolve({ ms: performance.now() - startedAt, firstByteMs, bytes });
      });
    });
    asked.once("error", reject);
  });
}
