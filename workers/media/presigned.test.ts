import { createHash, createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { presignGet, signGet } from "./presigned.ts";
import type { PresignedStorage } from "./presigned.ts";

const STORAGE: PresignedStorage = {
  kind: "presigned",
  endpoint: "https://account.r2.cloudflarestorage.com",
  bucket: "edgereel-media",
  accessKeyId: "an-id",
  secretAccessKey: "a-key",
  expiryS: 3_600,
};
const KEY = "w/default/assets/00000000-0000-4000-8000-000000000001";
/** A multiple of 900 s. */
const NOW = Date.UTC(2026, 10, 18, 13);

/** SigV4 for a presigned GET, written out from Amazon's description of it. */
function signatureOf(presigned: string, secret: string): string {
  const url = new URL(presigned);
  url.searchParams.delete("X-Amz-Signature");
  const query = [...url.searchParams]
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .sort()
    .join("&");
  const lines = ["GET", url.pathname, query, `host:${url.host}`, "", "host", "UNSIGNED-PAYLOAD"];
  const date = url.searchParams.get("X-Amz-Date") ?? "";
  const scope = url.searchParams.get("X-Amz-Credential")?.split("/").slice(1) ?? [];
  const digest = createHash("sha256").update(lines.join("\n")).digest("hex");
  const mac = (key: string | Buffer, text: string) =>
    createHmac("sha256", key).update(text).digest();
  const key = scope.reduce<string | Buffer>(mac, `AWS4${secret}`);
  return mac(key, ["AWS4-HMAC-SHA256", date, scope.join("/"), digest].join("\n")).toString("hex");
}

const queryOf = (url: string) => Object.fromEntries(new URL(url).searchParams);

describe("signGet", () => {
  it("makes the signature of Amazon's own example", async () => {
    const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    const url = await signGet({
      url: "https://examplebucket.s3.amazonaws.com/test.txt",
      region: "us-east-1",
      accessKeyId: "AKIAIOSFODNN7EXAMPLE",
      secretAccessKey: secret,
      signedAt: Date.UTC(2013, 4, 24),
      expiryS: 86_400,
    });
    expect(queryOf(url)).toEqual({
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Credential": "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request",
      "X-Amz-Date": "20130524T000000Z",
      "X-Amz-Expires": "86400",
      "X-Amz-SignedHeaders": "host",
      "X-Amz-Signature": "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
    });
    expect(signatureOf(url, secret)).toBe(queryOf(url)["X-Amz-Signature"]);
  });
});

describe("presignGet", () => {
  it("signs the object's address in the bucket for the time that was set", async () => {
    const { url, expiresAt } = await presignGet(STORAGE, KEY, NOW);
    expect(url.split("?")[0]).toBe(`${STORAGE.endpoint}/edgereel-media/${KEY}`);
    expect(queryOf(url)).toMatchObject({
      "X-Amz-Credential": "an-id/20261118/auto/s3/aws4_request",
      "X-Amz-Date": "20261118T130000Z",
      "X-Amz-Expires": "3600",
      "X-Amz-SignedHeaders": "host",
      "X-Amz-Signature": signatureOf(url, STORAGE.secretAccessKey),
    });
    expect(expiresAt).toBe(NOW + 3_600_000);
    expect(url).not.toContain(STORAGE.secretAccessKey);
  });

  it("keeps a path in the endpoint, and signs a key that has to be escaped", async () => {
    const storage = { ...STORAGE, endpoint: "http://127.0.0.1:8787/cdn-cgi/local/r2/s3" };
    const { url } = await presignGet(storage, "a b/č+?#%(1)*'!.png", NOW);
    const path = "/cdn-cgi/local/r2/s3/edgereel-media/a%20b/%C4%8D%2B%3F%23%25%281%29%2A%27%21.png";
    expect(new URL(url).pathname).toBe(path);
    expect(queryOf(url)["X-Amz-Signature"]).toBe(signatureOf(url, STORAGE.secretAccessKey));
  });

  it.each([
    [60, 15],
    [61, 15],
    [1_000, 250],
    [3_600, 900],
    [604_800, 900],
  ])("that lives %i s is the same for %i s, and another one then", async (expiryS, sameS) => {
    const at = (now: number) => presignGet({ ...STORAGE, expiryS }, KEY, now);
    const start = Math.ceil(NOW / (sameS * 1_000)) * sameS * 1_000;
    const end = start + sameS * 1_000;
    const first = await at(start);
    expect(await at(start + 1)).toEqual(first);
    expect(await at(end - 1)).toEqual(first);
    const next = await at(end);
    expect(next.url).not.toBe(first.url);
    expect(next.expiresAt - first.expiresAt).toBe(sameS * 1_000);
  });

  it("never lives longer than was set, and at least three quarters of it", async () => {
    for (const expiryS of [60, 61, 999, 3_600, 604_800]) {
      for (const now of [NOW, NOW + 1, NOW + 14_999, NOW + 123_456, NOW + 899_999]) {
        const { url, expiresAt } = await presignGet({ ...STORAGE, expiryS }, KEY, now);
        const query = queryOf(url);
        const date = query["X-Amz-Date"]?.replace(/^(.{4})(..)(.{5})(..)/, "$1-$2-$3:$4:");
        expect(Date.parse(date ?? "") + Number(query["X-Amz-Expires"]) * 1_000).toBe(expiresAt);
        expect(expiresAt - now).toBeLessThanOrEqual(expiryS * 1_000);
        expect(expiresAt - now).toBeGreaterThanOrEqual(expiryS * 750);
      }
    }
  });
});
