/**
 * Where tests learn addresses and process ids: when EDGEREEL_READY_FILE names a file, it holds a
 * ReadyReport from the moment everything answers, and is written again at every change.
 */
import { renameSync, rmSync, writeFileSync } from "node:fs";

/**
 * @typedef {{
 *   origin: string,
 *   replicateOrigin: string | null,
 *   stitcherOrigin: string,
 *   dataDir: string,
 *   pids: {
 *     launcher: number,
 *     worker: number | null,
 *     workerd: number[],
 *     replicate: number | null,
 *     stitcher: number | null,
 *     pages: number | null,
 *   },
 * }} ReadyReport
 *   A pid is null while that program is not running.
 */

/**
 * @param {string | undefined} file
 * @param {ReadyReport} report
 */
export function writeReadyFile(file, report) {
  if (file === undefined || file === "") return;
  const next = `${file}.${process.pid}`;
  writeFileSync(next, JSON.stringify(report));
  renameSync(next, file);
}

/** @param {string | undefined} file */
export function removeReadyFile(file) {
  if (file !== undefined && file !== "") rmSync(file, { force: true });
}
