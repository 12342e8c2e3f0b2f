/** A running service for the tests of its HTTP side, with a web server, a clip and a folder of its own. */
import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { JobReport } from "../protocol.ts";
import { startService } from "../service/service.ts";
import type { RunningService } from "../service/service.ts";
import { ClipShelf } from "./clips.ts";
import { eventually, testPlatform } from "./platform.ts";
import type { TestPlatform } from "./platform.ts";
import { TestWeb } from "./web.ts";

/** Set anew before each test; `shelf` and `clip` once a file. */
export let shelf: ClipShelf;
export let clip: string;
export let web: TestWeb;
export let platform: TestPlatform;
export let service: RunningService;
export let root: string;

/** Starts a service for each test and checks after it that no file is left and nothing went wrong. */
export function withService(): void {
  beforeAll(async () => {
    shelf = await ClipShelf.open();
    clip = await shelf.clip("clip.mp4");
  });
  afterAll(() => shelf.close());
  beforeEach(async () => {
    web = await TestWeb.open();
    platform = testPlatform();
    root = await mkdtemp(path.join(tmpdir(), "edgereel-service-"));
    service = await startService(platform, { port: 0, host: "127.0.0.1", workDir: root });
  });
  afterEach(async () => {
    await service.stop();
    expect(await readdir(root)).toEqual([]);
    expect(platform.logged.filter((event) => event.event === "unexpected_error")).toEqual([]);
    await rm(root, { recursive: true });
    await web.close();
  });
}

export function call(
  method: string,
  at: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  return fetch(`http://127.0.0.1:${service.port}${at}`, {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
}

export function filmRequest(urls: string[], changes: Record<string, unknown> = {}) {
  const clips = urls.map((url) => ({ id: randomUUID(), url, length_s: null }));
  return { ...common(), kind: "film", clips, output: null, ...changes };
}

export function common() {
  const job_id = randomUUID();
  const upload = { part_url: web.url(`/${job_id}/{part}?s=secret`), part_bytes: 5 * 1024 * 1024 };
  return { protocol: 1, job_id, upload, progress_url: web.url("/progress") };
}

export async function submit(request: { job_id: string }): Promise<JobReport> {
  const response = await call("POST", "/jobs", request);
  expect(response.status).toBe(202);
  return JobReport.parse(await response.json());
}

export async function read(id: string): Promise<JobReport> {
  return JobReport.parse(await (await call("GET", `/jobs/${id}`)).json());
}

export function ended(id: string): Promise<JobReport> {
  return eventually("the end of the job", async () => {
    const report = await read(id);
    return ["queued", "running"].includes(report.status) ? null : report;
  });
}

/** Files left in the folder of this run. */
export async function leftFiles(): Promise<string[]> {
  const [run = ""] = await readdir(root);
  try {
    return await readdir(path.join(root, run), { recursive: true });
  } catch {
    // A folder that goes while it is listed: it is not gone until a listing says so.
    return ["going"];
  }
}
