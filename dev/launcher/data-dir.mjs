/**
 * The folder that keeps everything between two runs. One launcher at a time may use it: two workerd
 * processes over the same SQLite files would spoil them.
 */
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Halt } from "./halt.mjs";
import { identify, isAlive, isGroupAlive, signalGroup } from "./processes.mjs";

/**
 * @typedef {import("./processes.mjs").ProcessId} ProcessId
 * @typedef {{ holder: ProcessId, children: ProcessId[] }} LockRecord
 * @typedef {{ noteChildren(children: ProcessId[]): void, release(): void }} Lock
 *   `noteChildren` keeps in the lock which process groups belong to this run.
 */

const LOCK_FILE = "launcher.lock";
const SECRETS_FILE = "secrets.json";
const SIGNING_KEY_BYTES = 32;
/** Children of a killed launcher notice it and stop by themselves; after this they are killed. */
const LEFTOVER_PATIENCE_MS = 5_000;

/**
 * Creates the folder and locks it. A lock whose holder no longer runs is taken over, once the
 * processes it left behind are gone.
 * @param {string} dataDir
 * @param {number} [patienceMs] how long those may take to go by themselves
 * @returns {Promise<Lock>}
 * @throws {Halt} naming the holder when it is in use
 */
export async function lockDataDir(dataDir, patienceMs = LEFTOVER_PATIENCE_MS) {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = path.join(dataDir, LOCK_FILE);
  /** @type {LockRecord} */
  const mine = { holder: identify(process.pid), children: [] };
  for (let tries = 0; !createLock(file, mine); tries += 1) {
    const text = readLock(file);
    if (text === null) continue;
    const theirs = parseLock(text);
    if (theirs !== null && isAlive(theirs.holder)) {
      throw new Halt(
        `${dataDir} is in use by another Edgereel, process ${theirs.holder.pid}. Stop that one, or choose another folder with DATA_DIR.`,
      );
    }
    if (tries > 20) throw new Halt(`${file} cannot be taken over. Remove it and try again.`);
    await endLeftovers(theirs?.children ?? [], patienceMs);
    removeStaleLock(file, text);
  }
  return {
    noteChildren(children) {
      mine.children = children;
      // A rename, because a reader must never see half a record.
      const next = `${file}.${process.pid}`;
      writeFileSync(next, JSON.stringify(mine), { mode: 0o600 });
      renameSync(next, file);
    },
    release() {
      const text = readLock(file);
      if (text !== null && parseLock(text)?.holder.pid === process.pid)
        rmSync(file, { force: true });
    },
  };
}

/**
 * The key that signs media addresses: made once and kept, because addresses that were handed out
 * must stay valid across a restart.
 * @param {string} dataDir
 * @returns {string} base64 of 32 bytes
 */
export function mediaSigningKey(dataDir) {
  const file = path.join(dataDir, SECRETS_FILE);
  if (existsSync(file)) {
    chmodSync(file, 0o600);
    const key = readKey(readFileSync(file, "utf8"));
    if (key !== null) return key;
  }
  const key = randomBytes(SIGNING_KEY_BYTES).toString("base64");
  const next = `${file}.${process.pid}`;
  writeFileSync(next, `${JSON.stringify({ mediaSigningKey: key })}\n`, { mode: 0o600 });
  renameSync(next, file);
  return key;
}

/** @param {string} text */
function readKey(text) {
  try {
    /** @type {unknown} */
    const key = JSON.parse(text)?.mediaSigningKey;
    if (typeof key !== "string") return null;
    return Buffer.from(key, "base64").length >= SIGNING_KEY_BYTES ? key : null;
  } catch {
    return null;
  }
}

/**
 * @param {string} file
 * @param {LockRecord} record
 */
function createLock(file, record) {
  try {
    writeFileSync(file, JSON.stringify(record), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  }
}

/** @param {string} file */
function readLock(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

/**
 * @param {string} text
 * @returns {LockRecord | null}
 */
function parseLock(text) {
  try {
    /** @type {Partial<LockRecord> | null} */
    const record = JSON.parse(text);
    if (typeof record?.holder?.pid !== "number") return null;
    return { holder: record.holder, children: record.children ?? [] };
  } catch {
    return null;
  }
}

/**
 * Two starts may find the same stale lock. Only the file that was judged may go, so it is moved
 * aside first and put back when it turns out to be a newer one.
 * @param {string} file
 * @param {string} judged
 */
function removeStaleLock(file, judged) {
  const aside = `${file}.stale-${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  if (readLock(aside) !== judged) renameSync(aside, file);
  else rmSync(aside, { force: true });
}

/**
 * @param {ProcessId[]} leaders
 * @param {number} patienceMs
 */
async function endLeftovers(leaders, patienceMs) {
  const until = Date.now() + patienceMs;
  while (leaders.some(isGroupAlive) && Date.now() < until) await wait(50);
  for (const leader of leaders) signalGroup(leader, "SIGKILL");
  while (leaders.some(isGroupAlive) && Date.now() < until + 1_000) await wait(20);
}
