/** A project as one ZIP on its way out: what there is to send, and its bytes as they are read. */
import { ok, type Result } from "../../contracts/errors.ts";
import { type Manifest, MANIFEST_NAME, type ManifestAsset } from "../../contracts/manifest.ts";
import { toWire } from "../../contracts/wire.ts";
import { withDigests, withFiles } from "../../domain/archive/write.ts";
import type { Env } from "../../env.ts";
import { assetKey } from "../../media/keys.ts";
import { type LastFile, writeZip, type ZipFile, zipLength } from "../../media/write-zip.ts";
import { projectOf } from "../../project/project-stub.ts";

export type Exported = {
  fileName: string;
  bytes: number;
  /** May be read once. */
  open(): ReadableStream<Uint8Array>;
};

/** A Worker has six connections. */
const AT_ONCE = 6;

/**
 * Asks for every file before the first byte leaves, so that the length is true. A file that the store
 * lost is left out and named in the manifest. Errors: `not_found`.
 */
export async function exportProject(env: Env, projectId: string): Promise<Result<Exported>> {
  const archive = await projectOf(env, projectId).archive();
  if (!archive.ok) return archive;
  const { manifest, fileName } = archive.value;
  const found = await findFiles(env.MEDIA, manifest);
  const whole = withFiles(manifest, new Map([...found].map(([id, { bytes }]) => [id, bytes])));
  const files = [...found.values()];
  const last: LastFile = {
    path: MANIFEST_NAME,
    bytes: encode(whole).length,
    modifiedAt: manifest.exportedAt,
    write: (sha256) => encode(withDigests(whole, sha256)),
  };
  return ok({
    fileName,
    bytes: zipLength(files, last),
    open: () => writeZip(env.MEDIA, files, last),
  });
}

/** By asset id, in the manifest's order. */
async function findFiles(bucket: R2Bucket, manifest: Manifest): Promise<Map<string, ZipFile>> {
  const { workspaceId } = manifest.project;
  const find = async ({ id, path }: ManifestAsset): Promise<[string, ZipFile] | null> => {
    const key = assetKey(workspaceId, id);
    const object = await bucket.head(key);
    if (object === null) return null;
    const { size, etag, uploaded } = object;
    return [id, { path, key, bytes: size, etag, modifiedAt: uploaded.getTime() }];
  };
  const files = new Map<string, ZipFile>();
  for (let from = 0; from < manifest.assets.length; from += AT_ONCE) {
    const some = manifest.assets.slice(from, from + AT_ONCE);
    for (const found of await Promise.all(some.map(find))) {
      if (found !== null) files.set(...found);
    }
  }
  return files;
}

/** JSON with one row on a line. */
function encode(manifest: Manifest): Uint8Array {
  const fields = Object.entries(toWire(manifest) as object).map(([name, value]) => {
    const text = Array.isArray(value)
      ? `[\n${value.map((row) => JSON.stringify(row)).join(",\n")}\n]`
      : JSON.stringify(value);
    return `${JSON.stringify(name)}: ${text}`;
  });
  return new TextEncoder().encode(`{\n${fields.join(",\n")}\n}\n`);
}
