/** Brings everything up in order, and tells where it is. */
import path from "node:path";
import { buildPages } from "./build.mjs";
import { lockDataDir, mediaSigningKey } from "./data-dir.mjs";
import { installPackages } from "./install.mjs";
import { claimPort } from "./ports.mjs";
import {
  commonEnvironment,
  containerService,
  hotPages,
  localOrigin,
  offlineReplicate,
  registryFolder,
  worker,
  workerVariables,
} from "./programs.mjs";
import { removeReadyFile, writeReadyFile } from "./ready-file.mjs";
import { readSettings } from "./settings.mjs";
import { createSupervisor } from "./supervisor.mjs";
import { FFMPEG, FFPROBE, findOrInstall } from "./system-tools.mjs";

/** Of one program within a minute; more often than that, it is broken. Tests that kill allow more. */
const RESTARTS = 5;

/**
 * @typedef {{
 *   root: string,
 *   environment: NodeJS.ProcessEnv,
 *   say: (line: string) => void,
 *   stop: AbortSignal,
 *   onFatal: (error: Error) => void,
 * }} Surroundings
 * @typedef {{ end: () => Promise<void> }} Cleanup
 */

/**
 * Starts Edgereel. What has to be ended afterwards is put into `cleanups` as it comes to be, so that
 * a failure half-way leaves nothing running.
 * @param {"start" | "dev"} mode
 * @param {Surroundings} surroundings
 * @param {Cleanup[]} cleanups
 * @returns {Promise<void>}
 * @throws {import("./halt.mjs").Halt}
 */
export async function bringUp(mode, surroundings, cleanups) {
  const { root, environment, say, stop, onFatal } = surroundings;
  const settings = readSettings(root, environment);
  const { dataDir, isOffline, given } = settings;
  const readyFile = environment.EDGEREEL_READY_FILE;

  const lock = await lockDataDir(dataDir);
  cleanups.push({
    end: async () => {
      removeReadyFile(readyFile);
      lock.release();
    },
  });
  const port = await claimPort(settings.port);

  await installPackages(root, say, stop);
  const needsFfmpeg = isOffline || given.STITCHER_URL === undefined;
  const found = needsFfmpeg ? await findOrInstall([FFMPEG, FFPROBE], given, say, stop) : new Map();
  const tools = { ffmpeg: found.get(FFMPEG) ?? "", ffprobe: found.get(FFPROBE) ?? "" };

  const common = commonEnvironment(root, environment, dataDir);
  await buildPages(root, common, say, stop);
  stop.throwIfAborted();

  // In development the pages' own server stands at the port and passes the rest on to the Worker.
  const isDev = mode === "dev";
  const workerPort = isDev ? await claimPort(0) : port;
  const appOrigin = localOrigin(port);
  const workerOrigin = localOrigin(workerPort);
  /** @type {{ replicate: string | null, stitcher: string }} */
  const origins = { replicate: null, stitcher: given.STITCHER_URL ?? "" };
  let isReady = false;
  const supervisor = createSupervisor({
    root,
    logDir: path.join(dataDir, "logs"),
    isVerbose: environment.EDGEREEL_VERBOSE === "1",
    restarts: Number(environment.EDGEREEL_RESTARTS) || RESTARTS,
    say,
    onFatal,
    onChange(running) {
      lock.noteChildren([...running.values()].map(({ id }) => id));
      if (!isReady) return;
      const pidOf = (/** @type {import("./supervisor.mjs").ProgramKey} */ key) =>
        running.get(key)?.ready == null ? null : (running.get(key)?.id.pid ?? null);
      writeReadyFile(readyFile, {
        origin: appOrigin,
        replicateOrigin: origins.replicate,
        stitcherOrigin: origins.stitcher,
        dataDir,
        pids: {
          launcher: process.pid,
          worker: pidOf("worker"),
          workerd: running.get("worker")?.ready?.workerd ?? [],
          replicate: pidOf("replicate"),
          stitcher: pidOf("stitcher"),
          pages: pidOf("pages"),
        },
      });
    },
  });
  cleanups.push({ end: () => supervisor.stopAll() });

  await Promise.all([
    given.STITCHER_URL === undefined
      ? supervisor.start(containerService(common, settings, tools)).then((ready) => {
          origins.stitcher = localOrigin(ready.port);
        })
      : null,
    isOffline
      ? supervisor.start(offlineReplicate(common, settings, tools)).then((ready) => {
          origins.replicate = localOrigin(ready.port);
        })
      : null,
  ]);
  const variables = workerVariables(
    settings,
    { ...origins, app: workerOrigin },
    mediaSigningKey(dataDir),
  );
  isReady = true;
  await supervisor.start(
    worker(common, {
      config: path.join(root, "wrangler.toml"),
      port: workerPort,
      persistTo: path.join(dataDir, "worker"),
      variables,
      isWatching: isDev,
      registry: isDev ? registryFolder(dataDir) : null,
    }),
  );
  if (isDev) await supervisor.start(hotPages(common, { dataDir, port, workerOrigin, variables }));

  say(`Edgereel is ready on http://localhost:${port}`);
  if (origins.replicate !== null) {
    say(
      `Models are simulated and cost nothing; what they were asked is on ${origins.replicate}/__emu/. Set REPLICATE_API_TOKEN for the real ones.`,
    );
  }
}
