/** zod schemas as JSON Schema of the wire: keys in snake_case, known ones by reference. */
import * as z from "zod/mini";
import { snakeCase } from "../contracts/wire.ts";
import type { JsonSchema } from "./openapi-document.ts";

const REF = "#/components/schemas/";

/**
 * Each schema of `named` as JSON Schema, for components. `io` is "input" for what is sent to us (fields
 * with a default may be left out) and "output" for what we answer.
 */
export function wireSchemas(
  named: Record<string, z.core.$ZodType>,
  io: "input" | "output",
): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    io,
    uri: (id) => REF + id,
    override: ({ jsonSchema }) => simplify(jsonSchema, io),
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, schema]) => [id, renameKeys(schema as JsonSchema)]),
  );
}

/** A schema used outside components, such as a query's. */
export function wireSchema(schema: z.core.$ZodType, io: "input" | "output"): JsonSchema {
  const { Only } = wireSchemas({ Only: schema }, io);
  return Only ?? {};
}

export function schemaRef(name: string): JsonSchema {
  return { $ref: REF + name };
}

/** Takes out what is true but tells a reader nothing. */
function simplify(schema: z.core.JSONSchema.BaseSchema, io: "input" | "output"): void {
  if (schema.format === "uuid") delete schema.pattern;
  if (schema.type === "integer" && schema.minimum === Number.MIN_SAFE_INTEGER)
    delete schema.minimum;
  if (schema.type === "integer" && schema.maximum === Number.MAX_SAFE_INTEGER)
    delete schema.maximum;
  // Answers may gain fields: a client that refuses unknown ones would break on the next version.
  if (io === "output") delete schema.additionalProperties;
}

/** Names of properties become snake_case; values (enums, defaults, examples) never change. */
function renameKeys(schema: JsonSchema): JsonSchema {
  const renamed: JsonSchema = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === "$schema" || keyword === "$id") continue;
    renamed[keyword] = renameIn(keyword, value);
  }
  return renamed;
}

function renameIn(keyword: string, value: unknown): unknown {
  switch (keyword) {
    case "properties":
      return Object.fromEntries(
        Object.entries(value as Record<string, JsonSchema>).map(([key, property]) => [
          snakeCase(key),
          renameKeys(property),
        ]),
      );
    case "required":
      return (value as string[]).map(snakeCase);
    case "items":
    case "additionalProperties":
      return typeof value === "object" ? renameKeys(value as JsonSchema) : value;
    case "anyOf":
    case "oneOf":
    case "allOf":
      return (value as JsonSchema[]).map(renameKeys);
    default:
      return value;
  }
}
