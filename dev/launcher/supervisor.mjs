/**
 * Keeps the programs running. One that dies is started again on the same port, because jobs that are
 * under way know it by its address; one that keeps dying ends the whole run.
 */
import { createWriteStream, mkdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { runChild } from "./child.mjs";
import { Halt } from "./halt.mjs";

/**
 * @typedef {import("./child.mjs").Ready} Ready
 * @typedef {import("./processes.mjs").ProcessId} ProcessId
 * @typedef {"stitcher" | "replicate" | "worker" | "pages"} ProgramKey
 * @typedef {{
 *   key: ProgramKey,
 *   title: string,
 *   script: string,
 *   env: NodeJS.ProcessEnv,
 *   input?: string,
 * }} Program
 *   `title` is how people read it; `input` is the first line of its stdin, where secrets go: unlike
 *   a command line or an environment it is nowhere to be seen.
 * @typedef {{
 *   root: string,
 *   logDir: string,
 *   isVerbose: boolean,
 *   restarts: number,
 *   say: (line: string) => void,
 *   onChange: (running: Map<ProgramKey, { id: ProcessId, ready: Ready | null }>) => void,
 *   onFatal: (halt: Halt) => void,
 * }} Options
 */

const RESTARTS_WITHIN_MS = 60_000;
const BACK_OFF_MS = [0, 200, 500, 1_000, 2_000];
const STOP_PATIENCE_MS = 3_500;

/** @param {Options} options */
export function createSupervisor({ root, logDir, isVerbose, restarts, say, onChange, onFatal }) {
  /** @type {Map<ProgramKey, { child: ReturnType<typeof runChild>, ready: Ready | null }>} */
  const running = new Map();
  let isStopping = false;
  mkdirSync(logDir, { recursive: true });

  function changed() {
    /** @type {Map<ProgramKey, { id: ProcessId, ready: Ready | null }>} */
    const view = new Map();
    for (const [key, { child, ready }] of running) {
      if (child.id !== null) view.set(key, { id: child.id, ready });
    }
    onChange(view);
  }

  /**
   * Starts a program and waits until it answers.
   * @param {Program} program
   * @returns {Promise<Ready>}
   * @throws {Halt} when it does not come up
   */
  async function start(program) {
    const log = createWriteStream(path.join(logDir, `${program.key}.log`));
    const ready = await run(program, log);
    if (typeof ready !== "string") {
      void keepUp(program, log, ready.port);
      return ready;
    }
    throw new Halt(
      `The ${program.title} did not start (${ready}). Its log is ${path.join(logDir, `${program.key}.log`)}.`,
    );
  }

  /**
   * @param {Program} program
   * @param {NodeJS.WritableStream} log
   * @returns {Promise<Ready | string>} how it ended when it is not ready
   */
  async function run(program, log) {
    if (isStopping) return "the launcher is stopping";
    const child = runChild({
      script: program.script,
      cwd: root,
      env: program.env,
      input: program.input ?? null,
      log,
      showErrors: (text) => {
        if (isVerbose || !isStopping) process.stderr.write(text);
      },
    });
    running.set(program.key, { child, ready: null });
    changed();
    const ready = await child.readyOrWhyNot();
    if (typeof ready === "string") {
      await child.stop(0);
      running.delete(program.key);
    } else running.set(program.key, { child, ready });
    changed();
    return ready;
  }

  /**
   * @param {Program} program
   * @param {NodeJS.WritableStream} log
   * @param {number} port
   */
  async function keepUp(program, log, port) {
    /** @type {number[]} */
    let deaths = [];
    const again = { ...program, env: { ...program.env, PORT: String(port) } };
    for (;;) {
      const how = (await running.get(program.key)?.child.gone) ?? "it did not come up again";
      if (isStopping) return;
      running.delete(program.key);
      changed();
      const now = Date.now();
      deaths = [...deaths.filter((at) => at > now - RESTARTS_WITHIN_MS), now];
      if (deaths.length > restarts) {
        onFatal(
          new Halt(
            `The ${program.title} stopped ${deaths.length} times within a minute (${how}), so everything is stopped. Its log is ${path.join(logDir, `${program.key}.log`)}.`,
          ),
        );
        return;
      }
      say(`The ${program.title} stopped (${how}) and is being started again.`);
      await wait(BACK_OFF_MS[deaths.length - 1] ?? BACK_OFF_MS.at(-1));
      const ready = await run(again, log);
      if (typeof ready !== "string") say(`The ${program.title} is back.`);
    }
  }

  /** Ends every program and all they started. Takes at most about four seconds. */
  async function stopAll() {
    isStopping = true;
    await Promise.all([...running.values()].map(({ child }) => child.stop(STOP_PATIENCE_MS)));
  }

  return { start, stopAll };
}
