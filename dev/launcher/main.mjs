/**
 * One command from a fresh clone to the running app: `npm start`, or `npm run dev` for the same with
 * hot reload of the pages. Runs on Node 20 before anything is installed, so it uses built-ins alone.
 *
 *   EDGEREEL_VERBOSE=1        shows what the programs write to stderr while they stop
 *   EDGEREEL_RESTARTS=n       how often a program may be started again within a minute (5)
 *   EDGEREEL_READY_FILE=file  keeps addresses and process ids there (ready-file.mjs)
 */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Halt } from "./halt.mjs";
import { checkNodeVersion } from "./node-version.mjs";
import { watchParent } from "./parents.mjs";
import { bringUp } from "./run.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const stopping = new AbortController();
/** @type {import("./run.mjs").Cleanup[]} */
const cleanups = [];
let isEnding = false;

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`);
}

/**
 * @param {number} code
 * @param {unknown} [why]
 */
async function end(code, why) {
  if (isEnding) return;
  isEnding = true;
  stopping.abort();
  if (why instanceof Halt) process.stderr.write(`${why.message}\n`);
  else if (why !== undefined) console.error(why);
  // In reverse, and each whatever became of the one before: nothing may be left running.
  for (const cleanup of cleanups.reverse()) {
    await cleanup.end().catch((/** @type {unknown} */ error) => console.error(error));
  }
  process.exit(code);
}

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.on(signal, () => void end(0));
}
// Whoever read our output is gone. Writing on would end this program before its clean-up.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});
watchParent(() => void end(0));

const mode = process.argv[2];
try {
  if (mode !== "start" && mode !== "dev") {
    throw new Halt("Say what to do: npm start, or npm run dev.");
  }
  checkNodeVersion(process.versions.node);
  await bringUp(
    mode,
    {
      root,
      environment: process.env,
      say,
      stop: stopping.signal,
      onFatal: (error) => void end(1, error),
    },
    cleanups,
  );
} catch (error) {
  await end(1, error);
}
