/** The body of an admin call. */
import * as z from "zod";
import type { Call } from "../http.ts";
import { parseJson, problem, readBody, Refusal } from "../http.ts";

const LARGEST_BODY = 64 * 1024;

/** Throws a Refusal (400) that names the field at fault, where `parse` throws a ZodError. */
export async function read<T>(call: Call, parse: (body: unknown) => T): Promise<T> {
  const text = (await readBody(call.request, LARGEST_BODY)).toString("utf8");
  try {
    return parse(parseJson(text));
  } catch (cause) {
    if (!(cause instanceof z.ZodError)) throw cause;
    const detail = cause.issues
      .map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`)
      .join("; ");
    throw new Refusal(problem(400, "Bad Request", detail));
  }
}
