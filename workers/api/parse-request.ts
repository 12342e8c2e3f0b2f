/**
 * Wire values to typed ones by their schema, with faults told in the caller's own terms: snake_case
 * field names and plain sentences.
 */
import type * as z from "zod";
import { fail, ok } from "../contracts/errors.ts";
import type { Result } from "../contracts/errors.ts";
import { fromWire, snakeCase } from "../contracts/wire.ts";

type Issue = z.core.$ZodIssue;

/** No schema of ours nests deeper; a body that does would only overflow the stack that maps its keys. */
const MAX_DEPTH = 16;

/** A JSON body. Errors: `invalid_request`, see `parseQuery`. */
export function parseBody<T extends z.core.$ZodType>(
  schema: T,
  value: unknown,
): Result<z.core.output<T>> {
  const fault = findShapeFault(value, MAX_DEPTH);
  return fault === null ? parseQuery(schema, value) : fail("invalid_request", fault);
}

/** Errors: `invalid_request`. The message tells the first fault and `detail` all of them. */
export function parseQuery<T extends z.core.$ZodType>(
  schema: T,
  value: unknown,
): Result<z.core.output<T>> {
  const parsed = fromWire(schema, value);
  if (parsed.success) return ok(parsed.data);
  const faults = parsed.error.issues.map((issue) => describeIssue(issue, value));
  const [first = "The request is not understood."] = faults;
  return fail("invalid_request", first, faults.join(" "));
}

/** The wire is snake_case only: a camelCase name that happened to work would be an undocumented one. */
function findShapeFault(value: unknown, depth: number): string | null {
  if (value === null || typeof value !== "object") return null;
  if (depth === 0) return "The body is nested too deeply. Send a plain JSON object.";
  for (const [key, item] of Object.entries(value)) {
    if (/[A-Z]/.test(key)) {
      return `There is no field "${shorten(key)}". Field names are written in snake_case.`;
    }
    const fault = findShapeFault(item, depth - 1);
    if (fault !== null) return fault;
  }
  return null;
}

/** One issue as one sentence (or two, where the schema's own words are sentences). */
export function describeIssue(issue: Issue, value: unknown): string {
  if (issue.code === "unrecognized_keys") {
    const names = issue.keys.map((key) => `"${shorten(snakeCase(key))}"`).join(", ");
    return `There is no field ${names} here. Leave it out or correct its name.`;
  }
  const name = fieldName(issue.path);
  if (issue.path.length > 0 && valueAt(value, issue.path) === undefined) {
    return `The field "${name}" is missing.`;
  }
  const rule = describeRule(issue);
  if (rule !== null) return name === "" ? `The body ${rule}.` : `The field "${name}" ${rule}.`;
  return name === "" ? issue.message : `The field "${name}" is wrong: ${issue.message}`;
}

/** Our words for faults the schema has no words of its own for; null when it has. */
function describeRule(issue: Issue): string | null {
  switch (issue.code) {
    case "invalid_type":
      return /^Invalid input/.test(issue.message)
        ? `must be ${TYPE_WORDS[issue.expected] ?? issue.expected}`
        : null;
    case "invalid_value":
      return `must be one of: ${issue.values.map(String).join(", ")}`;
    case "invalid_union":
      return "options" in issue && Array.isArray(issue.options)
        ? `must be one of: ${issue.options.map(String).join(", ")}`
        : null;
    case "too_big":
      return /^Too big/.test(issue.message)
        ? `must be at most ${issue.maximum}${UNITS[issue.origin] ?? ""}`
        : null;
    case "too_small":
      return /^Too small/.test(issue.message)
        ? `must be at least ${issue.minimum}${UNITS[issue.origin] ?? ""}`
        : null;
    case "invalid_format":
      return issue.format === "uuid" ? "must be an id such as the API gives out (a UUID)" : null;
    default:
      return null;
  }
}

const UNITS: Partial<Record<string, string>> = {
  string: " characters long",
  array: " entries long",
};

const TYPE_WORDS: Partial<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a JSON object",
};

function fieldName(path: PropertyKey[]): string {
  return path.map((part) => (typeof part === "string" ? snakeCase(part) : String(part))).join(".");
}

function valueAt(value: unknown, path: PropertyKey[]): unknown {
  let current = value;
  for (const part of path) {
    if (current === null || typeof current !== "object") return undefined;
    const key = typeof part === "string" ? snakeCase(part) : part;
    current = Object.hasOwn(current, key) ? Reflect.get(current, key) : undefined;
  }
  return current;
}

function shorten(key: string): string {
  return key.length > 60 ? `${key.slice(0, 60)}…` : key;
}
