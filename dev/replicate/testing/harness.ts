/** An emulator in the test's own process, a client for it, and a receiver of webhooks. */
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import type { Running } from "../start.ts";
import { startReplicate } from "../start.ts";
import type { StudioCall } from "./studio.ts";
import { createTestStudio } from "./studio.ts";

export const TOKEN = "r8_offline_test";
export const HEADERS = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };

/** A prediction as loosely as a test needs it. */
export type Shown = {
  id: string;
  status: string;
  output: unknown;
  error: string | null;
  logs: string;
  input: Record<string, unknown>;
  urls: Record<string, string>;
  metrics: Record<string, number>;
  [key: string]: unknown;
};

export type Harness = {
  running: Running;
  calls: StudioCall[];
  reports: string[];
  dataDir: string;
  api(path: string, init?: RequestInit): Promise<Response>;
  create(model: string, input: object, options?: CreateOptions): Promise<Shown>;
  get(id: string): Promise<Shown>;
  /** Polls until the prediction has ended. */
  ended(id: string): Promise<Shown>;
  admin(path: string, body?: unknown): Promise<unknown>;
  close(): Promise<void>;
};

export type CreateOptions = {
  webhook?: string;
  events?: string[];
  headers?: Record<string, string>;
};

export async function startHarness(options?: {
  timeScale?: number;
  clipMs?: number;
  dataDir?: string;
}): Promise<Harness> {
  const dataDir = options?.dataDir ?? (await mkdtemp(join(tmpdir(), "offline-replicate-")));
  const calls: StudioCall[] = [];
  const reports: string[] = [];
  const running = await startReplicate({
    dataDir,
    port: 0,
    timeScale: options?.timeScale ?? 0,
    studio: createTestStudio({ clipMs: options?.clipMs ?? 0, calls }),
    report: (message) => reports.push(message),
  });
  const api = (path: string, init?: RequestInit) =>
    fetch(`${running.origin}/v1${path}`, { ...init, headers: { ...HEADERS, ...init?.headers } });
  const get = async (id: string) => (await (await api(`/predictions/${id}`)).json()) as Shown;
  return {
    running,
    calls,
    reports,
    dataDir,
    api,
    get,
    async create(model, input, create) {
      const response = await api(`/models/${model}/predictions`, {
        method: "POST",
        headers: create?.headers ?? {},
        body: JSON.stringify({
          input,
          ...(create?.webhook === undefined ? {} : { webhook: create.webhook }),
          ...(create?.events === undefined ? {} : { webhook_events_filter: create.events }),
        }),
      });
      const text = await response.text();
      expect(response.status, text).toBe(201);
      return JSON.parse(text) as Shown;
    },
    ended: (id) =>
      until(async () => {
        const shown = await get(id);
        return shown.completed_at === null ? null : shown;
      }),
    async admin(path, body) {
      const response = await fetch(`${running.origin}/__emu/${path}`, {
        ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
      });
      expect(response.status, reports.join()).toBe(200);
      return response.json();
    },
    async close() {
      await running.stop();
      if (options?.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Polls `look` until it gives something; fails after `ms`. */
export async function until<T>(look: () => Promise<T | null> | T | null, ms = 8_000): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > deadline) throw new Error(`Nothing within ${ms} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

export type Delivery = { headers: Record<string, string>; raw: string; body: Shown; path: string };

export type Receiver = { url: string; deliveries: Delivery[]; close(): Promise<void> };

/** Takes webhooks and answers with what `answer` says for each, counted from 0; 200 by default. */
export async function startReceiver(answer?: (index: number) => number): Promise<Receiver> {
  const deliveries: Delivery[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const raw = Buffer.concat(parts).toString("utf8");
      const status = answer?.(deliveries.length) ?? 200;
      deliveries.push({
        headers: request.headers as Record<string, string>,
        raw,
        body: JSON.parse(raw) as Shown,
        path: request.url ?? "",
      });
      response.writeHead(status, status === 301 ? { location: "/elsewhere" } : {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/hook?project=p1&nonce=n1`,
    deliveries,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
