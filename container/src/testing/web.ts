/**
 * The other side of the service in tests: a web server on loopback that gives files (with faults on
 * demand), takes parts and progress, and remembers every request.
 */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { JobReport } from "../protocol.ts";

export type Seen = { method: string; path: string; range: string | null; status: number };

/** Returns true when it has answered the request itself. */
export type Prank = (request: IncomingMessage, response: ServerResponse) => boolean;

export class TestWeb {
  readonly seen: Seen[] = [];
  /** Bodies of the parts by path, as received last. */
  readonly parts = new Map<string, { body: Buffer; length: string | null }>();
  /** Hears of each part that has arrived whole, before it is answered. */
  onPart: (path: string) => void = () => undefined;
  readonly reports: Array<{ at: number; report: JobReport }> = [];
  readonly #files = new Map<string, string>();
  readonly #pranks = new Map<string, Prank>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        // Whoever dies in the middle of a request needs no answer.
        if (request.complete) throw error;
      });
    });
  }

  static async open(): Promise<TestWeb> {
    const web = new TestWeb();
    await new Promise<void>((resolve) => web.#server.listen(0, "127.0.0.1", resolve));
    return web;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  url(path: string): string {
    return `${this.origin}${path}`;
  }

  /** Serves `file` with ranges and an ETag; the URL carries a secret, as signed ones do. */
  serve(path: string, file: string): string {
    this.#files.set(path, file);
    return this.url(`${path}?signature=secret`);
  }

  prank(path: string, prank: Prank): string {
    this.#pranks.set(path, prank);
    return this.url(path);
  }

  requests(path: string): Seen[] {
    return this.seen.filter((seen) => seen.path === path);
  }

  film(prefix: string): Buffer {
    const names = [...this.parts.keys()].filter((path) => path.startsWith(prefix));
    names.sort((a, b) => Number(a.slice(prefix.length)) - Number(b.slice(prefix.length)));
    return Buffer.concat(names.map((name) => this.parts.get(name)?.body ?? Buffer.alloc(0)));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    response.on("close", () => {
      const { method = "", headers } = request;
      const range = headers.range ?? null;
      this.seen.push({ method, path, range, status: response.statusCode });
    });
    const prank = this.#pranks.get(path);
    if (prank?.(request, response) === true) return;
    if (request.method === "PUT") return this.#takePart(path, request, response);
    if (request.method === "POST") return this.#takeReport(request, response);
    const file = this.#files.get(path);
    const part = this.parts.get(path)?.body;
    if (part !== undefined) response.writeHead(200, { "content-length": part.length }).end(part);
    else if (file === undefined) response.writeHead(404).end();
    else await sendFile(file, request, response);
  }

  async #takePart(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readAll(request);
    this.parts.set(path, { body, length: request.headers["content-length"] ?? null });
    this.onPart(path);
    const etag = `etag-${path.split("/").at(-1)}`;
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ etag }));
  }

  async #takeReport(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const report = JobReport.parse(JSON.parse((await readAll(request)).toString("utf8")));
    this.reports.push({ at: performance.now(), report });
    response.writeHead(204).end();
  }
}

async function sendFile(
  file: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { size } = await stat(file);
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
  const start = Number(range?.[1] ?? 0);
  const end = Math.min(size, Number(range?.[2] || size - 1) + 1);
  response.writeHead(range === null ? 200 : 206, {
    etag: `"${size}"`,
    "accept-ranges": "bytes",
    "content-length": end - start,
    ...(range === null ? {} : { "content-range": `bytes ${start}-${end - 1}/${size}` }),
  });
  if (start >= end) response.end();
  else createReadStream(file, { start, end: end - 1 }).pipe(response);
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
