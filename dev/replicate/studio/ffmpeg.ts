/** Runs ffmpeg for one picture or clip; its progress in frames, its fault in one line. */
import { spawn } from "node:child_process";

export type Run = {
  args: readonly string[];
  /** Called with the number of frames written so far. */
  onFrames?: (frames: number) => void;
  signal?: AbortSignal;
  /** Writes to ffmpeg's standard input (`pipe:0`); each write ends when ffmpeg has taken it. */
  feed?: (write: (bytes: Uint8Array) => Promise<void>) => Promise<void>;
};

/** Rejects with the tail of ffmpeg's log, or with the signal's reason when it was stopped. */
export function runFfmpeg(ffmpeg: string, { args, onFrames, signal, feed }: Run): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(ffmpeg, ["-nostdin", "-v", "error", "-progress", "pipe:1", "-y", ...args], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    let log = "";
    const stop = () => child.kill("SIGKILL");
    signal?.addEventListener("abort", stop, { once: true });
    if (signal?.aborted === true) stop();
    child.stdout.on("data", (chunk: Buffer) => {
      const frames = [...chunk.toString().matchAll(/^frame=(\d+)/gm)].at(-1)?.[1];
      if (frames !== undefined) onFrames?.(Number(frames));
    });
    child.stderr.on("data", (chunk: Buffer) => (log = (log + chunk.toString()).slice(-2_000)));
    child.once("error", reject);
    // A stopped or failed ffmpeg closes its end; "close" below tells why.
    child.stdin.on("error", () => undefined);
    const write = (bytes: Uint8Array) =>
      new Promise<void>((done, failed) => {
        child.stdin.write(bytes, (error) => (error ? failed(error) : done()));
      });
    void (feed?.(write) ?? Promise.resolve())
      .catch((error: unknown) => {
        child.kill("SIGKILL");
        reject(error instanceof Error ? error : new Error(String(error)));
      })
      .finally(() => child.stdin.end());
    child.once("close", (code) => {
      signal?.removeEventListener("abort", stop);
      if (signal?.aborted === true) reject(reasonOf(signal));
      else if (code === 0) resolve();
      else reject(new Error(`ffmpeg ended with ${code}: ${log.trim()}`));
    });
  });
}

function reasonOf({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new Error("The work was stopped.");
}
