/** Packages: installs them when node_modules is missing or is not what package-lock.json asks for. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { Halt } from "./halt.mjs";

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} LockedPackage
 * @typedef {{ packages?: Record<string, LockedPackage> }} LockFile
 */

/**
 * Says why packages must be installed, or null when they are as locked. npm writes the second lock
 * file last, so a half-finished install counts as none. Contents are compared and not times: a git
 * checkout touches files that it does not change.
 * @param {string | null} wanted text of package-lock.json
 * @param {string | null} installed text of node_modules/.package-lock.json
 * @returns {string | null}
 */
export function whyInstall(wanted, installed) {
  if (wanted === null) return null;
  if (installed === null) return "Installing packages (about a minute)";
  const have = packagesOf(installed);
  for (const [name, locked] of Object.entries(packagesOf(wanted))) {
    if (name === "" || locked.link === true) continue;
    const there = have[name];
    // Optional packages for other systems are left out by npm.
    if (there === undefined && locked.optional === true) continue;
    if (there?.version !== locked.version || there?.integrity !== locked.integrity) {
      return "The packages are not those of package-lock.json: installing (about a minute)";
    }
  }
  return null;
}

/** @param {string} text */
function packagesOf(text) {
  try {
    return /** @type {LockFile} */ (JSON.parse(text)).packages ?? {};
  } catch {
    return {};
  }
}

/**
 * @param {string} root
 * @param {(line: string) => void} say
 * @param {AbortSignal} [stop]
 * @returns {Promise<void>}
 * @throws {Halt} when npm is missing or fails
 */
export async function installPackages(root, say, stop) {
  const read = (/** @type {string} */ file) => {
    const at = path.join(root, file);
    return existsSync(at) ? readFileSync(at, "utf8") : null;
  };
  const why = whyInstall(read("package-lock.json"), read("node_modules/.package-lock.json"));
  if (why === null) return;
  say(`${why}.`);
  const code = await new Promise((resolve) => {
    const npm = spawn(
      "npm",
      ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"],
      {
        cwd: root,
        stdio: ["ignore", "inherit", "inherit"],
        signal: stop,
      },
    );
    npm.once("error", () => resolve(null));
    npm.once("exit", (/** @type {number | null} */ exitCode) => resolve(exitCode ?? 1));
  });
  if (code === null) throw new Halt("npm is not on PATH. Install Node with npm and try again.");
  if (code !== 0) {
    throw new Halt(
      "npm ci failed; its own words are above. Check the network connection and try again.",
    );
  }
  if (!existsSync(path.join(root, "node_modules/.bin/node"))) {
    throw new Halt(
      "npm ci did not install Node 22 into node_modules. Run npm ci without --ignore-scripts and try again.",
    );
  }
}
