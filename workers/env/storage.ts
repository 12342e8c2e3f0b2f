/**
 * How media reach people: through this Worker ("direct"), or from R2 itself by presigned URLs. Those
 * need R2's S3 interface, which knows the bucket by its name and us by a pair of keys; the binding,
 * through which the Worker reads and writes, needs neither and stays in use.
 */
import { isLoopback, plainUrl, withoutSlash } from "./addresses.ts";
import type { Reader } from "./reader.ts";

export type StorageConfig =
  | { kind: "direct" }
  | {
      kind: "presigned";
      /** R2_S3_ENDPOINT without a trailing slash; the bucket's name follows it in URLs. */
      endpoint: string;
      bucket: string;
      accessKeyId: string;
      secretAccessKey: string;
      /** Seconds that a presigned URL lives. */
      expiryS: number;
    };

/** What SigV4 allows at most is seven days; below a minute a player could not even begin. */
const EXPIRY = { least: 60, most: 604_800, usual: 3_600 };

/** R2's rule for the names of buckets. */
const BUCKET_NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

/** With SERVE_FROM_CLOUD off none of the other variables is looked at. */
export function readStorage(reader: Reader): {
  storage: StorageConfig;
  publicMediaOrigin: string | null;
} {
  if (!reader.readFlag("SERVE_FROM_CLOUD")) {
    return { storage: { kind: "direct" }, publicMediaOrigin: null };
  }
  const storage: StorageConfig = {
    kind: "presigned",
    endpoint: readEndpoint(reader),
    bucket: readBucket(reader),
    accessKeyId: readNeeded(reader, "R2_ACCESS_KEY_ID"),
    secretAccessKey: readNeeded(reader, "R2_SECRET_ACCESS_KEY"),
    expiryS: reader.readSeconds("PRESIGNED_URL_EXPIRY", EXPIRY),
  };
  return { storage, publicMediaOrigin: reader.readOrigin("R2_PUBLIC_ORIGIN") };
}

function readNeeded(
  reader: Reader,
  name: "STORAGE_BUCKET" | "R2_S3_ENDPOINT" | "R2_ACCESS_KEY_ID" | "R2_SECRET_ACCESS_KEY",
): string {
  const value = reader.read(name);
  if (value === null) reader.refuse(name, "is missing, and SERVE_FROM_CLOUD is 1");
  return value ?? "";
}

function readBucket(reader: Reader): string {
  const bucket = readNeeded(reader, "STORAGE_BUCKET");
  if (bucket !== "" && !BUCKET_NAME.test(bucket)) {
    reader.refuse("STORAGE_BUCKET", "must be 3 to 63 small letters, digits and hyphens");
  }
  return bucket;
}

function readEndpoint(reader: Reader): string {
  const name = "R2_S3_ENDPOINT";
  const value = readNeeded(reader, name);
  if (value === "") return "";
  const url = plainUrl(value);
  if (url === null) {
    reader.refuse(name, "must be a plain URL, such as https://account.r2.cloudflarestorage.com");
    return "";
  }
  const isLocal = isLoopback(url.hostname);
  if (reader.isProduction && isLocal) {
    reader.refuse(name, "must not be a loopback address in production");
  }
  if (!isLocal && url.protocol !== "https:") {
    reader.refuse(name, "must be https, as the URLs under it open the media");
  }
  return withoutSlash(url);
}
