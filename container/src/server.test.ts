import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ClipShelf } from "./testing/clips.ts";
import { eventually } from "./testing/platform.ts";
import { TestWeb } from "./testing/web.ts";

let root: string;
let child: ChildProcess | null = null;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "edgereel-process-"));
});
afterEach(async () => {
  if (child !== null && child.exitCode === null) child.kill("SIGKILL");
  await rm(root, { recursive: true, force: true });
});

/** Starts the process and waits for its ready line. */
async function start(environment: Record<string, string> = {}) {
  const entry = path.join(import.meta.dirname, "server.ts");
  const env = { PATH: process.env["PATH"] ?? "", HOST: "127.0.0.1", PORT: "0", WORK_DIR: root };
  const node = spawn(process.execPath, [entry], { env: { ...env, ...environment } });
  child = node;
  const exit = once(node, "exit").then(([code]) => code as number | null);
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
  return { node, exit, events, errors: () => errors, port: () => eventually("ready", ready) };
}

describe("the process", () => {
  it("answers SIGTERM by reporting its film as stopping, and exits with 0 and no file left", async () => {
    const shelf = await ClipShelf.open();
    const web = await TestWeb.open();
    const clip = await shelf.clip("clip.mp4", { lengthS: 20 });
    const server = await start();
    const port = await server.port();
    const request = {
      protocol: 1,
      job_id: randomUUID(),
      kind: "film",
      upload: { part_url: web.url("/{part}"), part_bytes: 5 * 1024 * 1024 },
      progress_url: web.url("/progress"),
      clips: [{ id: randomUUID(), url: web.serve("/clip", clip), length_s: null }],
      output: { width: 1920, height: 1080, fps: 60 },
    };
    await fetch(`http://127.0.0.1:${port}/jobs`, { method: "POST", body: JSON.stringify(request) });
    await eventually("frames", async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/jobs/${request.job_id}`);
      return ((await answer.json()) as { progress: number }).progress > 0 ? true : null;
    });
    const askedAt = performance.now();
    server.node.kill("SIGTERM");
    expect(await server.exit).toBe(0);
    expect(performance.now() - askedAt).toBeLessThan(5_000);
    expect(web.reports.at(-1)?.report).toMatchObject({
      status: "failed",
      error: { code: "stopping" },
    });
    expect(await readdir(root)).toEqual([]);
    expect(server.events().at(-1)).toEqual({ event: "stopped" });
    expect(server.errors()).toBe("");
    await web.close();
    await shelf.close();
  });

  it("exits when its parent's pipe closes, if it was told to", async () => {
    const server = await start({ EXIT_WITH_PARENT: "1" });
    await server.port();
    server.node.stdin.end();
    expect(await server.exit).toBe(0);
    expect(await readdir(root)).toEqual([]);
  });

  it.each([
    ["a port that is none", { PORT: "http" }, "PORT"],
    ["a missing tool", { FFPROBE_PATH: "/nowhere/ffprobe" }, "/nowhere/ffprobe can't be run"],
  ])("says one sentence and exits with 1 for %s", async (_name, environment, sentence) => {
    const server = await start(environment);
    expect(await server.exit).toBe(1);
    expect(server.errors()).toContain(sentence);
    expect(server.errors().trim().split("\n")).toHaveLength(1);
  });
});
