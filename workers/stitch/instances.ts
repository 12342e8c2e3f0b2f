/**
 * Which container instance does which work. A film gets one of its own, so that its render competes
 * with nothing and a retry finds the same machine. Short work (checks, conversions) shares a few, or
 * each would pay a cold start. Names are pure functions of the work: a lost answer costs nothing.
 */
import type { JobRequest } from "../../container/src/protocol.ts";

/** Two keep a burst of clips moving and stay far below `max_instances`, which films need. */
const SHARED_INSTANCES = 2;

/** Health is asked of a shared one: they are the first to be awake. */
export const HEALTH_INSTANCE = sharedName(0);

/** The instance that has a job: a film's is named by its job id. */
export function instanceFor(request: JobRequest): string {
  return request.kind === "film" ? request.job_id : probeInstance(request.url);
}

/** By the path alone: signatures differ from try to try, the file does not. */
export function probeInstance(url: string): string {
  const path = URL.parse(url)?.pathname ?? url;
  return sharedName(hash(path) % SHARED_INSTANCES);
}

function sharedName(index: number): string {
  return `shared-${index}`;
}

/** FNV-1a, 32 bits: spreads evenly, and nothing depends on it being hard to guess. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return value;
}
