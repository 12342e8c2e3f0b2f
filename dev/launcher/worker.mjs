/**
 * Runs the Worker in workerd, through wrangler's own development server. A program of its own, so
 * that wrangler's output, signals and crashes stay apart from the launcher's.
 *
 * The first line of stdin is a WorkerLaunch; when stdin closes, everything here ends.
 */
import childProcess from "node:child_process";
import { syncBuiltinESMExports } from "node:module";
import { devNull } from "node:os";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";

/**
 * @typedef {{
 *   config: string,
 *   port: number,
 *   persistTo: string,
 *   variables: Record<string, string>,
 *   isWatching: boolean,
 *   registry: string | null,
 * }} WorkerLaunch
 *   `registry` is a folder through which another process finds the Durable Objects.
 */

const HOST = "127.0.0.1";
const HEALTHY_WITHIN_MS = 60_000;
/** A Worker that starts answers some first requests with errors; one that is broken goes on. */
const UNHEALTHY_FOR_MS = 5_000;
const DISPOSE_WITHIN_MS = 2_000;

/** @type {Map<number, import("node:child_process").ChildProcess>} */
const runtimes = new Map();
let isStopping = false;
/** @type {() => Promise<void>} */
let dispose = async () => {};

/** @param {number} code */
async function stop(code) {
  if (isStopping) return;
  isStopping = true;
  await Promise.race([dispose().catch(() => {}), wait(DISPOSE_WITHIN_MS)]);
  for (const runtime of runtimes.values()) runtime.kill("SIGKILL");
  process.exit(code);
}

/**
 * wrangler does not say which processes it starts, and a workerd whose parent is killed lives on and
 * keeps the port and the databases. Neither does it survive the loss of its front process: requests
 * then hang. So the processes are noted as they start, and losing one ends this program.
 * @param {boolean} isWatching wrangler replaces its processes at each edit
 */
function noteRuntimes(isWatching) {
  const original = childProcess.spawn;
  /** @param {any[]} args */
  const noting = (...args) => {
    const child = /** @type {any} */ (original)(...args);
    if (!String(args[0]).includes("workerd") || child.pid === undefined) return child;
    runtimes.set(child.pid, child);
    child.once("exit", () => {
      runtimes.delete(child.pid);
      if (isWatching || isStopping) return;
      process.stderr.write("workerd ended unexpectedly\n");
      void stop(1);
    });
    return child;
  };
  childProcess.spawn = /** @type {typeof original} */ (noting);
  syncBuiltinESMExports();
}

/**
 * Ends this program's process group once this program is gone, even when it and the launcher are
 * killed in the same instant: workerd would go on alone.
 */
function startReaper() {
  const reaper = childProcess.spawn("sh", ["-c", `cat >/dev/null; kill -KILL -${process.pid}`], {
    stdio: ["pipe", "ignore", "ignore"],
  });
  reaper.on("error", () => {});
  reaper.stdin.on("error", () => {});
  reaper.unref();
}

/** @param {WorkerLaunch} launch */
async function start(launch) {
  startReaper();
  noteRuntimes(launch.isWatching);
  const { unstable_startWorker: startWorker } = await import("wrangler");
  const worker = await startWorker({
    config: launch.config,
    // Settings come from the launcher alone; without this wrangler reads .dev.vars by itself.
    envFiles: [devNull],
    bindings: Object.fromEntries(
      Object.entries(launch.variables).map(([name, value]) => [
        name,
        { type: "secret_text", value },
      ]),
    ),
    dev: {
      remote: false,
      server: { hostname: HOST, port: launch.port },
      inspector: false,
      persist: launch.persistTo,
      watch: launch.isWatching,
      liveReload: false,
      enableContainers: false,
      logLevel: "error",
      ...(launch.registry === null ? {} : { registry: launch.registry }),
      structuredLogsHandler: showLog,
    },
  });
  dispose = () => worker.dispose();
  worker.raw.on("error", (/** @type {unknown} */ error) => {
    process.stderr.write(`${describe(error)}\n`);
    if (!launch.isWatching) void stop(1);
  });
  await worker.ready;
  await untilHealthy(launch.port);
}

/** @param {{ level: string, message: string }} log */
function showLog({ level, message }) {
  (level === "error" ? process.stderr : process.stdout).write(`${message.trimEnd()}\n`);
}

/** @param {number} port */
async function untilHealthy(port) {
  const began = Date.now();
  /** @type {number | null} */
  let unhealthySince = null;
  for (;;) {
    const answer = await health(port);
    if (answer === "ok") return;
    if (answer !== "silent") unhealthySince ??= Date.now();
    const isBroken = unhealthySince !== null && Date.now() - unhealthySince > UNHEALTHY_FOR_MS;
    if (isBroken || Date.now() - began > HEALTHY_WITHIN_MS) {
      throw new Error(answer === "silent" ? "/api/health did not answer" : answer);
    }
    await wait(50);
  }
}

/**
 * @param {number} port
 * @returns {Promise<string>} "ok", "silent", or what is wrong
 */
async function health(port) {
  try {
    const response = await fetch(`http://${HOST}:${port}/api/health`, {
      signal: AbortSignal.timeout(5_000),
    });
    const text = await response.text();
    if (response.status === 200) return "ok";
    const message = /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
    return message ?? `/api/health answered ${response.status}`;
  } catch {
    return "silent";
  }
}

/** @param {unknown} error */
function describe(error) {
  /** @type {any} */
  const cause = error;
  const inner = cause?.cause?.message ?? cause?.message ?? String(error);
  return `${cause?.reason === undefined ? "" : `${cause.reason}: `}${inner}`;
}

process.on("SIGTERM", () => void stop(0));
process.on("SIGINT", () => void stop(0));

const lines = createInterface({ input: process.stdin });
lines.once("close", () => void stop(0));
lines.once("line", (line) => {
  /** @type {WorkerLaunch} */
  const launch = JSON.parse(line);
  start(launch).then(
    () => {
      const workerd = [...runtimes.keys()];
      process.stdout.write(`${JSON.stringify({ event: "ready", port: launch.port, workerd })}\n`);
    },
    (/** @type {unknown} */ error) => {
      process.stderr.write(`${describe(error)}\n`);
      void stop(1);
    },
  );
});
