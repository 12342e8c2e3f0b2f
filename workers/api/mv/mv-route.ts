/**
 * A route of /api/mv: it reads requests and words refusals in the predecessor's way, which is not that
 * of the rest of the API. Mounted and documented by the same table as every other route.
 */
import type * as z from "zod";
import { LIMITS } from "../../contracts/limits.ts";
import type { ParamNames, RawCall, Route, RouteDocs } from "../route.ts";
import { invalid, type MvRefusal, refuse } from "./errors.ts";
import { isUuid } from "./requests.ts";
import { parseFields, parseMvBody } from "./validation.ts";

export type MvCall<Names extends string, B, Q> = Omit<RawCall, "params"> & {
  params: Record<Names, string>;
  body: B;
  query: Q;
};

export type MvAnswer = Response | MvRefusal;

export function mvRoute<
  P extends string,
  B extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
>(
  route: Omit<RouteDocs, "errors" | "tag"> & {
    method: "GET" | "POST";
    path: P;
    body?: { schema: B; example: unknown; maxBytes?: number };
    query?: Q;
    /** A form, whose fields the handler reads itself. */
    form?: { schema: z.ZodType };
    answer: Route["answer"];
    otherAnswers?: Route["otherAnswers"];
    refusals: number[];
    handle(call: MvCall<ParamNames<P>, z.output<B>, z.output<Q>>): Promise<MvAnswer>;
  },
): Route {
  const { body, query, form, handle, refusals, otherAnswers, ...rest } = route;
  return {
    ...rest,
    tag: "Predecessor",
    errors: [],
    mvRefusals: refusals,
    ...(body === undefined ? {} : { body: { schema: body.schema, example: body.example } }),
    ...(query === undefined ? {} : { query }),
    ...(otherAnswers === undefined ? {} : { otherAnswers }),
    ...(form === undefined
      ? {}
      : { body: { schema: form.schema, example: {}, contentType: "multipart/form-data" } }),
    handle: () => {
      throw new Error("A route of /api/mv is reached through handleRaw.");
    },
    handleRaw: async (call) => {
      const answered = await readAndHandle(call).catch((cause: unknown) => ourFault(call, cause));
      return answered instanceof Response ? answered : refuse(answered, call.requestId);
    },
  };

  async function readAndHandle(call: RawCall): Promise<MvAnswer> {
    const params: Record<string, string> = {};
    for (const [name, value] of Object.entries(call.params)) {
      if (!isUuid(value)) return invalid(`Invalid ${name} format: ${value.slice(0, 60)}`);
      params[name] = value.toLowerCase();
    }
    const asked = Object.fromEntries(new URL(call.request.url).searchParams);
    const parsedQuery =
      query === undefined ? null : parseFields(query, asked, "query", call.requestId);
    if (parsedQuery?.ok === false) return parsedQuery.response;
    const parsedBody =
      body === undefined
        ? null
        : await parseMvBody(
            call.request,
            body.schema,
            body.maxBytes ?? LIMITS.jsonBodyBytes,
            call.requestId,
          );
    if (parsedBody?.ok === false) return parsedBody.response;
    return handle({
      ...call,
      params: params,
      body: parsedBody?.value as z.output<B>,
      query: parsedQuery?.value as z.output<Q>,
    });
  }
}

function ourFault({ request, requestId, log }: RawCall, cause: unknown): MvRefusal {
  const { method, url } = request;
  log({ event: "request_failed", requestId, method, path: new URL(url).pathname, cause });
  const message = `Something went wrong here. Try again; if it stays, the log has it under ${requestId}.`;
  return { status: 500, error: "InternalError", message };
}
