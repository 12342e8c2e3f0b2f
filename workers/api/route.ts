/**
 * What a route is. The table of routes (routes.ts) both mounts the HTTP handlers and writes the OpenAPI
 * document, so nothing can be reachable and undocumented.
 */
import type * as z from "zod";
import type { ErrorCode, Result } from "../contracts/errors.ts";
import type { HttpParts } from "./http-context.ts";
import type { OpenApiDocument } from "./openapi-document.ts";

export const TAGS = {
  Projects: "An idea, its scenes, clips and films.",
  Jobs: "Units of work: drawing characters, writing scenes, shooting clips, cutting the film.",
  Media: "Files that were made, and the live channel.",
  Predecessor:
    "The API of the prototype, for programs written against it. They switch by base URL.",
  Service: "About this Edgereel: its models, its health and this description.",
} as const;

/** The names between braces in a path. */
export type ParamNames<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParamNames<Rest>
  : never;

/** One request as it came, with what a route may use to answer it. */
export type RawCall = HttpParts & {
  request: Request;
  /** As they stand in the address. */
  params: Record<string, string>;
  /** The caller's Idempotency-Key, checked. */
  givenKey: string | null;
  requestId: string;
  nonce: string;
  document(): OpenApiDocument;
  /** Keeps the request alive for work that its answer does not wait for. */
  waitUntil(work: Promise<unknown>): void;
};

/** One request that passed every check of its route. */
export type Call<Names extends string = string, Body = unknown, Query = unknown> = Omit<
  RawCall,
  "params"
> & {
  /** UUIDs, checked. */
  params: Record<Names, string>;
  body: Body;
  query: Query;
  /** The caller's Idempotency-Key, or a fresh one: without it every request is a new command. */
  key: string;
};

export type RouteDocs = {
  /** operationId in the document: unique, a verb and its object. */
  id: string;
  tag: keyof typeof TAGS;
  /** A verb and its object, without a full stop. */
  summary: string;
  description?: string;
  takesIdempotencyKey?: boolean;
  /** Beyond those that every route of its shape can answer (see openapi.ts). */
  errors: ErrorCode[];
};

export type Body<T> = {
  schema: z.core.$ZodType<T>;
  example: unknown;
  /** JSON unless said. */
  contentType?: "multipart/form-data" | "application/octet-stream";
  /** Left out, it is an empty object. */
  isOptional?: true;
  /** Of JSON; LIMITS.jsonBodyBytes unless said. */
  maxBytes?: number;
};

export type RouteAnswer<T> = {
  status: number;
  description: string;
  /** Absent: no body, or one that is not JSON and named by `contentType`. */
  schema?: z.core.$ZodType<T>;
  example?: T;
  contentType?: string;
  /** Where the created thing is. */
  location?(value: T): string;
};

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export type Route = RouteDocs & {
  method: Method;
  /** With names in braces, as OpenAPI writes it: `/api/projects/{project_id}`. */
  path: string;
  body?: Body<unknown>;
  query?: z.core.$ZodType;
  answer: RouteAnswer<unknown>;
  /** Further statuses that are no refusals. */
  otherAnswers?: RouteAnswer<unknown>[];
  /** Statuses that are refused in the predecessor's words. */
  mvRefusals?: number[];
  /** Reads, checks and answers by itself; `handle` is then never called. */
  handleRaw?(call: RawCall): Promise<Response>;
  /** A Response is sent as it is; a value takes the shape that `answer` says. */
  handle(call: Call): Promise<Result<unknown> | Response>;
};

/** Declares a route, with the handler's types taken from its path and schemas. */
export function defineRoute<P extends string, B = undefined, Q = undefined, R = null>(
  route: RouteDocs & {
    method: Method;
    path: P;
    body?: Body<B>;
    query?: z.core.$ZodType<Q>;
    answer: RouteAnswer<R>;
    handle(
      call: Call<ParamNames<P>, NoInfer<B>, NoInfer<Q>>,
    ): Promise<Result<NoInfer<R>> | Response>;
  },
): Route {
  return route;
}
