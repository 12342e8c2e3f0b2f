import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Shown } from "./testing/harness.ts";
import { HEADERS, startReceiver, until } from "./testing/harness.ts";

const MAIN = fileURLToPath(new URL("./testing/main.ts", import.meta.url));

type Started = { child: ChildProcess; port: number; lines: string[]; errors: string[] };

let dataDir: string;
let children: ChildProcess[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "offline-replicate-"));
});
afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  children = [];
  await rm(dataDir, { recursive: true, force: true });
});

async function start(env?: Record<string, string>): Promise<Started> {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, DATA_DIR: dataDir, TIME_SCALE: "0.2", ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  children.push(child);
  const lines: string[] = [];
  const errors: string[] = [];
  child.stderr.on("data", (data: Buffer) => errors.push(data.toString()));
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.on("data", (data: Buffer) => {
      lines.push(data.toString());
      resolve((JSON.parse(data.toString()) as { port: number }).port);
    });
    child.once("exit", (code) => reject(new Error(`exit ${code}: ${errors.join("")}`)));
  });
  return { child, port, lines, errors };
}

async function call(port: number, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    headers: HEADERS,
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
  });
  expect(response.status).toBeLessThan(300);
  return response.json();
}

const read = async (port: number, id: string) =>
  (await call(port, `/v1/predictions/${id}`)) as Shown;

describe("the process", () => {
  it("survives SIGKILL: same port, running clips end once, webhooks arrive", async () => {
    let isUp = false;
    const receiver = await startReceiver(() => (isUp ? 200 : 503));
    const first = await start();
    const create = (model: string, input: object) =>
      call(first.port, `/v1/models/${model}/predictions`, {
        input,
        webhook: receiver.url,
        webhook_events_filter: ["completed"],
      }) as Promise<Shown>;
    const done = await create("google/imagen-4", { prompt: "a fox" });
    const finished = await until(async () => {
      const shown = await read(first.port, done.id);
      return shown.status === "succeeded" ? shown : null;
    });
    // The receiver refused this one, so it is waiting for its next try when the kill comes.
    await until(() => receiver.deliveries[0] ?? null);
    const clip = await create("google/veo-3.1", { prompt: "a fox runs" });
    const queued = await create("google/veo-3.1", { prompt: "a fox sleeps" });
    await until(async () =>
      (await read(first.port, clip.id)).logs.includes("/16 [") ? true : null,
    );
    first.child.kill("SIGKILL");
    await once(first.child, "exit");
    isUp = true;

    const second = await start();
    expect(second.port).toBe(first.port);
    expect((await fetch(String(finished.output))).status).toBe(200);
    for (const id of [clip.id, queued.id]) {
      const ended = await until(async () => {
        const shown = await read(second.port, id);
        return shown.completed_at === null ? null : shown;
      });
      expect(ended.status).toBe("succeeded");
    }
    const taken = () =>
      new Set(receiver.deliveries.slice(1).map(({ body }) => `${body.id} ${body.status}`));
    await until(() => (taken().size === 3 ? true : null));
    expect(taken()).toEqual(new Set([done, clip, queued].map(({ id }) => `${id} succeeded`)));
    const { totals } = (await call(second.port, "/__emu/ledger")) as { totals: object };
    expect(totals).toMatchObject({ predictions: 3, billed: 3 });
    await receiver.close();
  });

  it("prints one line, and stops soon on SIGTERM in the middle of a clip", async () => {
    const { child, port, lines } = await start({ TIME_SCALE: "0" });
    expect(lines.join("")).toBe(`{"event":"ready","port":${port}}\n`);
    await call(port, "/v1/models/google/veo-3.1/predictions", { input: { prompt: "a fox" } });
    const before = Date.now();
    child.kill("SIGTERM");
    const [code] = (await once(child, "exit")) as [number];
    expect(code).toBe(0);
    expect(Date.now() - before).toBeLessThan(2_000);
  });

  it("stops when its parent's pipe closes, and refuses a folder in use", async () => {
    const { child, port } = await start({ EXIT_WITH_PARENT: "1" });
    await expect(start()).rejects.toThrow(/Another offline Replicate already uses/);
    child.stdin?.end();
    const [code] = (await once(child, "exit")) as [number];
    expect(code).toBe(0);

    // Its port is taken meanwhile, so it says so and takes another.
    const squatter = await startReceiver();
    const taken = Number(new URL(squatter.url).port);
    const other = await start({ REPLICATE_OFFLINE_PORT: String(taken) });
    expect(other.port).not.toBe(taken);
    expect(other.port).not.toBe(port);
    expect(other.errors.join("")).toContain(`Port ${taken} is taken`);
    await squatter.close();
  });
});
