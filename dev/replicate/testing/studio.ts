/** A studio for tests: the smallest real files, quickly. Clips take `clipMs` and report progress. */
import { writeFile } from "node:fs/promises";
import type { Studio } from "../studio/studio.ts";

/** A PNG of one pixel; the seed goes into a trailer, so that other seeds give other bytes. */
export const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

export type StudioCall = { kind: "portrait" | "clip" | "music" | "scenes"; request: unknown };

export function createTestStudio(options?: { clipMs?: number; calls?: StudioCall[] }): Studio {
  const calls = options?.calls ?? [];
  return {
    async portrait(request, outPath) {
      calls.push({ kind: "portrait", request });
      await writeFile(outPath, Buffer.concat([PIXEL, Buffer.from(`seed ${request.seed}`)]));
    },
    async clip(request, outPath) {
      calls.push({ kind: "clip", request });
      const steps = 5;
      for (let step = 1; step <= steps; step += 1) {
        await pause((options?.clipMs ?? 0) / steps, request.signal);
        request.onProgress(step / steps);
      }
      await writeFile(outPath, `a clip of ${request.lengthS} s, seed ${request.seed}`);
    },
    async music(request, outPath) {
      calls.push({ kind: "music", request });
      await writeFile(outPath, `a song of ${request.lengthS} s`);
    },
    scenes(request) {
      calls.push({ kind: "scenes", request });
      return JSON.stringify({ scenes: [{ description: `A scene for: ${request.prompt}` }] });
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}
