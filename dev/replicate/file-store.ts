/** The Files API's files: bytes on disk, one row each. They last a day, as observed. */
import { createHash } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isoTime, newId } from "./prediction.ts";
import type { Database } from "./store.ts";

export const FILE_LIFETIME_MS = 24 * 60 * 60 * 1000;
export const LARGEST_FILE_BYTES = 100 * 1024 * 1024;

export type StoredFile = {
  id: string;
  name: string;
  contentType: string;
  size: number;
  sha256: string;
  metadata: unknown;
  createdAt: number;
  expiresAt: number;
};

export type FileStore = ReturnType<typeof createFileStore>;

export function createFileStore(database: Database, dir: string) {
  const root = join(dir, "files");
  mkdirSync(root, { recursive: true });
  const read = (row: Record<string, unknown>): StoredFile => ({
    id: String(row["id"]),
    name: String(row["name"]),
    contentType: String(row["content_type"]),
    size: Number(row["size"]),
    sha256: String(row["sha256"]),
    metadata: JSON.parse(String(row["metadata"])) as unknown,
    createdAt: Number(row["created_at"]),
    expiresAt: Number(row["expires_at"]),
  });
  const find = (id: string): StoredFile | null => {
    const row = database.prepare("SELECT * FROM files WHERE id = ?").get(id);
    return row === undefined ? null : read(row);
  };

  return {
    find,
    pathOf: (id: string) => join(root, id),

    /** The row is written after the bytes are in place, so a listed file can always be read. */
    async add(
      file: { name: string; contentType: string; bytes: Buffer; metadata: unknown },
      now: number,
    ): Promise<StoredFile> {
      const stored: StoredFile = {
        id: newId(),
        name: file.name,
        contentType: file.contentType,
        size: file.bytes.length,
        sha256: createHash("sha256").update(file.bytes).digest("hex"),
        metadata: file.metadata,
        createdAt: now,
        expiresAt: now + FILE_LIFETIME_MS,
      };
      const path = join(root, stored.id);
      await writeFile(`${path}.part`, file.bytes);
      await rename(`${path}.part`, path);
      database
        .prepare(
          "INSERT INTO files (id, name, content_type, size, sha256, metadata, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .run(
          stored.id,
          stored.name,
          stored.contentType,
          stored.size,
          stored.sha256,
          JSON.stringify(stored.metadata),
          stored.createdAt,
          stored.expiresAt,
        );
      return stored;
    },

    /** Newest first. */
    list(): StoredFile[] {
      return database.prepare("SELECT * FROM files ORDER BY seq DESC LIMIT 100").all().map(read);
    },

    bytes(id: string): Promise<Buffer> {
      return readFile(join(root, id));
    },

    remove(id: string): boolean {
      const { changes } = database.prepare("DELETE FROM files WHERE id = ?").run(id);
      rmSync(join(root, id), { force: true });
      return changes > 0;
    },

    purge(now: number): void {
      const rows = database
        .prepare("DELETE FROM files WHERE expires_at <= ? RETURNING id")
        .all(now);
      for (const row of rows) rmSync(join(root, String(row["id"])), { force: true });
    },

    removeAll(): void {
      rmSync(root, { recursive: true, force: true });
      mkdirSync(root, { recursive: true });
    },
  };
}

export function presentFile(file: StoredFile, origin: string): Record<string, unknown> {
  return {
    id: file.id,
    name: file.name,
    content_type: file.contentType,
    size: file.size,
    etag: file.sha256.slice(0, 32),
    checksums: { sha256: file.sha256 },
    metadata: file.metadata,
    created_at: isoTime(file.createdAt),
    expires_at: isoTime(file.expiresAt),
    urls: { get: `${origin}/v1/files/${file.id}` },
  };
}
