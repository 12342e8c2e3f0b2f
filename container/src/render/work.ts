/** What every job's work is given and gives back. */
import { diskFull } from "../disk.ts";
import { ServiceFault } from "../fault.ts";
import { ToolFailure } from "../ffmpeg/run.ts";
import type { Platform } from "../platform.ts";
import type { Findings, Media, Step, Upload } from "../protocol.ts";

/** What a job may use and tell while it runs. `progress` is 0 to 1. */
export type Work = {
  platform: Platform;
  folder: string;
  signal: AbortSignal;
  report: (progress: number, doing: string, step: Step) => void;
};

export type Rendered = {
  file: string;
  media: Media;
  warnings: string[];
  /** Further results, each with its own place to go to. */
  files?: Array<{ name: string; file: string; media: Media; upload: Upload }>;
  findings?: Findings;
};

/** A tool's failure as a fault of the work; anything else as it is. Always throws. */
export function encodeFailed(error: unknown): never {
  if (!(error instanceof ToolFailure) || error.reason === "missing") throw error;
  if (metFullDisk(error)) throw diskFull(null, error);
  throw new ServiceFault(
    "encode_failed",
    "ffmpeg could not work with this material. Try again; if it fails again, make the clip anew.",
    { detail: error.detail, cause: error },
  );
}

export function metFullDisk({ detail }: ToolFailure): boolean {
  return /no space left/i.test(detail);
}

/** Calls back with the frame count of each `frame=` line of ffmpeg's progress. */
export function onFrames(callback: (frames: number) => void): (line: string) => void {
  return (line) => {
    const frames = /^frame=\s*(\d+)/.exec(line)?.[1];
    if (frames !== undefined) callback(Number(frames));
  };
}
