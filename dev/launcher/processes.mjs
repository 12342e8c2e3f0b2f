/**
 * Facts about processes by id. Ids are used again by the system, so a process is known by its id
 * together with the time it began (Linux only; elsewhere the id alone has to do).
 */
import { readdirSync, readFileSync } from "node:fs";

/** @typedef {{ pid: number, began: string | null }} ProcessId */

/**
 * @param {number} pid
 * @returns {ProcessId}
 */
export function identify(pid) {
  return { pid, began: stat(pid)?.began ?? null };
}

/**
 * True while this very process runs; a zombie does not.
 * @param {ProcessId} id
 */
export function isAlive(id) {
  const now = stat(id.pid);
  if (now !== null) return now.state !== "Z" && (id.began === null || id.began === now.began);
  return process.platform !== "linux" && canSignal(id.pid);
}

/**
 * True while any process of the group that this one leads runs, also after the leader is gone.
 * @param {ProcessId} leader
 */
export function isGroupAlive(leader) {
  const now = stat(leader.pid);
  // The number now belongs to another process: the group must have been gone before that.
  if (now !== null && leader.began !== null && now.began !== leader.began) return false;
  if (process.platform !== "linux") return canSignal(-leader.pid);
  // A signal reaches zombies too, and where nobody reaps them they would seem to live for ever.
  return canSignal(-leader.pid) && hasRunningMember(leader.pid);
}

/**
 * Signals every process of a group; silently nothing when there is none left.
 * @param {ProcessId} leader
 * @param {NodeJS.Signals} signal
 */
export function signalGroup(leader, signal) {
  if (!isGroupAlive(leader)) return;
  try {
    process.kill(-leader.pid, signal);
  } catch {
    // It ended between the look and the signal.
  }
}

/**
 * Id of the parent of a process and the name of its program, or null when that cannot be known.
 * @param {number} pid
 */
export function parentOf(pid) {
  const found = stat(pid);
  return found === null ? null : { pid: found.parent, name: found.name };
}

/** @param {number} group */
function hasRunningMember(group) {
  return readdirSync("/proc").some((entry) => {
    const member = /^\d+$/.test(entry) ? stat(Number(entry)) : null;
    return member !== null && member.group === group && member.state !== "Z";
  });
}

/** @param {number} target a process, or a group when negative */
function canSignal(target) {
  try {
    process.kill(target, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/** @param {number} pid */
function stat(pid) {
  let text;
  try {
    text = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return null;
  }
  // "pid (name) state parent group …"; the name may itself hold spaces and brackets.
  const end = text.lastIndexOf(")");
  const name = text.slice(text.indexOf("(") + 1, end);
  const fields = text.slice(end + 2).split(" ");
  return {
    name,
    state: fields[0] ?? "",
    parent: Number(fields[1]),
    group: Number(fields[2]),
    began: fields[19] ?? "",
  };
}
