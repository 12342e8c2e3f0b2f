/** One step of the checks: its name, how long it took, and its output when it fails. */
import { spawn } from "node:child_process";
import { Halt } from "../launcher/halt.mjs";

/** No usual step takes this long; one that does hangs. */
const STEP_LIMIT_MS = 15 * 60_000;

/**
 * @param {string} name
 * @param {(line: string) => void} say
 * @param {() => Promise<void>} work
 */
export async function runStep(name, say, work) {
  const began = Date.now();
  const seconds = () => `${((Date.now() - began) / 1000).toFixed(1)} s`;
  try {
    await work();
  } catch (error) {
    say(`FAILED ${name} (${seconds()})`);
    throw error;
  }
  say(`ok ${name} (${seconds()})`);
}

/**
 * Runs a program of node_modules/.bin, silently unless it fails.
 * @param {string[]} command
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, signal: AbortSignal, limitMs?: number }} options
 * @returns {Promise<void>}
 * @throws {Halt} when it fails; its output has been printed
 */
export async function runTool([program = "", ...args], options) {
  const { cwd, env, signal, limitMs = STEP_LIMIT_MS } = options;
  /** @type {Buffer[]} */
  const output = [];
  const limit = AbortSignal.timeout(limitMs);
  const how = await new Promise((resolve) => {
    const tool = spawn(program, args, {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      signal: AbortSignal.any([signal, limit]),
    });
    tool.stdout.on("data", (chunk) => output.push(chunk));
    tool.stderr.on("data", (chunk) => output.push(chunk));
    tool.once("error", (error) => resolve(limit.aborted ? "it took too long" : error.message));
    tool.once("close", (code, by) => resolve(by ?? code));
  });
  if (how === 0) return;
  process.stdout.write(Buffer.concat(output));
  throw new Halt(`${[program, ...args].join(" ")} failed (${how}); what it said is above.`);
}
