/**
 * JSON on the wire is snake_case, TypeScript is camelCase. This is the only place that maps one to
 * the other. Only keys change, never values; a key map of free keys must therefore not go on the wire.
 */
import * as z from "zod/mini";

export function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export function camelCase(key: string): string {
  return key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function mapKeys(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => mapKeys(item, rename));
  if (value === null || typeof value !== "object") return value;
  // A null prototype, so that a key called __proto__ stays a plain key.
  const mapped = Object.create(null) as Record<string, unknown>;
  for (const [key, item] of Object.entries(value)) mapped[rename(key)] = mapKeys(item, rename);
  return mapped;
}

/** Any plain value to its wire form (keys in snake_case). */
export function toWire(value: unknown): unknown {
  return mapKeys(value, snakeCase);
}

/**
 * A wire value (already parsed from JSON) to a typed one. Returns zod's safe result; the paths of its
 * issues are camelCase.
 */
export function fromWire<T extends z.core.$ZodType>(
  schema: T,
  value: unknown,
): z.core.util.SafeParseResult<z.core.output<T>> {
  return z.safeParse(schema, mapKeys(value, camelCase));
}
