/** The disk that all jobs share: whether there is room for more, and what to say where there is not. */
import { LIMITS } from "./config.ts";
import { ServiceFault } from "./fault.ts";
import type { Platform } from "./platform.ts";

/** Bytes that files on their way have still to write: free disk that is spoken for. */
export class Arriving {
  readonly #rests = new Set<() => number>();

  get bytes(): number {
    return [...this.#rests].reduce((sum, rest) => sum + rest(), 0);
  }

  /** `rest` is asked each time. Call what this returns when nothing more will come. */
  add(rest: () => number): () => void {
    // Two transfers may hand in the same function, and each counts.
    const own = () => rest();
    this.#rests.add(own);
    return () => void this.#rests.delete(own);
  }
}

/** Throws ServiceFault `disk_full` where `folder` has no room for so many bytes more. */
export async function needDisk(platform: Platform, folder: string, bytes: number): Promise<void> {
  const free = await platform.freeBytes(folder);
  expectRoom(free - platform.arriving.bytes, bytes);
}

/**
 * The same for a file that is about to arrive, whose `rest` counts as taken until what is returned is
 * called. Nothing comes between the check and the counting, so that two files never pass on one room.
 */
export async function holdDisk(
  platform: Platform,
  folder: string,
  rest: () => number,
): Promise<() => void> {
  const free = await platform.freeBytes(folder);
  expectRoom(free - platform.arriving.bytes, rest());
  return platform.arriving.add(rest);
}

function expectRoom(free: number, bytes: number): void {
  const needed = bytes + LIMITS.spareDiskBytes;
  if (free < needed) throw diskFull({ needed, free: Math.max(0, free) });
}

/** `room` is null where a tool ran into the end of the disk, and nobody knows how much more it wanted. */
export function diskFull(
  room: { needed: number; free: number } | null,
  cause?: unknown,
): ServiceFault {
  const sizes =
    room === null
      ? "The ffmpeg service has too little disk left for this work."
      : `This work needs ${gigabytes(room.needed)} of free disk, and the ffmpeg service has ${gigabytes(room.free)}.`;
  const advice = "Try again later, or with fewer or shorter clips.";
  return new ServiceFault("disk_full", `${sizes} ${advice}`, { cause });
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(2)} GB`;
}
