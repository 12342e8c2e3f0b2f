/** Runs commands and measures them: wall time, and memory of the process with all its children. */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

export type Measured = { ms: number; peakMb: number; stdout: string };

const SAMPLE_MS = 50;
const PAGE_BYTES = 4096;

/** Rejects when the command fails. Memory is sampled, so that of a very short process may be missed. */
export function measure(command: string, args: readonly string[]): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    let peakMb = 0;
    const sampler = setInterval(() => {
      peakMb = Math.max(peakMb, residentMb(child.pid ?? 0));
    }, SAMPLE_MS);
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr = (stderr + text).slice(-2_000);
    });
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(sampler);
      if (code === 0) resolve({ ms: performance.now() - startedAt, peakMb, stdout });
      else reject(new Error(`${command} ended with ${code}: ${stderr}`));
    });
  });
}

/** The middle one of an odd number of values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[(sorted.length - 1) / 2];
  if (middle === undefined) throw new Error("A median needs an odd number of values");
  return middle;
}

/**
 * Medians of several works, done in turn round after round, so that a busy minute of the machine slows
 * all of them.
 */
export async function sideBySide<Name extends string>(
  rounds: number,
  works: Record<Name, () => Promise<number>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(works) as Name[];
  const taken = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) taken.get(name)?.push(await works[name]());
  }
  const medians = names.map((name) => [name, median(taken.get(name) ?? [])]);
  return Object.fromEntries(medians) as Record<Name, number>;
}

/** Resident memory of a process and all that it started. Linux only. */
function residentMb(root: number): number {
  const parents = new Map<number, number>();
  const pages = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      // The name in brackets may hold anything, also spaces.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      parents.set(pid, Number(fields[1]));
      pages.set(pid, Number(fields[21]));
    } catch {
      // It ended while the list was read.
    }
  }
  const isOurs = (pid: number): boolean =>
    pid === root || (parents.has(pid) && pid > 1 && isOurs(parents.get(pid) ?? 0));
  const ours = [...pages].filter(([pid]) => isOurs(pid));
  const sum = ours.reduce((total, [, count]) => total + count, 0);
  return (sum * PAGE_BYTES) / (1024 * 1024);
}
