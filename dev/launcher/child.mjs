/**
 * One run of one program: in a process group of its own, with an open pipe as its stdin whose
 * closing tells it that the launcher is gone. It says `{"event":"ready","port":N}` on stdout.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { identify, isGroupAlive, signalGroup } from "./processes.mjs";

/**
 * @typedef {{ event: "ready", port: number, workerd?: number[] }} Ready
 * @typedef {{
 *   script: string,
 *   cwd: string,
 *   env: NodeJS.ProcessEnv,
 *   input: string | null,
 *   log: NodeJS.WritableStream,
 *   showErrors: (text: string) => void,
 * }} Launch
 */

const READY_WITHIN_MS = 90_000;
const GROUP_GONE_WITHIN_MS = 3_000;

/** @param {Launch} launch */
export function runChild(launch) {
  const child = spawn("node", ["--disable-warning=ExperimentalWarning", launch.script], {
    cwd: launch.cwd,
    env: { ...launch.env, EXIT_WITH_PARENT: "1" },
    stdio: ["pipe", "pipe", "pipe"],
    // A group of its own, so that what the child starts can be ended even after the child is gone.
    detached: true,
  });
  const id = child.pid === undefined ? null : identify(child.pid);
  let lastError = "";

  // The child may be gone before it reads; its exit is what gets reported.
  child.stdin.on("error", () => {});
  if (launch.input !== null) child.stdin.write(`${launch.input}\n`);

  child.stderr.on("data", (/** @type {Buffer} */ chunk) => {
    const text = chunk.toString();
    launch.log.write(text);
    launch.showErrors(text);
    lastError = tellingLine(text) ?? lastError;
  });

  /** @type {Promise<string>} how it ended, in words */
  const ended = new Promise((resolve) => {
    child.once("error", (error) => resolve(`could not be run: ${error.message}`));
    child.once("close", (code, signal) => {
      const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
      resolve(lastError === "" ? how : `${how}; its last words: ${lastError}`);
    });
  });
  const gone = ended.then(async (how) => {
    await endGroup();
    return how;
  });

  /** @type {Promise<Ready>} */
  const ready = new Promise((resolve) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      launch.log.write(`${line}\n`);
      const said = parseReady(line);
      if (said !== null) resolve(said);
    });
  });

  async function endGroup() {
    if (id === null) return;
    signalGroup(id, "SIGKILL");
    const until = Date.now() + GROUP_GONE_WITHIN_MS;
    while (isGroupAlive(id) && Date.now() < until) await wait(10);
  }

  return {
    id,
    /** Settles when it and everything it started are gone: with how it ended, in words. */
    gone,
    /** What it said when ready, or how it ended before that, in words. */
    async readyOrWhyNot() {
      const late = new AbortController();
      const said = await Promise.race([
        ready,
        ended,
        wait(READY_WITHIN_MS, "it was not ready in time", { signal: late.signal }),
      ]);
      late.abort();
      return said;
    },
    /** Asks it to stop and, past the patience, makes it. */
    async stop(/** @type {number} */ patienceMs) {
      child.stdin.end();
      child.kill("SIGTERM");
      if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
        const tooLong = AbortSignal.timeout(patienceMs);
        await once(child, "exit", { signal: tooLong }).catch(() => {});
      }
      await endGroup();
    },
  };
}

/**
 * Of a stack trace, the line that names the error; else the last line.
 * @param {string} text
 */
function tellingLine(text) {
  const lines = text.trim().split("\n");
  return lines.findLast((line) => /^\S*Error\b.*:/.test(line)) ?? lines.at(-1);
}

/**
 * @param {string} line
 * @returns {Ready | null}
 */
function parseReady(line) {
  if (!line.startsWith("{")) return null;
  try {
    /** @type {Partial<Ready>} */
    const said = JSON.parse(line);
    if (said.event !== "ready" || typeof said.port !== "number") return null;
    return { event: "ready", port: said.port, workerd: said.workerd ?? [] };
  } catch {
    return null;
  }
}
