/**
 * Addresses that prove themselves: whoever holds one may do that one thing until it expires, and
 * nothing else. HMAC-SHA-256 over purpose, ids and expiry, so a URL for one purpose is worthless for
 * another. The origin is not signed: the container reaches the same Worker by another address.
 *
 *   GET  /media/{workspaceId}/{assetId}.{ext}                     one asset
 *   PUT  /media/uploads/{workspaceId}/{assetId}/{uploadId}/{part}  any part of one upload
 *   GET, PUT /media/parts/{workspaceId}/{projectId}/{key}          what is kept of one project's films
 *   POST /webhooks/stitcher?project=…&job=…                        reports on one job
 *
 * each with `expires` (epoch milliseconds) and `signature` (base64url) in its query. The secret is
 * base64 of at least 32 bytes.
 */
import { fail, ok } from "../contracts/errors.ts";
import type { Result } from "../contracts/errors.ts";
import { isAssetId, isFilmPart, isWorkspaceId } from "./keys.ts";

/** What the container replaces with the number of each part. */
export const PART_PLACEHOLDER = "{part}";

/** What the container replaces with the digest of a part that it keeps. */
export const KEY_PLACEHOLDER = "{key}";

/** R2 takes parts 1 to 10,000. */
const MAX_PART = 10_000;

export type AssetAddress = { workspaceId: string; assetId: string; extension: string };
export type UploadAddress = { workspaceId: string; assetId: string; uploadId: string };
export type FilmPartsAddress = { workspaceId: string; projectId: string };
export type ReportAddress = { projectId: string; jobId: string };

type Purpose = "asset" | "part" | "film_parts" | "report";

/** The URL at which a model or the container gets an asset. `expiresAt`: epoch milliseconds. */
export async function signAssetUrl(
  secret: string,
  origin: string,
  address: AssetAddress,
  expiresAt: number,
): Promise<string> {
  const query = await sign(secret, "asset", assetFields(address), expiresAt);
  const { workspaceId, assetId, extension } = address;
  return `${origin}/media/${workspaceId}/${assetId}.${extension}?${query}`;
}

/** The URL template for the parts of one upload: `{part}` in it stands for the part's number. */
export async function signPartUrl(
  secret: string,
  origin: string,
  address: UploadAddress,
  expiresAt: number,
): Promise<string> {
  const query = await sign(secret, "part", uploadFields(address), expiresAt);
  const { workspaceId, assetId, uploadId } = address;
  // Not built with URL, which would escape the braces of the placeholder.
  const path = `/media/uploads/${workspaceId}/${assetId}/${encodeURIComponent(uploadId)}`;
  return `${origin}${path}/${PART_PLACEHOLDER}?${query}`;
}

/** The URL template for what is kept of a project's films: `{key}` stands for a part's digest. */
export async function signFilmPartsUrl(
  secret: string,
  origin: string,
  address: FilmPartsAddress,
  expiresAt: number,
): Promise<string> {
  const query = await sign(secret, "film_parts", filmPartsFields(address), expiresAt);
  const { workspaceId, projectId } = address;
  return `${origin}/media/parts/${workspaceId}/${projectId}/${KEY_PLACEHOLDER}?${query}`;
}

/** The URL to which the container posts its reports on one job. */
export async function signReportUrl(
  secret: string,
  origin: string,
  address: ReportAddress,
  expiresAt: number,
): Promise<string> {
  const { projectId, jobId } = address;
  const ids = new URLSearchParams({ project: projectId, job: jobId });
  const query = await sign(secret, "report", reportFields(address), expiresAt);
  return `${origin}/webhooks/stitcher?${ids.toString()}&${query}`;
}

/**
 * Reads an asset URL. Errors, here and below: `not_found` (another path), `signature_missing`,
 * `signature_invalid`, and `signature_expired` only for what was truly ours.
 */
export async function verifyAssetUrl(
  secret: string,
  url: string,
  now: number,
): Promise<Result<AssetAddress>> {
  const parsed = new URL(url);
  const match = /^\/media\/([^/]+)\/([^/.]+)\.([a-z0-9]{1,8})$/.exec(parsed.pathname);
  const [, workspaceId = "", assetId = "", extension = ""] = match ?? [];
  if (!isWorkspaceId(workspaceId) || !isAssetId(assetId)) return noSuchAddress();
  const address = { workspaceId, assetId, extension };
  const checked = await verify(secret, "asset", assetFields(address), parsed, now);
  return checked.ok ? ok(address) : checked;
}

/** Reads the URL of one part, 1 to 10,000; the number itself is the container's to choose. */
export async function verifyPartUrl(
  secret: string,
  url: string,
  now: number,
): Promise<Result<UploadAddress & { part: number }>> {
  const parsed = new URL(url);
  const match = /^\/media\/uploads\/([^/]+)\/([^/]+)\/([^/]+)\/([1-9]\d{0,4})$/.exec(
    parsed.pathname,
  );
  const [, workspaceId = "", assetId = "", encodedId = "", number = "0"] = match ?? [];
  const uploadId = decode(encodedId);
  const part = Number(number);
  if (!isWorkspaceId(workspaceId) || !isAssetId(assetId)) return noSuchAddress();
  if (uploadId === null || part > MAX_PART) return noSuchAddress();
  const address = { workspaceId, assetId, uploadId };
  const checked = await verify(secret, "part", uploadFields(address), parsed, now);
  return checked.ok ? ok({ ...address, part }) : checked;
}

/** Reads the URL of one kept part; its digest is the container's to say. */
export async function verifyFilmPartUrl(
  secret: string,
  url: string,
  now: number,
): Promise<Result<FilmPartsAddress & { part: string }>> {
  const parsed = new URL(url);
  const match = /^\/media\/parts\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(parsed.pathname);
  const [, workspaceId = "", projectId = "", part = ""] = match ?? [];
  if (!isWorkspaceId(workspaceId) || !isAssetId(projectId)) return noSuchAddress();
  if (!isFilmPart(part)) return noSuchAddress();
  const address = { workspaceId, projectId };
  const checked = await verify(secret, "film_parts", filmPartsFields(address), parsed, now);
  return checked.ok ? ok({ ...address, part }) : checked;
}

/** Reads the URL of a report from the container. */
export async function verifyReportUrl(
  secret: string,
  url: string,
  now: number,
): Promise<Result<ReportAddress>> {
  const parsed = new URL(url);
  if (parsed.pathname !== "/webhooks/stitcher") return noSuchAddress();
  const address = {
    projectId: parsed.searchParams.get("project") ?? "",
    jobId: parsed.searchParams.get("job") ?? "",
  };
  const checked = await verify(secret, "report", reportFields(address), parsed, now);
  return checked.ok ? ok(address) : checked;
}

const assetFields = (of: AssetAddress) => [of.workspaceId, of.assetId, of.extension];
const uploadFields = (of: UploadAddress) => [of.workspaceId, of.assetId, of.uploadId];
const filmPartsFields = (of: FilmPartsAddress) => [of.workspaceId, of.projectId];
const reportFields = (of: ReportAddress) => [of.projectId, of.jobId];

async function sign(
  secret: string,
  purpose: Purpose,
  fields: string[],
  expiresAt: number,
): Promise<string> {
  const expires = String(Math.floor(expiresAt));
  const message = messageOf(purpose, fields, expires);
  const mac = await crypto.subtle.sign("HMAC", await keyOf(secret, "sign"), message);
  return `expires=${expires}&signature=${toBase64Url(new Uint8Array(mac))}`;
}

async function verify(
  secret: string,
  purpose: Purpose,
  fields: string[],
  url: URL,
  now: number,
): Promise<Result<null>> {
  const expires = url.searchParams.get("expires");
  const signature = url.searchParams.get("signature");
  if (expires === null || signature === null) {
    return fail("signature_missing", "This address is not signed. Use the link as it was given.");
  }
  const mac = fromBase64Url(signature);
  // WebCrypto compares in constant time, so a forger learns nothing from how long we take.
  const isOurs =
    mac !== null &&
    (await crypto.subtle.verify(
      "HMAC",
      await keyOf(secret, "verify"),
      mac,
      messageOf(purpose, fields, expires),
    ));
  if (!isOurs) {
    return fail("signature_invalid", "This link was changed or is not ours. Ask for a new one.");
  }
  if (now >= Number(expires)) {
    return fail("signature_expired", "This link has expired. Ask for a new one.");
  }
  return ok(null);
}

/** JSON keeps the fields apart: no two lists of fields give the same bytes. */
function messageOf(purpose: Purpose, fields: string[], expires: string): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(["edgereel-1", purpose, ...fields, expires]));
}

function keyOf(secret: string, use: "sign" | "verify"): Promise<CryptoKey> {
  const bytes = Uint8Array.from(atob(secret), (letter) => letter.charCodeAt(0));
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, [use]);
}

function toBase64Url(bytes: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Null unless it is exactly what `toBase64Url` makes: one signature has one spelling. */
function fromBase64Url(text: string): Uint8Array | null {
  if (!/^[\w-]{43}$/.test(text)) return null;
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/") + "=");
  const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
  return toBase64Url(bytes) === text ? bytes : null;
}

function decode(segment: string): string | null {
  try {
    return segment === "" ? null : decodeURIComponent(segment);
  } catch {
    return null;
  }
}

function noSuchAddress(): { ok: false; error: { code: "not_found"; message: string } } {
  return {
    ok: false,
    error: { code: "not_found", message: "There is nothing here. Check the link." },
  };
}
