/** Requests as the routes see them, and the answers they give; one place that touches node:http. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { STATUS_CODES } from "node:http";
import type { InvalidField } from "./models/field.ts";

export type Call = {
  method: string;
  url: URL;
  /** Named parts of the path, in order. */
  params: string[];
  request: IncomingMessage;
  response: ServerResponse;
  /** Number of this call in the request log; null when it is not logged. */
  logged: number | null;
};

export type Answer = {
  status: number;
  headers?: Record<string, string>;
  /** JSON unless it is text. */
  body?: unknown;
  text?: string;
};

/** The route has answered by itself, or cut the connection. */
export const HANDLED = "handled" as const;

export type Route = (call: Call) => Promise<Answer | typeof HANDLED> | Answer | typeof HANDLED;

/** Closes the caller's connection without an answer, or in the middle of one. */
export function cutOff(call: Call): typeof HANDLED {
  call.request.socket.destroy();
  return HANDLED;
}

/** A refusal in the shape of Replicate's errors. */
export class Refusal extends Error {
  override name = "Refusal";
  readonly answer: Answer;
  constructor(answer: Answer) {
    super(`answered ${answer.status}`);
    this.answer = answer;
  }
}

export function problem(status: number, title: string, detail: string): Answer {
  return { status, body: { title, detail, status } };
}

export const NOT_FOUND = problem(404, "Not Found", "The requested resource could not be found.");

export function invalidInput(fields: InvalidField[]): Answer {
  const detail = fields.map(({ field, description }) => `- ${field}: ${description}\n`).join("");
  return {
    status: 422,
    body: { detail, status: 422, title: "Input validation failed", invalid_fields: fields },
  };
}

/** The whole body. Throws a Refusal (413) above `limit` bytes. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let total = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    total += part.length;
    if (total > limit) {
      throw new Refusal({
        ...problem(413, "Payload Too Large", `The body is larger than ${limit} bytes.`),
        headers: { connection: "close" },
      });
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The body as JSON. Throws a Refusal (400) when it is not. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Refusal(problem(400, "Bad Request", "The request body is not valid JSON."));
  }
}

export function send(response: ServerResponse, answer: Answer): void {
  if (response.headersSent || response.destroyed) return;
  const isJson = answer.text === undefined;
  const text = answer.text ?? (answer.body === undefined ? "" : JSON.stringify(answer.body));
  const bytes = Buffer.from(text);
  const hasBody = answer.status !== 204 && answer.status !== 304;
  response.writeHead(answer.status, {
    ...(hasBody
      ? {
          "content-type": isJson ? "application/json" : "text/html; charset=utf-8",
          "content-length": String(bytes.length),
        }
      : {}),
    ...answer.headers,
  });
  response.end(hasBody ? bytes : undefined);
}

/** An error page of a proxy in front of the service. */
export function htmlError(status: number): Answer {
  const title = `${status} ${STATUS_CODES[status] ?? "Error"}`;
  return {
    status,
    text: `<html>\n<head><title>${title}</title></head>\n<body>\n<center><h1>${title}</h1></center>\n</body>\n</html>\n`,
  };
}
