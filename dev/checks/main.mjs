/**
 * Everything that must hold, in one command: `npm test`. Called with `long`, only the tests that take
 * minutes: `npm run test:long`. Plain JavaScript on Node 20, because it runs on a fresh clone and installs
 * what the rest needs. It can't spend money: no token reaches anything that it starts, `.dev.vars` is not
 * read, and tests that try to leave this machine fail.
 */
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildPages } from "../launcher/build.mjs";
import { Halt } from "../launcher/halt.mjs";
import { installPackages } from "../launcher/install.mjs";
import { checkNodeVersion } from "../launcher/node-version.mjs";
import { watchParent } from "../launcher/parents.mjs";
import { CHROMIUM, CURL, FFMPEG, FFPROBE, findOrInstall } from "../launcher/system-tools.mjs";
import { safeEnvironment } from "./safe-environment.mjs";
import { runStep, runTool } from "./steps.mjs";
import { countTests } from "./test-count.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const isLong = process.argv[2] === "long";
const TESTS = isLong
  ? { name: "long tests", project: "long", results: ".cache/long-test-results.json" }
  : { name: "tests", project: "!long", results: ".cache/test-results.json" };
const LONG_LIMIT_MS = 3 * 3_600_000;
const TYPED = ["workers/tsconfig.json", "workers/tsconfig.test.json", "app", "container", "dev"];

const stopping = new AbortController();
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.on(signal, () => stop(130));
}
watchParent(() => stop(1));

/** @param {number} code */
function stop(code) {
  process.exitCode = code;
  stopping.abort();
}

/** @param {string} line */
function say(line) {
  process.stdout.write(`${line}\n`);
}

async function check() {
  checkNodeVersion(process.versions.node);
  await installPackages(root, say, stopping.signal);
  const tools = await findOrInstall(
    [FFMPEG, FFPROBE, CHROMIUM, CURL],
    process.env,
    say,
    stopping.signal,
  );
  const env = safeEnvironment(root, process.env, {
    FFMPEG_PATH: tools.get(FFMPEG),
    FFPROBE_PATH: tools.get(FFPROBE),
    CHROMIUM_PATH: tools.get(CHROMIUM),
  });
  const options = { cwd: root, env, signal: stopping.signal };
  const tool = (/** @type {string[]} */ ...command) => runTool(command, options);
  if (!isLong) await checkSources(tool);
  await runStep("build of the pages", say, () => buildPages(root, env, () => {}, stopping.signal));
  if (!isLong) {
    await runStep("deploy, dry run", say, () =>
      tool(
        ...["wrangler", "deploy", "--dry-run", "--containers-rollout=none"],
        ...["--outdir", ".cache/dry-run"],
      ),
    );
  }

  const { name, project, results } = TESTS;
  rmSync(path.join(root, results), { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${results}`];
  const vitest = ["vitest", "run", `--project=${project}`, ...reporters];
  const patient = isLong ? { ...options, limitMs: LONG_LIMIT_MS } : options;
  await runStep(name, say, () => runTool(vitest, patient)).finally(() => {
    const count = countTests(readIfThere(path.join(root, results)));
    if (count !== null) process.on("exit", () => say(count));
  });
}

/** @param {(...command: string[]) => Promise<void>} tool */
async function checkSources(tool) {
  await runStep("format", say, () => tool("prettier", "--check", "--log-level=warn", "."));
  await runStep("lint", say, () => tool("eslint", "."));
  await runStep("import directions", say, () =>
    tool("depcruise", "--config", ".dependency-cruiser.cjs", "app", "workers", "container", "dev"),
  );
  for (const project of TYPED) {
    await runStep(`types of ${project}`, say, () => tool("tsc", "-p", project));
  }
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

try {
  await check();
} catch (error) {
  process.exitCode ||= 1;
  if (error instanceof Halt) process.stderr.write(`${error.message}\n`);
  else if (!stopping.signal.aborted) console.error(error);
}
