/** Media served from the cloud: the app with presigned storage, whose cloud is the local R2. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { AwsV4Signer } from "aws4fetch";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { startStack, type Stack } from "../harness/stack.ts";
import { until } from "../harness/until.ts";
import { LOCAL_CLOUD, send } from "./client.ts";

let scratch = "";
let stack: Stack | null = null;
beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), "edgereel-presigned-"));
});
afterEach(async () => {
  await stack?.stop();
  stack = null;
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

const Drawn = z.object({
  images: z.array(z.object({ id: z.uuid(), path: z.string(), cloud_url: z.url().nullable() })),
});
const Located = z.object({
  image_id: z.uuid(),
  image_url: z.url(),
  storage_backend: z.literal("s3"),
  expires_in_seconds: z.int().min(2_000).max(3_600),
  cloud_path: z.string(),
});

/** The same address, signed an hour and a second too early. */
async function expired(url: string): Promise<string> {
  const old = new URL(url);
  for (const name of [...old.searchParams.keys()]) old.searchParams.delete(name);
  old.searchParams.set("X-Amz-Expires", "3600");
  const signer = new AwsV4Signer({
    url: old.href,
    service: "s3",
    region: "auto",
    accessKeyId: LOCAL_CLOUD.R2_ACCESS_KEY_ID,
    secretAccessKey: LOCAL_CLOUD.R2_SECRET_ACCESS_KEY,
    datetime: new Date(Date.now() - 3_601_000).toISOString().replace(/[:-]|\.\d{3}/g, ""),
    signQuery: true,
  });
  return (await signer.sign()).url.href;
}

/** The endpoint is there, and closed to who brings no signature or a forged one. */
async function expectClosedEndpoint(stack: Stack): Promise<void> {
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
}

describe("presigned storage", () => {
  it("hands out addresses that read, by range too, and end; and keeps every key when it is left", async () => {
    const dataDir = path.join(scratch, "data");
    const env = { ...LOCAL_CLOUD, TIME_SCALE: "0.1" };
    const cloud = (stack = await startStack({ env, dataDir }));
    await expectClosedEndpoint(cloud);
    const drawn = Drawn.parse(
      (
        await send(cloud, "POST", "/api/mv/generate_character_reference?include_base64=false", {
          character_description: "A red fox",
          num_images: 1,
        })
      ).body,
    );
    const [image] = drawn.images;
    const file = `/api/mv/get_character_reference/${image?.id ?? ""}`;
    expect(image?.path).toBe(file);
    const url = image?.cloud_url ?? "";
    expect(url).toContain("X-Amz-Expires=3600");
    const located = Located.parse((await send(cloud, "GET", file)).body);
    expect(url).toContain(located.cloud_path);
    const sent = await fetch(`${cloud.origin}${file}?redirect=true`, { redirect: "manual" });
    expect([sent.status, sent.headers.get("location")]).toEqual([302, located.image_url]);

    const whole = await fetch(url);
    expect([whole.status, whole.headers.get("content-type")]).toEqual([200, "image/png"]);
    const bytes = Buffer.from(await whole.arrayBuffer());
    const part = await fetch(url, { headers: { Range: "bytes=1-3" } });
    expect([part.status, await part.text()]).toEqual([206, "PNG"]);
    expect((await fetch(await expired(url))).status).toBe(403);
    expect((await fetch(url.replace(/Signature=./, "Signature=x"))).status).toBe(403);
    expect((await fetch(url.replace("X-Amz-Expires=3600", "X-Amz-Expires=7200"))).status).toBe(403);
    const missing = "/api/mv/get_character_reference/6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
    expect((await send(cloud, "GET", missing)).status).toBe(404);
    await cloud.stop();

    // Direct mode finds the same object under the same key.
    const direct = (stack = await startStack({ env: { TIME_SCALE: "0.1" }, dataDir }));
    const streamed = await fetch(direct.origin + file);
    expect(Buffer.from(await streamed.arrayBuffer())).toEqual(bytes);
  });

  it("goes on with the work when a caller's patience ends, and says where to ask", async () => {
    const env = { ...LOCAL_CLOUD, TIME_SCALE: "0.1", REPLICATE_TIMEOUT: "1" };
    const impatient = (stack = await startStack({ env }));
    const answer = await fetch(`${impatient.origin}/api/mv/generate_video`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ prompt: "A slow snail", duration: 4 }),
    });
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ detail: { error: "ServiceTimeout" } });
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    const location = answer.headers.get("location") ?? "";
    const result = await until("the video", 60_000, async () => {
      const { body } = await send(impatient, "GET", location);
      return z.object({ result: z.object({ video_url: z.url() }).nullable() }).parse(body).result;
    });
    const video = await fetch(result.video_url, { headers: { Range: "bytes=4-7" } });
    expect(await video.text()).toBe("ftyp");
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
