/** Exports made by hand, and the way of one in and out over HTTP in workerd. */
import { env, exports } from "cloudflare:workers";
import { expect } from "vitest";
import { ImportState } from "../contracts/imports.ts";
import { Snapshot } from "../contracts/live.ts";
import { Manifest } from "../contracts/manifest.ts";
import { fromWire, toWire } from "../contracts/wire.ts";
import version1 from "../domain/archive/manifest-1.json" with { type: "json" };
import type { Env } from "../env.ts";
import { hex } from "../media/hex.ts";
import { assetKey, extensionFor } from "../media/keys.ts";
import { workspaceOf } from "../workspace/workspace-stub.ts";
import { readZip } from "./read-zip.ts";

export const bindings = env as unknown as Env;
const ORIGIN = "http://localhost";
export const PART = 32 * 1024 * 1024;

const TYPES = { image: "image/png", video: "video/mp4", audio: "audio/mpeg" };
const STARTS = { image: "\x89PNG\r\n\x1a\n", video: "\0\0\0\x18ftypisom", audio: "ID3" };

type Files = Map<string, Uint8Array>;
type Made = { manifest: Manifest; files: Files };

/** A file of its kind, different from every other. */
function content(media: keyof typeof STARTS, path: string, bytes: number): Uint8Array {
  const file = new Uint8Array(bytes).fill(path.length);
  file.set(Uint8Array.from(STARTS[media], (letter) => letter.charCodeAt(0)));
  file.set(new TextEncoder().encode(path), 20);
  return file;
}

export const digest = async (bytes: Uint8Array) =>
  hex(await crypto.subtle.digest("SHA-256", bytes));

/** An exported project with its files; the first clip as large as asked. */
export async function makeExport(largeBytes = 500): Promise<Made> {
  const read = fromWire(Manifest, structuredClone(version1));
  if (!read.success) throw read.error;
  const files: Files = new Map();
  for (const asset of read.data.assets) {
    asset.contentType = TYPES[asset.media];
    asset.path = asset.path.replace(/\w+$/, extensionFor(asset.contentType));
    const isLarge = asset.path.startsWith("clips/01");
    const file = content(asset.media, asset.path, isLarge ? largeBytes : 200);
    asset.bytes = file.length;
    asset.sha256 = await digest(file);
    files.set(asset.path, file);
  }
  return { manifest: read.data, files };
}

const { default: worker } = exports as unknown as { default: Fetcher };

/** Over HTTP as from outside, so that lengths are told. */
export const call = (method: string, path: string, init: RequestInit = {}) =>
  worker.fetch(`${ORIGIN}${path}`, { ...init, method });

export function post(manifest: unknown, key?: string): Promise<Response> {
  return call("POST", "/api/projects/import", {
    body: typeof manifest === "string" ? manifest : JSON.stringify(toWire(manifest)),
    headers: {
      "Content-Type": "application/json",
      ...(key === undefined ? {} : { "Idempotency-Key": key }),
    },
  });
}

export async function stateOf(response: Response): Promise<ImportState> {
  const read = fromWire(ImportState, await response.json());
  if (!read.success) throw read.error;
  return read.data;
}

export async function begin(manifest: Manifest, key?: string): Promise<ImportState> {
  const response = await post(manifest, key);
  expect(response.status).toBe(201);
  return stateOf(response);
}

export const send = (url: string, bytes: Uint8Array, part = 1) =>
  call("PUT", `${url}?part=${part}`, { body: bytes });

export async function sendAll({ files }: ImportState, from: Files): Promise<void> {
  for (const { path, url, missingParts } of files) {
    for (const part of missingParts) {
      const bytes = from.get(path)?.subarray((part - 1) * PART, part * PART);
      expect((await send(url, bytes ?? new Uint8Array(1), part)).status).toBe(204);
    }
  }
}

export async function complete(projectId: string): Promise<Snapshot> {
  const response = await call("POST", `/api/projects/${projectId}/import`);
  expect(response.status).toBe(200);
  const read = fromWire(Snapshot, await response.json());
  if (!read.success) throw read.error;
  return read.data;
}

export async function importAll({ manifest, files }: Made): Promise<Snapshot> {
  const state = await begin(manifest);
  await sendAll(state, files);
  return complete(state.projectId);
}

export async function exported(projectId: string): Promise<Made & { response: Response }> {
  const response = await call("GET", `/api/projects/${projectId}/export`);
  expect(response.status).toBe(200);
  const zip = new Uint8Array(await response.arrayBuffer());
  expect(response.headers.get("Content-Length")).toBe(String(zip.length));
  const entries = readZip(zip);
  const last = entries.pop();
  expect(last?.name).toBe("manifest.json");
  const read = fromWire(Manifest, JSON.parse(new TextDecoder().decode(last?.bytes)));
  if (!read.success) throw read.error;
  const files = new Map(entries.map(({ name, bytes }) => [name, bytes]));
  return { manifest: read.data, files, response };
}

export const keyOf = (url: string) => assetKey("default", url.split("/").at(-1) ?? "");
export const isStored = async (url: string) => (await bindings.MEDIA.head(keyOf(url))) !== null;
export const listed = async () =>
  (await workspaceOf(bindings, "default").list()).map((project) => project.id);
