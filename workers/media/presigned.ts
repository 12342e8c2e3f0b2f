/**
 * Presigned URLs: addresses at R2's S3 interface that whoever holds one may read until it expires. They
 * are made here without asking R2, so one does not prove that its object exists.
 *
 * Signature Version 4 in the query. Only the host is signed of the headers, so a player may add Range.
 */
import { AwsV4Signer } from "aws4fetch";
import type { Config } from "../env.ts";

export type PresignedStorage = Extract<Config["storage"], { kind: "presigned" }>;

/** `expiresAt`: epoch milliseconds; R2 answers 403 afterwards. */
export type PresignedUrl = { url: string; expiresAt: number };

/** Seconds that one URL is handed out at most. */
const LONGEST_SAME_S = 900;

/**
 * The URL that reads the object at `key`. `now`: epoch milliseconds.
 *
 * The date in it is rounded down, so that one object has one URL for a while and browsers find it in
 * their caches; at least three quarters of the expiry are left of every URL.
 */
export async function presignGet(
  storage: PresignedStorage,
  key: string,
  now: number,
): Promise<PresignedUrl> {
  const { endpoint, bucket, accessKeyId, secretAccessKey, expiryS } = storage;
  const sameForMs = Math.min(Math.floor(expiryS / 4), LONGEST_SAME_S) * 1_000;
  const signedAt = Math.floor(now / sameForMs) * sameForMs;
  const path = key.split("/").map(escape).join("/");
  const url = await signGet({
    url: `${endpoint}/${bucket}/${path}`,
    region: "auto",
    accessKeyId,
    secretAccessKey,
    signedAt,
    expiryS,
  });
  return { url, expiresAt: signedAt + expiryS * 1_000 };
}

/** The signature alone, for any S3. `signedAt`: epoch milliseconds, of which whole seconds count. */
export async function signGet(options: {
  url: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  signedAt: number;
  expiryS: number;
}): Promise<string> {
  const { region, accessKeyId, secretAccessKey } = options;
  const url = new URL(options.url);
  // The signer's own default would be a whole day.
  url.searchParams.set("X-Amz-Expires", String(options.expiryS));
  const signer = new AwsV4Signer({
    method: "GET",
    url: url.href,
    service: "s3",
    region,
    accessKeyId,
    secretAccessKey,
    datetime: new Date(options.signedAt).toISOString().replace(/[:-]|\.\d{3}/g, ""),
    signQuery: true,
  });
  return (await signer.sign()).url.href;
}

/** SigV4 escapes these five too, and R2 may compare the path as it was sent. */
function escape(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
