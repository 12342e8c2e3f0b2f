import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { identify, isAlive } from "../launcher/processes.mjs";
import { startStack } from "./stack.ts";
import type { Stack } from "./stack.ts";
import { until } from "./until.ts";

let scratch = "";
const stacks: Stack[] = [];
beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), "edgereel-launcher-"));
});
afterEach(async () => {
  for (const stack of stacks.splice(0)) await stack.stop();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

async function start(env: Record<string, string> = {}): Promise<Stack> {
  const stack = await startStack({ env, dataDir: path.join(scratch, "data") });
  stacks.push(stack);
  return stack;
}

const everyProcess = ({ pids }: Stack) =>
  [pids.launcher, pids.worker, pids.replicate, pids.stitcher, ...pids.workerd]
    .filter((pid) => pid !== null)
    .map(identify);

const answers = async (url: string) => {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5_000) })).ok ? true : null;
  } catch {
    return null;
  }
};
const health = (stack: Stack) => answers(`${stack.origin}/api/health`);

describe("npm start", () => {
  it("refuses a folder and a port in use, and ends everything on SIGTERM within 5 s", async () => {
    const stack = await start();
    expect(await health(stack)).toBe(true);
    expect(stack.output()).toContain("Models are simulated");

    await expect(start()).rejects.toThrow(`process ${stack.pids.launcher}`);
    const elsewhere = path.join(scratch, "elsewhere");
    const { port } = new URL(stack.origin);
    await expect(startStack({ env: { PORT: port }, dataDir: elsewhere })).rejects.toThrow(
      `Port ${port} is taken`,
    );
    expect(existsSync(path.join(elsewhere, "launcher.lock"))).toBe(false);

    const all = everyProcess(stack);
    expect(all.length).toBeGreaterThanOrEqual(5);
    expect(all.every(isAlive)).toBe(true);
    const began = Date.now();
    stack.kill("launcher", "SIGTERM");
    expect(await stack.ended).toEqual({ code: 0, signal: null });
    expect(Date.now() - began).toBeLessThan(5_000);
    expect(all.filter(isAlive)).toEqual([]);
  });

  it("leaves no orphan when it is killed, and starts again on the same data at once", async () => {
    const stack = await start();
    const all = everyProcess(stack);
    stack.kill("launcher", "SIGKILL");
    expect(await stack.ended).toEqual({ code: null, signal: "SIGKILL" });
    await until("every process is gone", 5_000, () => (all.some(isAlive) ? null : true));

    const again = await start({ PORT: new URL(stack.origin).port });
    expect(again.origin).toBe(stack.origin);
    expect(await health(again)).toBe(true);
  });

  it("brings a killed part back at its address", async () => {
    const stack = await start();
    const before = stack.pids;
    const stitcherHealth = () => answers(`${stack.stitcherOrigin}/health`);

    stack.kill("stitcher", "SIGKILL");
    await until("the ffmpeg service has a new process", 20_000, () => {
      const { stitcher } = stack.pids;
      return stitcher !== null && stitcher !== before.stitcher ? true : null;
    });
    expect(await stitcherHealth()).toBe(true);

    stack.kill("workerd", "SIGKILL");
    await until("the Worker has a new process", 30_000, () => {
      const { worker } = stack.pids;
      return worker !== null && worker !== before.worker ? true : null;
    });
    expect(await health(stack)).toBe(true);
    expect(stack.output()).toMatch(/The ffmpeg service stopped.*is being started again\./);
  });

  it("keeps secrets off every command line", async () => {
    const stack = await start({
      REPLICATE_API_TOKEN: "r8_visible_nowhere",
      // Nothing listens there: this start must not reach any model.
      REPLICATE_API_BASE_URL: "http://127.0.0.1:9/v1",
    });
    expect(stack.output()).not.toContain("simulated");
    const key = readFileSync(path.join(stack.dataDir, "secrets.json"), "utf8").split('"')[3] ?? "";
    expect(key.length).toBeGreaterThan(40);
    const lines = readdirSync("/proc")
      .filter((entry) => /^\d+$/.test(entry))
      .map((pid) => {
        try {
          return readFileSync(`/proc/${pid}/cmdline`, "utf8");
        } catch {
          return "";
        }
      })
      .join("\n");
    expect(lines).toContain("worker.mjs");
    expect(lines).not.toContain("r8_visible_nowhere");
    expect(lines).not.toContain(key);
  });
});
