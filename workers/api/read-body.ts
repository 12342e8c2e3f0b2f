/** Reads a request's body within a limit, and as JSON. The limit holds for chunked bodies too. */
import { fail, ok } from "../contracts/errors.ts";
import type { Result } from "../contracts/errors.ts";

/** The whole body in bytes. Errors: `payload_too_large` as soon as it is longer than `maxBytes`. */
export async function readBytes(request: Request, maxBytes: number): Promise<Result<Uint8Array>> {
  const tooLarge = fail(
    "payload_too_large",
    `The body is larger than the ${maxBytes.toLocaleString("en")} bytes allowed here. Send less.`,
  );
  if (Number(request.headers.get("Content-Length") ?? "0") > maxBytes) return tooLarge;
  if (request.body === null) return ok(new Uint8Array());

  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = (request.body as ReadableStream<Uint8Array>).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.byteLength;
    if (length > maxBytes) {
      await reader.cancel();
      return tooLarge;
    }
    chunks.push(value);
  }

  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return ok(bytes);
}

/** UTF-8 JSON to a value. Errors: `malformed_json`. */
export function parseJson(bytes: Uint8Array): Result<unknown> {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return fail("malformed_json", "The body is not UTF-8 text. Send JSON encoded as UTF-8.");
  }
  if (text.trim() === "") {
    return fail("malformed_json", "The body is empty. Send a JSON object.");
  }
  try {
    return ok(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof Error ? error.message : undefined;
    return fail(
      "malformed_json",
      "The body is not valid JSON. Correct it and send it again.",
      reason,
    );
  }
}

/** Reads a JSON body. Errors: `unsupported_media_type`, `payload_too_large`, `malformed_json`. */
export async function readJson(request: Request, maxBytes: number): Promise<Result<unknown>> {
  const [type = "", ...parameters] = (request.headers.get("Content-Type") ?? "").split(";");
  const charset = parameters.find((item) => item.trim().toLowerCase().startsWith("charset="));
  const isUtf8 = charset === undefined || /^\s*charset="?utf-8"?\s*$/i.test(charset);
  if (type.trim().toLowerCase() !== "application/json" || !isUtf8) {
    return fail(
      "unsupported_media_type",
      "Send the body as JSON, with the header Content-Type: application/json.",
    );
  }
  const bytes = await readBytes(request, maxBytes);
  return bytes.ok ? parseJson(bytes.value) : bytes;
}
