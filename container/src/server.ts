/**
 * The ffmpeg service as a process; protocol.ts has its HTTP interface, config.ts its environment.
 * Prints `{"event":"ready","port":N}` on stdout when it listens. SIGTERM and SIGINT, and with
 * EXIT_WITH_PARENT=1 the end of stdin, stop it: jobs are reported failed with `stopping`, exit code 0.
 */
import { readConfig } from "./config.ts";
import { logToStdout, unexpected } from "./log.ts";
import { realPlatform } from "./platform.ts";
import { startService } from "./service/service.ts";

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const platform = realPlatform(config.tools);
  const service = await startService(platform, config);
  let isStopping = false;
  const stop = (reason: string) => {
    if (isStopping) return;
    isStopping = true;
    logToStdout({ event: "stopping", reason, jobs: service.activeJobs() });
    const late = setTimeout(() => process.exit(0), platform.timings.stopGrace);
    service
      .stop()
      .catch((error: unknown) => logToStdout(unexpected("stop", error)))
      .finally(() => {
        clearTimeout(late);
        logToStdout({ event: "stopped" });
        process.exit(0);
      });
  };
  process.on("SIGTERM", () => stop("SIGTERM"));
  process.on("SIGINT", () => stop("SIGINT"));
  if (config.exitWithParent) {
    process.stdin.on("end", () => stop("parent gone"));
    process.stdin.on("error", () => stop("parent gone"));
    process.stdin.resume();
  }
  // The parent may be gone, and its pipe with it; stopping must still work.
  process.stdout.on("error", () => undefined);
  logToStdout({ event: "ready", port: service.port });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
