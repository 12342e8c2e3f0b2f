/** Form fields into plain values for the request schemas, and faults back into sentences. */
import type { ErrorBody } from "../../workers/contracts/errors.ts";
import { ERROR_STATUS } from "../../workers/contracts/errors.ts";
import { IdempotencyKey } from "../../workers/contracts/requests.ts";
import { FORM_FIELDS } from "./outcome.ts";
import type { FormFault } from "./outcome.ts";

/** The text of a field; undefined when it is absent, a file, or left empty. */
export function textOf(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

/** Like `textOf`, but an empty field is an empty text: for fields a person may clear. */
export function clearableTextOf(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  return typeof value === "string" ? value : undefined;
}

/** A number field; NaN, which every schema refuses, when it holds something else. */
export function numberOf(form: FormData, name: string): number | undefined {
  const text = textOf(form, name);
  return text === undefined ? undefined : Number(text);
}

/** The object without its undefined members, as strict schemas and exact types want it. */
export function defined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

export function formIdOf(form: FormData): string {
  return textOf(form, FORM_FIELDS.form) ?? "form";
}

/**
 * The idempotency key of what a form asks: its hidden key, made specific to its content. A page kept
 * by the back button can send its old key with a changed idea; that is a new intent.
 * A form without a usable key gets `fallback`, so that it still works, once for each sending.
 */
export async function intentKey(form: FormData, fallback: string): Promise<string> {
  const sent = IdempotencyKey.safeParse(form.get(FORM_FIELDS.key));
  const base = (sent.success ? sent.data : fallback).slice(0, 100);
  const ignored: string[] = [FORM_FIELDS.key, FORM_FIELDS.enhanced];
  const content = [...form.entries()]
    .filter(([name, value]) => typeof value === "string" && !ignored.includes(name))
    .map(([name, value]) => [name, value]);
  const bytes = new TextEncoder().encode(JSON.stringify(content));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).slice(0, 8);
  const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${base}.${hash}`;
}

/** Structure of zod's issues, as far as forms need it. */
type Issue = { path: PropertyKey[]; message: string };

/** The answer to a form that did not pass its schema. */
export function schemaFault(form: FormData, issues: readonly Issue[], nextKey: string): FormFault {
  const fields: Record<string, string> = {};
  for (const issue of issues) {
    const name = String(issue.path[0] ?? "");
    if (name !== "") fields[name] ??= issue.message;
  }
  const message =
    issues[0]?.message ?? "Something in this form is not right. Check it and try again.";
  return { form: formIdOf(form), ok: false, message, fields, values: valuesOf(form), nextKey };
}

/** The answer to a form whose command was refused. */
export function refusal(form: FormData, error: ErrorBody, nextKey: string): FormFault {
  return {
    form: formIdOf(form),
    ok: false,
    message: error.message,
    fields: {},
    values: valuesOf(form),
    nextKey,
  };
}

export function statusOf(error: ErrorBody): number {
  return ERROR_STATUS[error.code];
}

function valuesOf(form: FormData): Record<string, string> {
  const values: Record<string, string> = {};
  const own: string[] = Object.values(FORM_FIELDS);
  for (const [name, value] of form.entries()) {
    if (typeof value === "string" && !own.includes(name)) values[name] = value;
  }
  return values;
}
