/** Resident memory of processes together, in MB. Linux only. */
import { readFileSync } from "node:fs";

export function residentMb(pids: readonly number[]): number {
  const kilobytes = pids.map((pid) => {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
  });
  return kilobytes.reduce((sum, kb) => sum + kb, 0) / 1024;
}
