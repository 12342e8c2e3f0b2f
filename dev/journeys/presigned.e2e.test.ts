/** Media served from the cloud: the app with presigned storage, whose cloud is the local R2. */
import { afterEach, describe, expect, it } from "vitest";
import { startStack, type Stack } from "../harness/stack.ts";
import { send } from "./client.ts";

const LOCAL_CLOUD = {
  SERVE_FROM_CLOUD: "1",
  STORAGE_BUCKET: "edgereel-media",
  R2_S3_ENDPOINT: "local",
  R2_ACCESS_KEY_ID: "edgereel-local",
  R2_SECRET_ACCESS_KEY: "edgereel-local-only",
};

let stack: Stack | null = null;
afterEach(() => stack?.stop());

describe("presigned storage", () => {
  it("is named by the app, and its endpoint is there and closed to who brings no signature", async () => {
    stack = await startStack({ env: LOCAL_CLOUD });
    expect(await send(stack, "GET", "/api/health")).toMatchObject({
      status: 200,
      body: { storage: "presigned" },
    });
    const { STORAGE_BUCKET, R2_ACCESS_KEY_ID } = LOCAL_CLOUD;
    const file = `${stack.origin}/cdn-cgi/local/r2/s3/${STORAGE_BUCKET}/any`;
    const unsigned = await fetch(file);
    expect([unsigned.status, await unsigned.text()]).toEqual([
      400,
      expect.stringContaining("<Code>InvalidArgument</Code>"),
    ]);
    const today = new Date().toISOString().replace(/[:-]|\.\d{3}/g, "");
    const forged = new URLSearchParams({
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Credential": `${R2_ACCESS_KEY_ID}/${today.slice(0, 8)}/auto/s3/aws4_request`,
      "X-Amz-Date": today,
      "X-Amz-Expires": "3600",
      "X-Amz-SignedHeaders": "host",
      "X-Amz-Signature": "0".repeat(64),
    });
    const refused = await fetch(`${file}?${forged.toString()}`);
    expect([refused.status, await refused.text()]).toEqual([
      403,
      expect.stringContaining("<Code>SignatureDoesNotMatch</Code>"),
    ]);
  });

  it("does not start half set, and says what is missing", async () => {
    const { STORAGE_BUCKET: _, R2_SECRET_ACCESS_KEY: __, ...half } = LOCAL_CLOUD;
    const said = await startStack({ env: half }).then(
      (started) => {
        stack = started;
        return "it started";
      },
      (error: Error) => error.message,
    );
    expect(said).toContain("STORAGE_BUCKET is missing");
    expect(said).toContain("R2_SECRET_ACCESS_KEY is missing");
    expect(said).not.toMatch(/R2_S3_ENDPOINT|R2_ACCESS_KEY_ID|edgereel-local/);
  });
});
