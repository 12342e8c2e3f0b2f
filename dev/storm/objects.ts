/** The keys of the local R2, listed past the Worker through wrangler's S3 interface. */
import { AwsV4Signer } from "aws4fetch";
import type { Stack } from "../harness/stack.ts";

/** As wrangler.toml has them; the local R2 alone knows these. */
const CREDENTIALS = { accessKeyId: "edgereel-local", secretAccessKey: "edgereel-local-only" };
const BUCKET = "edgereel-media";

export async function objectKeys({ origin }: Stack): Promise<string[]> {
  const keys: string[] = [];
  let token = "";
  do {
    const url = new URL(`${origin}/cdn-cgi/local/r2/s3/${BUCKET}?list-type=2&max-keys=1000`);
    if (token !== "") url.searchParams.set("continuation-token", token);
    const s3 = { ...CREDENTIALS, service: "s3", region: "auto", method: "GET" };
    const signed = await new AwsV4Signer({ ...s3, url: url.href }).sign();
    const response = await fetch(signed.url, { headers: signed.headers });
    const xml = await response.text();
    if (!response.ok) throw new Error(`The bucket was not listed: ${response.status} ${xml}`);
    keys.push(...[...xml.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key ?? ""));
    token = /<NextContinuationToken>([^<]*)</.exec(xml)?.[1] ?? "";
  } while (token !== "");
  return keys;
}
