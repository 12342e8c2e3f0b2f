import { describe, expect, it } from "vitest";
import { readSignatureHeaders, verifySignature } from "./verify-signature.ts";

const SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const ID = "msg_2test0001";
const SIGNED_AT = 1_767_225_600;
const OUTPUT =
  '{"id":"p1","status":"succeeded","output":"https://replicate.delivery/xezq/a/out.mp4"}';
const OUTPUT_MAC = "v1,WrBGum2jHybvMJAKBSpzFSHnGeUyfA2wxHn15Ua2i/I=";
const FAILED = '{"id":"p1","status":"failed","error":"naïve ☃"}';
const FAILED_MAC = "v1,B85HNViJFIH9LiAvt+EnDeSI2RHPCgStCoFheGJJJwI=";

async function verify({
  id = ID,
  timestamp = String(SIGNED_AT),
  signature = OUTPUT_MAC,
  body = OUTPUT,
  secret = SECRET,
  now = SIGNED_AT * 1000,
} = {}): Promise<string> {
  const bytes = new TextEncoder().encode(body);
  const result = await verifySignature({ id, timestamp, signature }, bytes, secret, now);
  return result.ok ? "ok" : result.error.code;
}

describe("verifySignature", () => {
  it("takes the documented vectors, also with letters beyond ASCII", async () => {
    expect(await verify()).toBe("ok");
    expect(await verify({ body: FAILED, signature: FAILED_MAC })).toBe("ok");
  });

  it("takes any v1 entry, in any place", async () => {
    const other = FAILED_MAC;
    expect(await verify({ signature: `${other} ${OUTPUT_MAC}` })).toBe("ok");
    expect(await verify({ signature: `v2,AAAA ${OUTPUT_MAC} ${other}` })).toBe("ok");
  });

  it.each([
    ["another body", { body: `${OUTPUT} ` }],
    ["another id", { id: "msg_2test0002" }],
    ["another time", { timestamp: String(SIGNED_AT + 1) }],
    ["another secret", { secret: `whsec_${btoa("x".repeat(24))}` }],
    ["another message's signature", { signature: FAILED_MAC }],
    ["another version", { signature: OUTPUT_MAC.replace("v1,", "v1a,") }],
    ["no version", { signature: OUTPUT_MAC.slice(3) }],
    ["no base64", { signature: "v1,%%%" }],
    ["an empty signature", { signature: "v1," }],
    ["an empty body", { body: "" }],
    ["the ninth of many", { signature: `${"v1,AAAA ".repeat(8)}${OUTPUT_MAC}` }],
  ])("refuses %s", async (_name, change) => {
    expect(await verify(change)).toBe("signature_invalid");
  });

  it.each([
    [-300_000, "ok"],
    [300_000, "ok"],
    [-300_001, "signature_expired"],
    [300_001, "signature_expired"],
  ])("with the clock %i ms from the signature: %s", async (offset, expected) => {
    expect(await verify({ now: SIGNED_AT * 1000 + offset })).toBe(expected);
  });

  it("tells a forged old delivery from a true old one", async () => {
    const now = SIGNED_AT * 1000 + 600_000;
    expect(await verify({ now, body: "{}" })).toBe("signature_invalid");
  });

  it.each(["", "whsec_", "whsec_%%", "C2FVsBQIhrscChlQIMV+b5sSYspob7oD"])(
    "blames our own settings for the secret %j",
    async (secret) => {
      expect(await verify({ secret })).toBe("provider_misconfigured");
    },
  );
});

describe("readSignatureHeaders", () => {
  it.each(["webhook-id", "webhook-timestamp", "webhook-signature"])("misses %s", (name) => {
    const headers = new Headers({
      "webhook-id": ID,
      "webhook-timestamp": String(SIGNED_AT),
      "webhook-signature": OUTPUT_MAC,
    });
    expect(readSignatureHeaders(headers).ok).toBe(true);
    headers.delete(name);
    expect(readSignatureHeaders(headers)).toMatchObject({ error: { code: "signature_missing" } });
  });
});
