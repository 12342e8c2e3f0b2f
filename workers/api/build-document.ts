/** Writes the OpenAPI 3.1 document from the table of routes and the schemas of the contracts. */
import type * as z from "zod/mini";
import { ERROR_STATUS } from "../contracts/errors.ts";
import type { ErrorCode } from "../contracts/errors.ts";
import { LIMITS } from "../contracts/limits.ts";
import { toWire } from "../contracts/wire.ts";
import { ERROR_MEANINGS } from "./error-meanings.ts";
import { MV_STATUS_MEANINGS } from "./mv/documented.ts";
import type {
  JsonSchema,
  MediaType,
  OpenApiDocument,
  Operation,
  Parameter,
  ResponseObject,
} from "./openapi-document.ts";
import { TAGS } from "./route.ts";
import type { Route } from "./route.ts";
import { ANSWER_SCHEMAS, REQUEST_EXAMPLES, REQUEST_SCHEMAS } from "./schemas.ts";
import { schemaRef, wireSchema, wireSchemas } from "./wire-schema.ts";

const METHOD_KEYS = {
  GET: "get",
  POST: "post",
  PUT: "put",
  PATCH: "patch",
  DELETE: "delete",
} as const;

export function buildDocument(routes: Route[], version: string): OpenApiDocument {
  const paths: OpenApiDocument["paths"] = {};
  for (const route of routes) {
    const item = (paths[route.path] ??= {});
    item[METHOD_KEYS[route.method]] = describeRoute(route);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Edgereel",
      version,
      description:
        "Turns an idea and a character into a finished film. Bodies are JSON in UTF-8 with names in " +
        `snake_case, at most ${LIMITS.jsonBodyBytes} bytes (generate_video: 14 MiB, importProject: 8 MiB). Times are milliseconds since 1970 in UTC, ` +
        "lengths are seconds (names ending in _s), money is US dollars (names ending in _usd). Every " +
        "answer carries X-Request-Id. Every refusal is { code, message, detail?, request_id }, except " +
        "in /api/mv, where it is { detail }.",
    },
    servers: [{ url: "/" }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: {
        ...withExamples(wireSchemas(REQUEST_SCHEMAS, "input")),
        ...wireSchemas(ANSWER_SCHEMAS, "output"),
      },
    },
  };
}

function withExamples(schemas: Record<string, JsonSchema>): Record<string, JsonSchema> {
  const shown = Object.entries(schemas).map(([name, schema]) => {
    const examples = REQUEST_EXAMPLES[name];
    return [name, examples === undefined ? schema : { ...schema, examples }] as const;
  });
  return Object.fromEntries(shown);
}

function describeRoute(route: Route): Operation {
  const parameters = describeParameters(route);
  const operation: Operation = {
    operationId: route.id,
    tags: [route.tag],
    summary: route.summary,
    responses: {
      ...describeErrors(route),
      ...Object.fromEntries(
        [route.answer, ...(route.otherAnswers ?? [])].map((each) => [
          each.status,
          describeAnswer(each),
        ]),
      ),
    },
  };
  if (route.description !== undefined) operation.description = route.description;
  if (parameters.length > 0) operation.parameters = parameters;
  if (route.body !== undefined) {
    const schema = schemaRef(nameOf(route.body.schema, REQUEST_SCHEMAS));
    const { contentType } = route.body;
    const body = contentType === undefined ? { schema, example: route.body.example } : { schema };
    operation.requestBody = {
      required: route.body.isOptional !== true,
      content: { [contentType ?? "application/json"]: body },
    };
  }
  return operation;
}

function describeParameters(route: Route): Parameter[] {
  const uuid: JsonSchema = { type: "string", format: "uuid" };
  const parameters = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]): Parameter => ({
    name,
    in: "path",
    required: true,
    description: `Id of the ${name.replace(/_id$/, "").replaceAll("_", " ")}.`,
    schema: uuid,
  }));
  if (route.query !== undefined) {
    const { properties = {}, required = [] } = wireSchema(route.query, "input");
    for (const [name, schema] of Object.entries(properties)) {
      const { description = "", ...rest } = schema;
      const isRequired = required.includes(name);
      parameters.push({ name, in: "query", required: isRequired, description, schema: rest });
    }
  }
  if (route.takesIdempotencyKey === true) {
    parameters.push({
      name: "Idempotency-Key",
      in: "header",
      required: false,
      description:
        "Your name for this one intent. Sending the same key again, after a lost answer or a double " +
        "click, gives the first answer and starts nothing twice.",
      schema: { type: "string", minLength: 8, maxLength: 128, pattern: "^[\\w.:-]+$" },
    });
  }
  if (route.otherAnswers?.some(({ status }) => status === 202) === true) {
    parameters.push({
      name: "Prefer",
      in: "header",
      required: false,
      description: "Answers 202 at once instead of waiting; Location is where to ask.",
      schema: { type: "string", const: "respond-async" },
    });
  }
  return parameters;
}

function describeAnswer(answer: Route["answer"]): ResponseObject {
  const { description, schema, example, contentType, location } = answer;
  const response: ResponseObject = { description };
  if (location !== undefined) {
    const where = "Address of what was created.";
    response.headers = { Location: { description: where, schema: { type: "string" } } };
  }
  if (schema !== undefined) {
    const json: MediaType = { schema: schemaRef(nameOf(schema, ANSWER_SCHEMAS)) };
    if (example !== undefined) json.example = toWire(example);
    response.content = { "application/json": json };
  } else if (contentType !== undefined) {
    response.content = { [contentType]: { schema: {} } };
  }
  return response;
}

/** Errors of the route, with those that its shape brings along, by status. */
function describeErrors(route: Route): Record<string, ResponseObject> {
  if (route.mvRefusals !== undefined) return describeMvErrors(route.mvRefusals);
  const codes = new Set<ErrorCode>(["forbidden", "internal", ...route.errors]);
  if (route.path.includes("{")) codes.add("not_found").add("superseded");
  if (route.query !== undefined || route.takesIdempotencyKey === true) codes.add("invalid_request");
  if (route.body !== undefined) {
    codes.add("invalid_request").add("malformed_json");
    codes.add("payload_too_large").add("unsupported_media_type");
  }
  const byStatus: Record<string, ErrorCode[]> = {};
  for (const code of codes) (byStatus[statusOf(route, code)] ??= []).push(code);
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, ofStatus]) => [status, describeRefusal(ofStatus)]),
  );
}

function describeMvErrors(statuses: number[]): Record<string, ResponseObject> {
  const refused = describeRefusal(["forbidden"]);
  return Object.fromEntries<ResponseObject>([
    ["403", refused],
    ...statuses.map((status): [string, ResponseObject] => [
      String(status),
      {
        description: MV_STATUS_MEANINGS[status] ?? "",
        content: { "application/json": { schema: schemaRef("MvError") } },
      },
    ]),
  ]);
}

function statusOf(route: Route, code: ErrorCode): number {
  // The live channel's only invalid request is one that is no WebSocket.
  return route.answer.status === 101 && code === "invalid_request" ? 426 : ERROR_STATUS[code];
}

function describeRefusal(codes: ErrorCode[]): ResponseObject {
  const requestId = "0f6f8a51-4a2d-4f0e-9c55-8f8f6a3b1d20";
  const examples = codes.map((code) => {
    const message = ERROR_MEANINGS[code];
    return [code, { summary: message, value: toWire({ code, message, requestId }) }] as const;
  });
  return {
    description: codes.map((code) => `${code}: ${ERROR_MEANINGS[code]}`).join(" "),
    content: {
      "application/json": {
        schema: schemaRef("ErrorAnswer"),
        examples: Object.fromEntries(examples),
      },
    },
  };
}

/** Throws for a schema without a name: it would be missing in the document. */
function nameOf(schema: z.core.$ZodType, named: Record<string, z.core.$ZodType>): string {
  const found = Object.entries(named).find(([, candidate]) => candidate === schema);
  if (found === undefined) throw new Error("A route uses a schema that schemas.ts does not name.");
  return found[0];
}
