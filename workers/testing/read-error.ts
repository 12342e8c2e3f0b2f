/** Reads a refusal and checks what every one of them must keep: id, sentence, no stack. */
import { expect } from "vitest";

export type ErrorWire = { code: string; message: string; detail?: string; request_id: string };

export async function readError(response: Response): Promise<ErrorWire> {
  const body = await response.json<ErrorWire>();
  expect(body.request_id).toBe(response.headers.get("X-Request-Id"));
  expect(body.message).toMatch(/^[A-Z].*\.$/s);
  expect(JSON.stringify(body)).not.toMatch(/\bat .*\.ts|node_modules/);
  return body;
}
