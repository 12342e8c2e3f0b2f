/**
 * Notices that whoever started the launcher is gone: a SIGTERM to npm ends npm alone and leaves its
 * script running. A parent's death sends nothing, so it is looked for.
 */
import { parentOf } from "./processes.mjs";

const LOOK_EVERY_MS = 500;
const SHELLS = new Set(["sh", "bash", "dash", "zsh"]);

/**
 * @param {() => void} gone called once
 * @returns {() => void} stops looking
 */
export function watchParent(gone) {
  const first = ancestors();
  const timer = setInterval(() => {
    if (ancestors() === first) return;
    clearInterval(timer);
    gone();
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** npm may put a shell between itself and the script, which then outlives npm in our place. */
function ancestors() {
  const parent = parentOf(process.ppid);
  const isNpmShell =
    process.env.npm_lifecycle_event !== undefined && parent !== null && SHELLS.has(parent.name);
  return isNpmShell ? `${process.ppid} ${parent.pid}` : `${process.ppid}`;
}
