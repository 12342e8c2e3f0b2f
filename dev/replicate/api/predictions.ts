/** Reading, listing and canceling predictions, and streaming a text's answer. */
import { NOBODY } from "../breaks.ts";
import type { Route } from "../http.ts";
import { cutOff, HANDLED, htmlError, invalidInput, NOT_FOUND, Refusal } from "../http.ts";
import type { Json } from "../prediction.ts";
import { isTerminal } from "../prediction.ts";
import type { Context } from "./context.ts";
import { present, purge } from "./context.ts";

export function predictionRoutes(context: Context) {
  const find = (id: string | undefined) => {
    purge(context);
    const prediction = context.predictions.get(id ?? "");
    if (prediction === null) throw new Refusal(NOT_FOUND);
    return prediction;
  };

  const get: Route = async (call) => {
    const { request } = find(call.params[0]);
    if ((await context.reach("get-asked", request.id)) === "cut") return cutOff(call);
    if (context.faults.isHidden(request)) return NOT_FOUND;
    return {
      status: 200,
      body: present(find(request.id), context.origin(), { withWebhook: true }),
    };
  };

  const cancel: Route = async (call) => {
    const { request } = find(call.params[0]);
    if ((await context.reach("cancel-asked", request.id)) === "cut") return cutOff(call);
    if (request.faults.includes("cancel-500")) return htmlError(500);
    context.runner.cancel(request.id);
    return {
      status: 200,
      body: present(find(request.id), context.origin(), { withWebhook: true }),
    };
  };

  const list: Route = async (call) => {
    const { url } = call;
    if ((await context.breaks.reach("list-asked", NOBODY)) === "cut") return cutOff(call);
    purge(context);
    const page = context.predictions.list({
      ...parseCursor(url.searchParams.get("cursor")),
      createdAfter: parseTime(url, "created_after"),
      createdBefore: parseTime(url, "created_before"),
    });
    const link = (direction: "o" | "n", seq: number | null) => {
      if (seq === null) return null;
      const target = new URL(`${context.origin()}/v1/predictions`);
      for (const [key, value] of url.searchParams) target.searchParams.set(key, value);
      target.searchParams.set("cursor", Buffer.from(`${direction}=${seq}`).toString("base64url"));
      return target.href;
    };
    const withWebhook = context.settings.get().includeWebhookInLists;
    return {
      status: 200,
      body: {
        previous: link("n", page.newerSeq),
        next: link("o", page.olderSeq),
        results: page.predictions.map((prediction) =>
          present(prediction, context.origin(), { withWebhook }),
        ),
      },
    };
  };

  /** Server-sent events: the pieces of the answer, then `done`. */
  const stream: Route = async ({ params, response }) => {
    const { request } = find(params[0]);
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    let count = 0;
    const send = (event: string, data: string) => {
      const lines = data.split("\n").map((line) => `data: ${line}\n`);
      const at = Math.floor(context.clock.now() / 1000);
      response.write(`event: ${event}\nid: ${at}:${count++}\n${lines.join("")}\n`);
    };
    let shown = 0;
    for (;;) {
      const current = context.predictions.get(request.id);
      const { output, status, error } = current?.state ?? {
        output: null,
        status: null,
        error: null,
      };
      const chunks = textsOf(output);
      for (const chunk of chunks.slice(shown)) send("output", chunk);
      shown = Math.max(shown, chunks.length);
      if (status === null || isTerminal(status)) {
        if (status === "failed") send("error", JSON.stringify({ detail: error }));
        const reason =
          status === "succeeded" ? {} : { reason: status === "failed" ? "error" : "canceled" };
        send("done", JSON.stringify(reason));
        response.end();
        return HANDLED;
      }
      if (response.destroyed) return HANDLED;
      await context.runner.waitFor(request.id, 200);
    }
  };

  return { get, cancel, list, stream };
}

/** The pieces of a text; nothing for an output of another shape. */
function textsOf(output: Json): string[] {
  const values = Array.isArray(output) ? output : [];
  return values.filter((value): value is string => typeof value === "string");
}

function parseCursor(cursor: string | null): { beforeSeq: number | null; afterSeq: number | null } {
  if (cursor === null) return { beforeSeq: null, afterSeq: null };
  const match = /^([on])=(\d+)$/.exec(Buffer.from(cursor, "base64url").toString());
  if (match === null) throw new Refusal(invalidQuery("cursor", "is not a cursor of this list"));
  const seq = Number(match[2]);
  return match[1] === "o" ? { beforeSeq: seq, afterSeq: null } : { beforeSeq: null, afterSeq: seq };
}

function parseTime(url: URL, name: string): number | null {
  const text = url.searchParams.get(name);
  if (text === null) return null;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new Refusal(invalidQuery(name, "must be an ISO 8601 time"));
  return time;
}

function invalidQuery(field: string, what: string) {
  return invalidInput([{ type: "format", field, description: `${field} ${what}` }]);
}
