/**
 * Runs ffmpeg and ffprobe: the only place that starts a process. It is killed when the signal aborts,
 * its output is bounded, and what is kept of its log names no path and no URL.
 */
import { spawn } from "node:child_process";
import { ServiceFault } from "../fault.ts";
import { cleanLog } from "./clean-log.ts";

const LOG_TAIL_CHARS = 16_000;
const OUTPUT_CHARS = 128 * 1024 * 1024;

/** The tool ended badly. `detail` is the cleaned tail of its log. */
export class ToolFailure extends Error {
  readonly detail: string;
  readonly reason: "exit" | "timeout" | "missing" | "too_much_output";

  constructor(reason: ToolFailure["reason"], detail: string, cause?: unknown) {
    super(`A media tool failed: ${reason}`, { cause });
    this.name = "ToolFailure";
    this.reason = reason;
    this.detail = detail;
  }
}

export type RunOptions = {
  signal: AbortSignal;
  /** Each line of stdout as it comes; then `stdout` in the answer is empty. */
  onLine?: (line: string) => void;
  timeoutMs?: number;
  /** Milliseconds without a frame or a microsecond more in ffmpeg's progress, which `onLine` needs. */
  stallMs?: number;
};

/**
 * Resolves when the process has exited with 0 and all its output is read. Rejects with ToolFailure, with
 * ServiceFault `internal` where the system killed it, as when memory is short and no file is to blame, or
 * with the signal's reason; either way the process is gone by then.
 */
export function runTool(
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<{ stdout: string; log: string }> {
  const { signal, onLine } = options;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: bareEnvironment(),
    });
    let failure: ToolFailure | null = null;
    let log = "";
    let line = "";
    let chars = 0;
    const output: string[] = [];

    const stop = () => child.kill("SIGKILL");
    const fail = (reason: ToolFailure["reason"], cause?: unknown) => {
      failure ??= new ToolFailure(reason, cleanLog(log), cause);
      stop();
    };
    signal.addEventListener("abort", stop, { once: true });
    const timer =
      options.timeoutMs === undefined
        ? undefined
        : setTimeout(() => fail("timeout"), options.timeoutMs);
    const { stallMs } = options;
    const stalled = stallMs === undefined ? undefined : setTimeout(() => fail("timeout"), stallMs);
    const told = new Map<string, string>();

    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      log = (log + text).slice(-LOG_TAIL_CHARS);
    });
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      if (onLine === undefined) {
        chars += text.length;
        if (chars > OUTPUT_CHARS) fail("too_much_output");
        else output.push(text);
        return;
      }
      const lines = (line + text).split("\n");
      line = lines.pop() ?? "";
      for (const each of lines) {
        const [, name, value] = /^(frame|out_time_us)=(.*)/.exec(each) ?? [];
        // It goes on telling the same numbers while it hangs.
        if (name !== undefined && value !== undefined && told.get(name) !== value) {
          told.set(name, value);
          stalled?.refresh();
        }
        onLine(each.trimEnd());
      }
    });
    child.on("error", (error) => fail("missing", error));
    child.on("close", (code, by) => {
      clearTimeout(timer);
      clearTimeout(stalled);
      signal.removeEventListener("abort", stop);
      if (signal.aborted) reject(signal.reason as Error);
      else if (failure !== null) reject(failure);
      else if (by === "SIGKILL") reject(killedOutside(cleanLog(log)));
      else if (code !== 0) reject(new ToolFailure("exit", cleanLog(log)));
      else resolve({ stdout: output.join(""), log: cleanLog(log) });
    });
  });
}

function killedOutside(detail: string): ServiceFault {
  const message =
    "The system stopped ffmpeg, as it does when memory is short. Try again; if it goes on, give the service more memory.";
  return new ServiceFault("internal", message, { detail });
}

/** The tools need nothing of ours; what they are not given they can't print. */
function bareEnvironment(): Record<string, string> {
  const kept = ["PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH"];
  return Object.fromEntries(
    kept.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
