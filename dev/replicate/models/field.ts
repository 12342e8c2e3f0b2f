/**
 * A model's declared inputs: their check, their defaults and their OpenAPI form. The texts and types of
 * `invalid_fields` follow gojsonschema's English locale, whose "required" entry is the one that was
 * seen in Replicate's answers.
 */
import type { Input, Json } from "../prediction.ts";

type FieldType =
  "string" | "uri" | "uris" | "integer" | "number" | "boolean" | "strings" | "objects" | "object";

export type Field = {
  type: FieldType;
  text: string;
  required?: true;
  default?: Json;
  enum?: readonly (string | number)[];
  min?: number;
  max?: number;
  /** For lists. */
  minItems?: number;
  maxItems?: number;
  /** For text. */
  minLength?: number;
};

export type Fields = Readonly<Record<string, Field>>;
export type InvalidField = { type: string; field: string; description: string };

/** Every fault of `input` against `fields`; empty when it may run. */
export function findInvalidFields(
  fields: Fields,
  input: Input,
  options: { rejectUnknown: boolean },
): InvalidField[] {
  const faults: InvalidField[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const value = input[name];
    if (value === undefined) {
      if (field.required === true) {
        faults.push({ type: "required", field: "input", description: `${name} is required` });
      }
      continue;
    }
    faults.push(...checkValue(`input.${name}`, field, value));
  }
  if (options.rejectUnknown) {
    for (const name of Object.keys(input).filter((key) => fields[key] === undefined)) {
      faults.push({
        type: "additional_property_not_allowed",
        field: "input",
        description: `Additional property ${name} is not allowed`,
      });
    }
  }
  return faults;
}

/** `input` with the declared default where a field was left out. */
export function withDefaults(fields: Fields, input: Input): Input {
  const full: Input = { ...input };
  for (const [name, field] of Object.entries(fields)) {
    if (full[name] === undefined && field.default !== undefined) full[name] = field.default;
  }
  return full;
}

/** The `Input` component of a model's `openapi_schema`. */
export function toOpenApi(fields: Fields): Record<string, unknown> {
  const properties = Object.entries(fields).map(([name, field], index) => [
    name,
    {
      ...openApiType(field.type),
      title: name.replace(/_/g, " ").replace(/^./, (letter) => letter.toUpperCase()),
      description: field.text,
      "x-order": index,
      ...(field.default === undefined ? {} : { default: field.default }),
      ...(field.enum === undefined ? {} : { enum: field.enum }),
      ...(field.min === undefined ? {} : { minimum: field.min }),
      ...(field.max === undefined ? {} : { maximum: field.max }),
      ...(field.minItems === undefined ? {} : { minItems: field.minItems }),
      ...(field.maxItems === undefined ? {} : { maxItems: field.maxItems }),
      ...(field.minLength === undefined ? {} : { minLength: field.minLength }),
    },
  ]);
  const required = Object.entries(fields)
    .filter(([, field]) => field.required === true)
    .map(([name]) => name);
  return {
    type: "object",
    title: "Input",
    ...(required.length > 0 ? { required } : {}),
    properties: Object.fromEntries(properties) as Record<string, unknown>,
  };
}

function openApiType(type: FieldType): Record<string, unknown> {
  switch (type) {
    case "uri":
      return { type: "string", format: "uri" };
    case "uris":
      return { type: "array", items: { type: "string", format: "uri" } };
    case "strings":
      return { type: "array", items: { type: "string" } };
    case "objects":
      return { type: "array", items: { type: "object" } };
    default:
      return { type };
  }
}

function checkValue(path: string, field: Field, value: Json): InvalidField[] {
  const one = (type: string, description: string): InvalidField[] => [
    { type, field: path, description },
  ];
  const wanted = jsonType(field.type);
  const given = givenType(value);
  const fits = given === wanted || (wanted === "number" && given === "integer");
  if (!fits) return one("invalid_type", `Invalid type. Expected: ${wanted}, given: ${given}`);

  if (Array.isArray(value)) {
    if (field.minItems !== undefined && value.length < field.minItems) {
      return one("array_min_items", `Array must have at least ${field.minItems} items`);
    }
    if (field.maxItems !== undefined && value.length > field.maxItems) {
      return one("array_max_items", `Array must have at most ${field.maxItems} items`);
    }
    const item: Field = { type: itemType(field.type), text: "" };
    return value.flatMap((entry, index) => checkValue(`${path}.${index}`, item, entry));
  }
  if (field.enum !== undefined && !field.enum.includes(value as string | number)) {
    const allowed = field.enum.map((entry) => JSON.stringify(entry)).join(", ");
    return one("enum", `${path} must be one of the following: ${allowed}`);
  }
  if (typeof value === "number") {
    if (field.min !== undefined && value < field.min) {
      return one("number_gte", `Must be greater than or equal to ${field.min}`);
    }
    if (field.max !== undefined && value > field.max) {
      return one("number_lte", `Must be less than or equal to ${field.max}`);
    }
  }
  if (typeof value === "string") {
    if (field.minLength !== undefined && value.length < field.minLength) {
      return one("string_gte", `String length must be greater than or equal to ${field.minLength}`);
    }
    if (field.type === "uri" && !isUri(value)) return one("format", "Does not match format 'uri'");
  }
  return [];
}

function jsonType(type: FieldType): string {
  if (type === "uri") return "string";
  return type === "uris" || type === "strings" || type === "objects" ? "array" : type;
}

function itemType(type: FieldType): FieldType {
  return type === "uris" ? "uri" : type === "objects" ? "object" : "string";
}

function givenType(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

/** What a model can load: an address it fetches, or the bytes themselves. */
function isUri(value: string): boolean {
  if (value.startsWith("data:")) return value.includes(",");
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}
