import { describe, expect, it } from "vitest";
import {
  signAssetUrl,
  signFilmPartsUrl,
  signPartUrl,
  signReportUrl,
  verifyAssetUrl,
  verifyFilmPartUrl,
  verifyPartUrl,
  verifyReportUrl,
} from "./signed-urls.ts";

const SECRET = btoa("0123456789abcdef0123456789abcdef");
const OTHER_SECRET = btoa("fedcba9876543210fedcba9876543210");
const ORIGIN = "https://films.example";
const NOW = 1_795_000_000_000;
const EXPIRES = NOW + 60_000;
const A = "0b7f1c9e-6a55-4f0e-9d1b-2f4f3f6d7a10";
const B = "5d0c6a1e-1111-4222-8333-944455566677";

const asset = { workspaceId: "default", assetId: A, extension: "png" };
const upload = { workspaceId: "default", assetId: A, uploadId: "id/with ?odd=%+chars" };
const report = { projectId: A, jobId: B };

const assetUrl = await signAssetUrl(SECRET, ORIGIN, asset, EXPIRES);
const partTemplate = await signPartUrl(SECRET, ORIGIN, upload, EXPIRES);
const partUrl = partTemplate.replace("{part}", "7");
const filmParts = { workspaceId: "default", projectId: A };
const filmPartsTemplate = await signFilmPartsUrl(SECRET, ORIGIN, filmParts, EXPIRES);
const digest = "0a".repeat(32);
const filmPartUrl = filmPartsTemplate.replace("{key}", digest);
const reportUrl = await signReportUrl(SECRET, ORIGIN, report, EXPIRES);

const cases = [
  ["asset", assetUrl, verifyAssetUrl],
  ["part", partUrl, verifyPartUrl],
  ["film part", filmPartUrl, verifyFilmPartUrl],
  ["report", reportUrl, verifyReportUrl],
] as const;

async function codeOf(
  verify: (typeof cases)[number][2],
  url: string,
  now = NOW,
  secret = SECRET,
): Promise<string> {
  const result = await verify(secret, url, now);
  return result.ok ? "ok" : result.error.code;
}

describe("signed URLs", () => {
  it("have the addresses that others rely on", () => {
    expect(assetUrl).toMatch(
      new RegExp(`^${ORIGIN}/media/default/${A}\\.png\\?expires=${EXPIRES}&signature=[\\w-]{43}$`),
    );
    expect(partTemplate).toContain(`${ORIGIN}/media/uploads/default/${A}/id%2Fwith%20`);
    expect(partTemplate).toContain("/{part}?");
    expect(filmPartsTemplate).toContain(`${ORIGIN}/media/parts/default/${A}/{key}?`);
    expect(reportUrl).toContain(`${ORIGIN}/webhooks/stitcher?project=${A}&job=${B}&expires=`);
  });

  it("give back what was signed, whatever the origin", async () => {
    const moved = assetUrl.replace(ORIGIN, "http://127.0.0.1:8787");
    expect(await verifyAssetUrl(SECRET, moved, NOW)).toEqual({ ok: true, value: asset });
    expect(await verifyReportUrl(SECRET, reportUrl, NOW)).toEqual({ ok: true, value: report });
    for (const part of [1, 7, 10_000]) {
      const url = partTemplate.replace("{part}", String(part));
      const value = { ...upload, part };
      expect(await verifyPartUrl(SECRET, url, NOW)).toEqual({ ok: true, value });
    }
  });

  it("of kept parts open every part of one project", async () => {
    for (const part of [digest, "f".repeat(64)]) {
      const url = filmPartsTemplate.replace("{key}", part);
      expect(await verifyFilmPartUrl(SECRET, url, NOW)).toEqual({
        ok: true,
        value: { ...filmParts, part },
      });
    }
  });

  it.each(["", "{key}", "0a", "0A".repeat(32), `${digest}0`, `../${digest}`, `%2e%2e%2f${digest}`])(
    "have no kept part %j",
    async (key) => {
      const url = filmPartsTemplate.replace("{key}", key);
      expect(await codeOf(verifyFilmPartUrl, url)).toBe("not_found");
    },
  );

  it.each(["0", "10001", "99999", "-1", "1.5", "07", "{part}", ""])(
    "have no part %j",
    async (part) => {
      const url = partTemplate.replace("{part}", part);
      expect(await codeOf(verifyPartUrl, url)).toBe("not_found");
    },
  );

  it.each(cases)("of kind %s end at their time", async (_, url, verify) => {
    expect(await codeOf(verify, url, EXPIRES - 1)).toBe("ok");
    expect(await codeOf(verify, url, EXPIRES)).toBe("signature_expired");
    const later = url.replace(`expires=${EXPIRES}`, `expires=${EXPIRES + 1}`);
    expect(await codeOf(verify, later)).toBe("signature_invalid");
    expect(await codeOf(verify, url.replace(/expires=\d+/, "expires=Infinity"))).toBe(
      "signature_invalid",
    );
  });

  it.each(cases)("of kind %s need their signature, under our key", async (_, url, verify) => {
    expect(await codeOf(verify, url.replace(/&signature=.*$/, ""))).toBe("signature_missing");
    expect(await codeOf(verify, url.replace(/expires=\d+&/, ""))).toBe("signature_missing");
    expect(await codeOf(verify, url, NOW, OTHER_SECRET)).toBe("signature_invalid");
    for (const forged of ["", "x", "A".repeat(43), "!".repeat(43), "A".repeat(44)]) {
      const changed = url.replace(/signature=.*$/, `signature=${forged}`);
      expect(await codeOf(verify, changed)).toBe("signature_invalid");
    }
  });

  it.each(cases)(
    "of kind %s refuse every changed letter of the signature",
    async (_, url, verify) => {
      const start = url.indexOf("signature=") + "signature=".length;
      for (let index = start; index < url.length; index += 1) {
        const letter = url[index] === "A" ? "B" : "A";
        const changed = url.slice(0, index) + letter + url.slice(index + 1);
        expect(await codeOf(verify, changed)).toBe("signature_invalid");
      }
    },
  );

  it.each([
    ["another asset", verifyAssetUrl, assetUrl.replace(A, B)],
    ["another workspace", verifyAssetUrl, assetUrl.replace("default", "other")],
    ["another extension", verifyAssetUrl, assetUrl.replace(".png", ".mp4")],
    ["another upload's asset", verifyPartUrl, partUrl.replace(A, B)],
    ["another upload's workspace", verifyPartUrl, partUrl.replace("default", "other")],
    ["another upload", verifyPartUrl, partUrl.replace("%2Fwith", "%2Fmith")],
    ["another project's kept parts", verifyFilmPartUrl, filmPartUrl.replace(A, B)],
    ["another workspace's", verifyFilmPartUrl, filmPartUrl.replace("default", "other")],
    ["another project", verifyReportUrl, reportUrl.replace(A, B)],
    ["another job", verifyReportUrl, reportUrl.replace(B, A)],
    [
      "projects and jobs swapped",
      verifyReportUrl,
      reportUrl.replace("project", "p").replace("job", "project").replace("p=", "job="),
    ],
    ["no job", verifyReportUrl, reportUrl.replace("&job=", "&j=")],
  ])("do not open %s", async (_, verify, url) => {
    expect(await codeOf(verify, url)).toBe("signature_invalid");
  });

  it("cannot be used for another purpose", async () => {
    const query = (url: string) => url.slice(url.indexOf("?") + 1);
    const putWithGet = `${partUrl.split("?")[0]}?${query(assetUrl)}`;
    expect(await codeOf(verifyPartUrl, putWithGet)).toBe("signature_invalid");
    const getWithPut = `${assetUrl.split("?")[0]}?${query(partUrl)}`;
    expect(await codeOf(verifyAssetUrl, getWithPut)).toBe("signature_invalid");
    // The same three fields under two purposes: only the purpose can tell them apart.
    const same = { workspaceId: "default", assetId: A };
    const part = await signPartUrl(SECRET, ORIGIN, { ...same, uploadId: "png" }, EXPIRES);
    const get = await signAssetUrl(SECRET, ORIGIN, { ...same, extension: "png" }, EXPIRES);
    expect(query(part)).not.toBe(query(get));
  });

  it.each(["/", "/media/", `/media/default/${A}`, `/media/../${A}.png`, "/media/default/x.png"])(
    "are not at %s",
    async (path) => expect(await codeOf(verifyAssetUrl, ORIGIN + path)).toBe("not_found"),
  );

  it("survive a broken escape in the path", async () => {
    const broken = partUrl.replace("%2Fwith", "%E0%A4%A");
    expect(await codeOf(verifyPartUrl, broken)).toBe("not_found");
  });
});
