/** Puts large objects into a local R2, past the Worker: through the S3 interface of `wrangler dev`. */
import { randomBytes } from "node:crypto";
import { request } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AwsV4Signer } from "aws4fetch";

/** As wrangler.toml has them; the local R2 alone knows these. */
export const CREDENTIALS = {
  accessKeyId: "edgereel-local",
  secretAccessKey: "edgereel-local-only",
};

const MB = 1024 * 1024;

/**
 * Writes `megabytes` of noise, streamed, over whatever lies at the key. `metadata`: the custom metadata
 * of the object.
 */
export async function putLargeObject(
  origin: string,
  at: { bucket: string; key: string },
  megabytes: number,
  metadata: Record<string, string> = {},
): Promise<void> {
  const custom = Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]);
  const signed = await new AwsV4Signer({
    ...{ ...CREDENTIALS, service: "s3", region: "auto", method: "PUT" },
    url: `${origin}/cdn-cgi/local/r2/s3/${at.bucket}/${at.key}`,
    headers: Object.fromEntries(custom) as Record<string, string>,
  }).sign();
  // Not fetch: R2 wants the length beforehand, and fetch sends a stream without one.
  const put = request(signed.url, {
    method: "PUT",
    headers: {
      ...Object.fromEntries(signed.headers),
      "content-type": "video/mp4",
      "content-length": megabytes * MB,
    },
  });
  const answered = new Promise<void>((resolve, reject) => {
    put.once("error", reject);
    put.once("response", (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.once("end", () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`The object was not stored: ${response.statusCode} ${text}`));
      });
    });
  });
  await Promise.all([answered, pipeline(Readable.from(noise(megabytes)), put)]);
}

function* noise(megabytes: number): Generator<Buffer> {
  const one = randomBytes(MB);
  for (let count = 0; count < megabytes; count += 1) yield one;
}
