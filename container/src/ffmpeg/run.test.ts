import { describe, expect, it } from "vitest";
import { cleanLog } from "./clean-log.ts";
import { runTool, ToolFailure } from "./run.ts";

const never = () => new AbortController().signal;

describe("running a tool", () => {
  it("kills it when it is called off, and only then answers", async () => {
    const controller = new AbortController();
    let pid = 0;
    const run = runTool("sh", ["-c", "echo $$; exec sleep 60"], {
      signal: controller.signal,
      onLine: (line) => {
        pid = Number(line);
        controller.abort(new Error("called off"));
      },
    });
    await expect(run).rejects.toThrow("called off");
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });

  it("kills it when its time is over", async () => {
    const run = runTool("sleep", ["60"], { signal: never(), timeoutMs: 20 });
    await expect(run).rejects.toMatchObject({ reason: "timeout" });
  });

  it("kills it when it goes on telling the same progress, and not while that grows", async () => {
    const onLine = () => undefined;
    const options = { signal: never(), onLine, stallMs: 300 };
    const hanging = "while :; do echo frame=1; sleep 0.02; done";
    await expect(runTool("sh", ["-c", hanging], options)).rejects.toMatchObject({
      reason: "timeout",
    });
    const working = "for i in 1 2 3 4 5 6 7 8 9; do echo frame=$i; sleep 0.05; done";
    await expect(runTool("sh", ["-c", working], options)).resolves.toBeDefined();
  });

  it("fails with the tail of its log", async () => {
    const script = "echo 'open /tmp/place/clip: bad' >&2; exit 3";
    const error = await runTool("sh", ["-c", script], { signal: never() }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ToolFailure);
    expect(error).toMatchObject({ reason: "exit", detail: "open <file>: bad" });
  });

  it("does not blame the file where the system killed it, as when memory is short", async () => {
    const run = runTool("sh", ["-c", "kill -KILL $$"], { signal: never() });
    await expect(run).rejects.toMatchObject({ fault: { code: "internal" } });
    const crash = runTool("sh", ["-c", "kill -SEGV $$"], { signal: never() });
    await expect(crash).rejects.toMatchObject({ reason: "exit" });
  });

  it("fails when there is no such tool", async () => {
    const run = runTool("/nowhere/tool", [], { signal: never() });
    await expect(run).rejects.toMatchObject({ reason: "missing" });
  });

  it("does not hand our environment on", async () => {
    process.env["EDGEREEL_TEST_SECRET"] = "secret";
    const { stdout } = await runTool("env", [], { signal: never() });
    delete process.env["EDGEREEL_TEST_SECRET"];
    expect(stdout).not.toContain("secret");
  });
});

describe("a log that is shown", () => {
  it.each([
    ["https://host/a?signature=x: refused", "<url>: refused"],
    ["file:/tmp/run-1/job/clip-1: Invalid data", "<file>: Invalid data"],
    ["[h264 @ 0x55bf701d2640] error\n[h264 @ 0x55bf701d2641] error", "[h264] error"],
    ["30/1 frames, 1/2", "30/1 frames, 1/2"],
  ])("%s", (log, shown) => {
    expect(cleanLog(log)).toBe(shown);
  });

  it("is bounded and keeps its end", () => {
    const shown = cleanLog(`${"x".repeat(9_000)} the end`);
    expect(shown).toHaveLength(1_500);
    expect(shown.endsWith("the end")).toBe(true);
  });
});
