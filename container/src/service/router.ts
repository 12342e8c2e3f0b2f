/**
 * HTTP in: checks the method, the size and the shape, calls, and answers JSON. Every refusal is a Fault.
 * A request with an Origin comes from a web page, which has no business here.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type * as z from "zod";
import { LIMITS } from "../config.ts";
import { faultOf, ServiceFault } from "../fault.ts";
import { unexpected } from "../log.ts";
import type { Log } from "../log.ts";
import { JobRequest, ProbeRequest } from "../protocol.ts";
import type { Fault, Health, JobOrder, JobReport, ProbeReport } from "../protocol.ts";

/** What the routes call. Methods throw ServiceFault to refuse. */
export type Service = {
  submit(request: JobOrder): JobReport;
  job(id: string): JobReport | null;
  cancel(id: string): JobReport | null;
  /** `signal` aborts when the caller goes away. */
  probe(request: ProbeRequest, signal: AbortSignal): Promise<ProbeReport>;
  health(): Health;
};

type Answer = { status: number; body: JobReport | ProbeReport | Health | Fault };
type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<Answer> | Answer;

export function createRouter(service: Service, log: Log) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    answer(service, request, response)
      .catch((error: unknown): Answer => {
        if (!(error instanceof ServiceFault)) log(unexpected("request", error));
        return {
          status: error instanceof ServiceFault ? error.status : 500,
          body: faultOf(error),
        };
      })
      .then(({ status, body }) => send(request, response, status, body))
      .catch((error: unknown) => log(unexpected("response", error)));
  };
}

async function answer(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Answer> {
  if (request.headers.origin !== undefined) {
    throw new ServiceFault("invalid_request", "Web pages can't use this service.", { status: 403 });
  }
  const { pathname } = new URL(request.url ?? "/", "http://service");
  const methods = routes(service, pathname);
  if (methods === null) {
    throw new ServiceFault("not_found", "There is nothing at this address.");
  }
  const handler = methods[request.method ?? ""];
  if (handler === undefined) {
    response.setHeader("allow", Object.keys(methods).join(", "));
    const allowed = Object.keys(methods).join(" or ");
    throw new ServiceFault("invalid_request", `Use ${allowed} at this address.`, { status: 405 });
  }
  return handler(request, response);
}

function routes(service: Service, pathname: string): Record<string, Handler> | null {
  if (pathname === "/health") return { GET: () => ({ status: 200, body: service.health() }) };
  if (pathname === "/probe") {
    return {
      POST: async (request, response) => {
        const body = await readJson(request, ProbeRequest);
        const gone = new AbortController();
        response.on("close", () => gone.abort(new Error("The caller went away")));
        return { status: 200, body: await service.probe(body, gone.signal) };
      },
    };
  }
  if (pathname === "/jobs") {
    return {
      POST: async (request) => ({
        status: 202,
        body: service.submit(await readJson(request, JobRequest)),
      }),
    };
  }
  const id = /^\/jobs\/([^/]+)$/.exec(pathname)?.[1];
  if (id === undefined) return null;
  return {
    GET: () => ({ status: 200, body: known(service.job(id)) }),
    DELETE: () => ({ status: 200, body: known(service.cancel(id)) }),
  };
}

function known(report: JobReport | null): JobReport {
  if (report !== null) return report;
  throw new ServiceFault(
    "not_found",
    "This instance has no job with that id. Start the job again.",
  );
}

async function readJson<T>(request: IncomingMessage, schema: z.ZodType<T>): Promise<T> {
  const text = await readBody(request);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ServiceFault("invalid_request", "The body is not JSON.", { cause });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return onlyHttp(parsed.data);
  const wrong = parsed.error.issues.map(
    (issue) => `${issue.path.join(".") || "body"}: ${issue.message}`,
  );
  throw new ServiceFault("invalid_request", "The request is not of this protocol.", {
    detail: wrong.slice(0, 10).join("; "),
  });
}

/** Every URL in a request is http or https; the schema takes any. */
function onlyHttp<T>(value: T): T {
  const isUrlKey = (key: string) => key === "url" || key.endsWith("_url");
  JSON.stringify(value, (key, item: unknown) => {
    if (isUrlKey(key) && typeof item === "string" && !/^https?:\/\//i.test(item)) {
      throw new ServiceFault("invalid_request", "Only http and https addresses are used.", {
        detail: key,
      });
    }
    return item;
  });
  return value;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const tooLarge = () =>
    new ServiceFault("invalid_request", "The body is larger than 1 MB.", { status: 413 });
  if (Number(request.headers["content-length"] ?? 0) > LIMITS.bodyBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > LIMITS.bodyBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  body: Answer["body"],
): void {
  if (response.destroyed) return;
  const text = JSON.stringify(body);
  // An unread body would be taken for the next request on this connection.
  if (!request.complete) response.setHeader("connection", "close");
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
  });
  response.end(text);
}
