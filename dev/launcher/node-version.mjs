/** The Node that runs the launcher itself; everything else runs on the one in node_modules. */
import { Halt } from "./halt.mjs";

const OLDEST = 20;

/**
 * @param {string} version as in process.versions.node, such as "20.20.2"
 * @throws {Halt} when it is older than Edgereel can start on
 */
export function checkNodeVersion(version) {
  const major = Number.parseInt(version, 10);
  if (major >= OLDEST) return;
  throw new Halt(
    `Edgereel needs Node ${OLDEST} or later, and this is Node ${version}. Install it from https://nodejs.org and try again.`,
  );
}
