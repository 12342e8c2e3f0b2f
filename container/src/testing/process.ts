/** The service as a process of its own, for tests that end it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { eventually } from "./platform.ts";

const ENTRY = path.join(import.meta.dirname, "../server.ts");

export type ServiceProcess = ReturnType<typeof startProcess>;

export function startProcess(workDir: string, environment: Record<string, string> = {}) {
  const env = { PATH: process.env["PATH"] ?? "", HOST: "127.0.0.1", PORT: "0", WORK_DIR: workDir };
  // A group of its own, so that its ffmpeg can be killed with it.
  const node = spawn(process.execPath, [ENTRY], {
    env: { ...env, ...environment },
    detached: true,
  });
  const exit = once(node, "close").then(([code]) => code as number | null);
  let output = "";
  let errors = "";
  node.stdout.on("data", (text: Buffer) => (output += text.toString()));
  node.stderr.on("data", (text: Buffer) => (errors += text.toString()));
  const events = () =>
    output
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as { event: string; port?: number });
  const ready = () => events().find((event) => event.event === "ready")?.port ?? null;
  return {
    node,
    /** Its code, null when it was killed; once all that it said has been read. */
    exit,
    /** What it logged. */
    events,
    errors: () => errors,
    port: () => eventually("ready", ready),
    /** SIGKILL to it and to all that it started, as when its machine goes. */
    kill: () => {
      if (node.pid !== undefined && node.exitCode === null && node.signalCode === null) {
        process.kill(-node.pid, "SIGKILL");
      }
    },
  };
}
