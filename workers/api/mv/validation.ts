/**
 * Reads a body by its schema and tells its faults as the predecessor's framework did. Unknown fields
 * are ignored, as it ignored them. A rule of a schema that carries `params.refusal` is a plain 400.
 */
import type * as z from "zod";
import { fromWire, snakeCase } from "../../contracts/wire.ts";
import { parseJson, readBytes } from "../read-body.ts";
import { type FieldFault, invalid, type MvRefusal, refuse, refuseFields } from "./errors.ts";

export type Parsed<T> = { ok: true; value: T } | { ok: false; response: Response };

/** No body of ours nests deeper. */
const MAX_DEPTH = 8;

export async function parseMvBody<T extends z.ZodType>(
  request: Request,
  schema: T,
  maxBytes: number,
  requestId: string,
): Promise<Parsed<z.output<T>>> {
  const refused = (refusal: MvRefusal) =>
    ({ ok: false, response: refuse(refusal, requestId) }) as const;
  const type = (request.headers.get("Content-Type") ?? "").split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    await request.body?.cancel();
    return refused({
      status: 415,
      error: "ValidationError",
      message: "The body must be JSON. Send Content-Type: application/json.",
    });
  }
  const bytes = await readBytes(request, maxBytes);
  if (!bytes.ok) {
    return refused({ status: 413, error: "ValidationError", message: bytes.error.message });
  }
  const json = parseJson(bytes.value);
  if (!json.ok) {
    const { message, detail } = json.error;
    const fault = { type: "json_invalid", loc: ["body"], msg: message, input: detail ?? null };
    return { ok: false, response: refuseFields([fault]) };
  }
  if (!isFlatObject(json.value)) {
    const msg = "The body must be a plain JSON object.";
    const fault = { type: "model_attributes_type", loc: ["body"], msg, input: null };
    return { ok: false, response: refuseFields([fault]) };
  }
  return parseFields(schema, json.value, "body", requestId);
}

/** `where` is "body" or "query", the first part of each `loc`. */
export function parseFields<T extends z.ZodType>(
  schema: T,
  value: Record<string, unknown>,
  where: "body" | "query",
  requestId: string,
): Parsed<z.output<T>> {
  // The wire is snake_case: a name in camelCase is an unknown one here, and ignored like those.
  const known = Object.fromEntries(Object.entries(value).filter(([key]) => !/[A-Z]/.test(key)));
  const parsed = fromWire(schema, known);
  if (parsed.success) return { ok: true, value: parsed.data };
  const { issues } = parsed.error;
  const faults = issues.filter((issue) => !isRefusal(issue));
  if (faults.length > 0) {
    return {
      ok: false,
      response: refuseFields(faults.map((issue) => faultOf(issue, known, where))),
    };
  }
  const [first] = issues;
  return { ok: false, response: refuse(invalid(first?.message ?? "", undefined), requestId) };
}

/** For `refine`: a fault that the predecessor found itself, after its framework, and answered with 400. */
export const REFUSAL = { params: { refusal: true } } as const;

function isRefusal(issue: z.core.$ZodIssue): boolean {
  return issue.code === "custom" && issue.params?.["refusal"] === true;
}

function faultOf(
  issue: z.core.$ZodIssue,
  value: Record<string, unknown>,
  where: string,
): FieldFault {
  const path = issue.path.map((part) =>
    typeof part === "number" ? part : snakeCase(String(part)),
  );
  const input = valueAt(value, path);
  const loc = [where, ...path];
  if (input === undefined) {
    return { type: "missing", loc, msg: "Field required", input: brief(value) };
  }
  return { ...kindOf(issue), loc, input: brief(input) };
}

function kindOf(issue: z.core.$ZodIssue): { type: string; msg: string } {
  switch (issue.code) {
    case "invalid_type": {
      const [type, msg] = TYPE_FAULTS[issue.expected] ?? ["value_error", issue.message];
      return { type, msg };
    }
    case "too_big":
      return issue.origin === "string"
        ? { type: "string_too_long", msg: `Text should have at most ${issue.maximum} characters` }
        : issue.origin === "array"
          ? { type: "too_long", msg: `List should have at most ${issue.maximum} entries` }
          : { type: "less_than_equal", msg: `Input should be at most ${issue.maximum}` };
    case "not_multiple_of":
      return { type: "multiple_of", msg: `Input should be a multiple of ${issue.divisor}` };
    case "too_small":
      return { type: "greater_than_equal", msg: `Input should be at least ${issue.minimum}` };
    case "invalid_value": {
      const values = issue.values.map((one) => `'${String(one)}'`).join(", ");
      return { type: "literal_error", msg: `Input should be one of ${values}` };
    }
    default:
      return { type: "value_error", msg: issue.message };
  }
}

const TYPE_FAULTS: Partial<Record<string, [type: string, msg: string]>> = {
  string: ["string_type", "Input should be text"],
  int: ["int_type", "Input should be a whole number"],
  number: ["int_type", "Input should be a number"],
  boolean: ["bool_type", "Input should be true or false"],
  array: ["list_type", "Input should be a list"],
  object: ["dict_type", "Input should be an object"],
};

function valueAt(value: unknown, path: (string | number)[]): unknown {
  let current = value;
  for (const part of path) {
    if (current === null || typeof current !== "object") return undefined;
    current = Object.hasOwn(current, part) ? Reflect.get(current, part) : undefined;
  }
  return current;
}

/** What was sent is shown back, but not a megabyte of it. */
function brief(input: unknown): unknown {
  const text = JSON.stringify(input) ?? "null";
  return text.length <= 200 ? input : `${text.slice(0, 200)}…`;
}

function isFlatObject(value: unknown, depth = MAX_DEPTH): value is Record<string, unknown> {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
  return Object.values(value).every((item) => isShallow(item, depth - 1));
}

function isShallow(value: unknown, depth: number): boolean {
  if (value === null || typeof value !== "object") return true;
  return depth > 0 && Object.values(value).every((item) => isShallow(item, depth - 1));
}
