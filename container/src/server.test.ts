import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ClipShelf } from "./testing/clips.ts";
import { eventually } from "./testing/platform.ts";
import { startProcess } from "./testing/process.ts";
import type { ServiceProcess } from "./testing/process.ts";
import { TestWeb } from "./testing/web.ts";

let root: string;
let server: ServiceProcess | null = null;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "edgereel-process-"));
});
afterEach(async () => {
  server?.kill();
  await rm(root, { recursive: true, force: true });
});

function start(environment: Record<string, string> = {}): ServiceProcess {
  server = startProcess(root, environment);
  return server;
}

describe("the process", () => {
  it("answers SIGTERM by reporting its film as stopping, and exits with 0 and no file left", async () => {
    const shelf = await ClipShelf.open();
    const web = await TestWeb.open();
    const clip = await shelf.clip("clip.mp4", { lengthS: 20 });
    const server = start();
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
    const server = start({ EXIT_WITH_PARENT: "1" });
    await server.port();
    server.node.stdin.end();
    expect(await server.exit).toBe(0);
    expect(await readdir(root)).toEqual([]);
  });

  it.each([
    ["a port that is none", { PORT: "http" }, "PORT"],
    ["a missing tool", { FFPROBE_PATH: "/nowhere/ffprobe" }, "/nowhere/ffprobe can't be run"],
  ])("says one sentence and exits with 1 for %s", async (_name, environment, sentence) => {
    const server = start(environment);
    expect(await server.exit).toBe(1);
    expect(server.errors()).toContain(sentence);
    expect(server.errors().trim().split("\n")).toHaveLength(1);
  });
});
