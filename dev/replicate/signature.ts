/**
 * The signature of a webhook, as Replicate's verify-webhook page gives it:
 * base64(HMAC-SHA256(base64decode(secret after "whsec_"), `${id}.${timestamp}.${body}`)).
 */
import { createHmac, randomBytes } from "node:crypto";

export function newSecret(): string {
  return `whsec_${randomBytes(24).toString("base64")}`;
}

/** `timestamp` is in unix seconds; `body` is exactly what is sent. Returns `v1,<base64>`. */
export function sign(message: {
  secret: string;
  id: string;
  timestamp: number;
  body: string;
}): string {
  const key = Buffer.from(message.secret.replace(/^whsec_/, ""), "base64");
  const content = `${message.id}.${message.timestamp}.${message.body}`;
  return `v1,${createHmac("sha256", key).update(content, "utf8").digest("base64")}`;
}
