/** The pages' build: made again only when something that goes into it has changed. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Halt } from "./halt.mjs";

const INPUTS = [
  "app",
  "workers",
  "container/src/protocol.ts",
  "container/src/protocol",
  "public",
  "vite.config.ts",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
];
const OUTPUTS = ["build/client", "build/server/index.js"];
const STAMP = "build/inputs.sha256";

/**
 * A hash over names and contents of all inputs. Tests do not count.
 * @param {string} root
 * @param {string[]} [inputs] files and folders
 * @returns {string} hexadecimal
 */
export function hashInputs(root, inputs = INPUTS) {
  const hash = createHash("sha256");
  for (const input of inputs) {
    for (const file of filesOf(root, input)) {
      const bytes = readFileSync(path.join(root, file));
      hash.update(`${file}\0${bytes.length}\0`).update(bytes);
    }
  }
  return hash.digest("hex");
}

/**
 * @param {string} root
 * @param {string} at
 * @returns {string[]} sorted, relative to the root
 */
function filesOf(root, at) {
  if (!existsSync(path.join(root, at))) return [];
  try {
    return readdirSync(path.join(root, at), { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => filesOf(root, `${at}/${entry.name}`))
      .filter((file) => !/\.test\.tsx?$/.test(file));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOTDIR") return [at];
    throw error;
  }
}

/** @param {string} root */
export function isBuildCurrent(root) {
  const stamp = path.join(root, STAMP);
  return (
    OUTPUTS.every((output) => existsSync(path.join(root, output))) &&
    existsSync(stamp) &&
    readFileSync(stamp, "utf8") === hashInputs(root)
  );
}

/**
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @param {(line: string) => void} say
 * @param {AbortSignal} stop
 * @returns {Promise<void>}
 * @throws {Halt} when the build fails; its output has been printed
 */
export async function buildPages(root, env, say, stop) {
  if (isBuildCurrent(root)) return;
  say("Building the pages.");
  const stamp = path.join(root, STAMP);
  rmSync(stamp, { force: true });
  // Taken before the build, so that an edit during it makes the next start build again.
  const hash = hashInputs(root);
  const output = await runBuild(root, env, stop);
  if (output !== null) {
    process.stderr.write(output);
    throw new Halt("The pages could not be built; the reason is above.");
  }
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}

/**
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @param {AbortSignal} stop
 * @returns {Promise<string | null>} what it printed when it failed, null when it worked
 */
function runBuild(root, env, stop) {
  return new Promise((resolve) => {
    const build = spawn("node", ["node_modules/@remix-run/dev/dist/cli.js", "vite:build"], {
      cwd: root,
      env: { ...env, NODE_ENV: "production" },
      stdio: ["ignore", "pipe", "pipe"],
      signal: stop,
    });
    let output = "";
    const keep = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
    };
    build.stdout.on("data", keep);
    build.stderr.on("data", keep);
    build.once("error", (error) => resolve(String(error)));
    build.once("close", (code) => resolve(code === 0 ? null : output));
  });
}
