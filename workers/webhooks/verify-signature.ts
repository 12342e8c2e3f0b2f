/**
 * Whether a delivery is Replicate's: HMAC-SHA-256 over `id.timestamp.body` with the account's secret,
 * at most five minutes old or early. The official client's own check is not used: it accepts any age
 * and compares byte by byte. Format as documented by Replicate under "Verify webhooks".
 */
import { fail, ok } from "../contracts/errors.ts";
import type { Result } from "../contracts/errors.ts";

export type SignatureHeaders = {
  /** The same for every resend of one message. */
  id: string;
  /** Unix seconds, as text. */
  timestamp: string;
  /** Space separated `version,base64`. */
  signature: string;
};

const WINDOW_MS = 5 * 60_000;
/** During a change of keys there are two; more would only make us compute. */
const MAX_SIGNATURES = 8;

/** Errors: `signature_missing`. */
export function readSignatureHeaders(headers: Headers): Result<SignatureHeaders> {
  const id = headers.get("webhook-id") ?? "";
  const timestamp = headers.get("webhook-timestamp") ?? "";
  const signature = headers.get("webhook-signature") ?? "";
  if (id === "" || timestamp === "" || signature === "") {
    return fail(
      "signature_missing",
      "This delivery is not signed. Send webhook-id, webhook-timestamp and webhook-signature.",
    );
  }
  return ok({ id, timestamp, signature });
}

/**
 * `body` is what arrived, byte for byte. `secret` is `whsec_` and base64. `now` is epoch milliseconds.
 * Errors: `signature_invalid`, `signature_expired` (only for what was truly signed), and
 * `provider_misconfigured` when our secret is unusable.
 */
export async function verifySignature(
  { id, timestamp, signature }: SignatureHeaders,
  body: Uint8Array,
  secret: string,
  now: number,
): Promise<Result<null>> {
  const secretBytes = secret.startsWith("whsec_") ? fromBase64(secret.slice(6)) : null;
  if (secretBytes === null || secretBytes.byteLength === 0) {
    return fail("provider_misconfigured", "The webhook secret from Replicate has an unknown form.");
  }
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", secretBytes, algorithm, false, ["verify"]);
  const content = await new Blob([`${id}.${timestamp}.`, body]).arrayBuffer();

  let isOurs = false;
  for (const entry of signature.split(" ").slice(0, MAX_SIGNATURES)) {
    const mac = entry.startsWith("v1,") ? fromBase64(entry.slice(3)) : null;
    // WebCrypto compares in constant time.
    if (mac !== null && (await crypto.subtle.verify("HMAC", key, mac, content))) isOurs = true;
  }
  if (!isOurs || !/^\d{1,12}$/.test(timestamp)) {
    return fail("signature_invalid", "The signature of this delivery does not match its body.");
  }
  if (Math.abs(now - Number(timestamp) * 1000) > WINDOW_MS) {
    return fail(
      "signature_expired",
      "This delivery was signed more than five minutes away from now. Check the clock and sign again.",
    );
  }
  return ok(null);
}

function fromBase64(text: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}
