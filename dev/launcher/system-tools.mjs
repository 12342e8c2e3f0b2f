/** Programs outside node_modules: ffmpeg, ffprobe and, for the checks, Chromium and curl. */
import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, statSync } from "node:fs";
import path from "node:path";
import { Halt } from "./halt.mjs";

/**
 * @typedef {{ program: string, setting: string | null, names: string[], aptPackage: string }} Tool
 */

/** @type {Tool} */
export const FFMPEG = {
  program: "ffmpeg",
  setting: "FFMPEG_PATH",
  names: ["ffmpeg"],
  aptPackage: "ffmpeg",
};
/** @type {Tool} */
export const FFPROBE = {
  program: "ffprobe",
  setting: "FFPROBE_PATH",
  names: ["ffprobe"],
  aptPackage: "ffmpeg",
};
/** @type {Tool} */
export const CHROMIUM = {
  program: "Chromium",
  setting: null,
  names: ["chromium", "chromium-browser", "google-chrome"],
  aptPackage: "chromium",
};
/** @type {Tool} */
export const CURL = { program: "curl", setting: null, names: ["curl"], aptPackage: "curl" };

/**
 * Absolute path of a tool, or null when it is nowhere.
 * @param {Tool} tool
 * @param {Record<string, string | undefined>} settings
 * @param {string} searchPath as in PATH
 * @returns {string | null}
 * @throws {Halt} when a setting names a file that cannot be run
 */
export function findTool(tool, settings, searchPath) {
  const set = tool.setting === null ? undefined : settings[tool.setting];
  if (set !== undefined) {
    const absolute = path.resolve(set);
    if (isProgram(absolute)) return absolute;
    throw new Halt(`${tool.setting} is ${set}, which is not a program. Correct it or remove it.`);
  }
  for (const folder of searchPath.split(path.delimiter)) {
    if (folder === "") continue;
    for (const name of tool.names) {
      const candidate = path.resolve(folder, name);
      if (isProgram(candidate)) return candidate;
    }
  }
  return null;
}

/**
 * Finds every tool, and installs what is missing where that can be done without asking.
 * @param {Tool[]} tools
 * @param {Record<string, string | undefined>} settings
 * @param {(line: string) => void} say
 * @param {AbortSignal} [stop]
 * @returns {Promise<Map<Tool, string>>}
 * @throws {Halt} naming what has to be installed by hand
 */
export async function findOrInstall(tools, settings, say, stop) {
  const searchPath = process.env.PATH ?? "";
  const locate = () => new Map(tools.map((tool) => [tool, findTool(tool, settings, searchPath)]));
  let found = locate();
  const missing = tools.filter((tool) => found.get(tool) === null);
  if (missing.length > 0 && canUseApt()) {
    const packages = [...new Set(missing.map((tool) => tool.aptPackage))];
    say(`Installing ${packages.join(" and ")} with apt-get.`);
    // A fresh system has no package lists, or old ones that name files long gone.
    if ((await runApt(["update"], stop)) === 0) {
      await runApt(["install", "-y", "--no-install-recommends", ...packages], stop);
    }
    found = locate();
  }
  /** @type {Map<Tool, string>} */
  const paths = new Map();
  for (const tool of tools) {
    const at = found.get(tool) ?? null;
    if (at === null) throw new Halt(howToInstall(tool));
    paths.set(tool, at);
  }
  return paths;
}

/** @param {Tool} tool */
function howToInstall(tool) {
  const byHand =
    process.platform === "darwin"
      ? `brew install ${tool.aptPackage}`
      : `sudo apt-get install ${tool.aptPackage}`;
  const orSet = tool.setting === null ? "" : `, or set ${tool.setting} to where it is`;
  return `${tool.program} is missing. Install it (for example: ${byHand})${orSet}, and try again.`;
}

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function canUseApt() {
  return (
    process.getuid?.() === 0 &&
    existsSync("/etc/debian_version") &&
    findTool(
      { program: "apt-get", setting: null, names: ["apt-get"], aptPackage: "" },
      {},
      process.env.PATH ?? "",
    ) !== null
  );
}

/**
 * @param {string[]} args
 * @param {AbortSignal} [stop]
 * @returns {Promise<number>}
 */
function runApt(args, stop) {
  return new Promise((resolve) => {
    const apt = spawn("apt-get", ["-qq", ...args], {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      signal: stop,
    });
    apt.once("error", () => resolve(1));
    apt.once("exit", (code) => resolve(code ?? 1));
  });
}
