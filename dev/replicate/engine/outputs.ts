/** Output files: made in a temporary folder, moved into place whole, removed with their prediction. */
import { randomBytes } from "node:crypto";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { mkdir, rename, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FILE_SCHEME } from "../prediction.ts";
import type { Database } from "../store.ts";

export const CONTENT_TYPES = {
  png: "image/png",
  jpg: "image/jpeg",
  webp: "image/webp",
  mp4: "video/mp4",
  mp3: "audio/mpeg",
  wav: "audio/wav",
} as const;

export type Extension = keyof typeof CONTENT_TYPES;

export type OutputFile = {
  path: string;
  contentType: string;
  predictionId: string;
  fault: string | null;
};

/** One of the path prefixes that real output addresses have. */
const PREFIX = "xezq";

const WRONG_TYPE_PAGE = "<!doctype html>\n<title>Not a picture</title>\n<p>Not a picture.</p>\n";

export type Outputs = ReturnType<typeof createOutputs>;

export function createOutputs(database: Database, dir: string) {
  const root = join(dir, "outputs");
  const work = join(dir, "work");
  // What an interrupted run left half written.
  rmSync(work, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  mkdirSync(work, { recursive: true });

  const remove = (rows: Record<string, unknown>[]) => {
    for (const row of rows) {
      rmSync(join(root, String(row["key"])), { recursive: true, force: true });
    }
  };

  return {
    /** A folder for one run's downloads and half-made files. */
    async workFolder(predictionId: string): Promise<string> {
      const folder = join(work, `${predictionId}-${randomBytes(4).toString("hex")}`);
      await mkdir(folder, { recursive: true });
      return folder;
    },

    /** Lets `make` write a file and returns its address, as it is kept in a prediction's output. */
    async add(
      request: {
        predictionId: string;
        name: string;
        extension: Extension;
        faults: readonly string[];
      },
      folder: string,
      make: (path: string) => Promise<void>,
    ): Promise<string> {
      const name = `${request.name}.${request.extension}`;
      const made = join(folder, name);
      await make(made);
      let contentType: string = CONTENT_TYPES[request.extension];
      if (request.faults.includes("output-zero")) await writeFile(made, "");
      if (request.faults.includes("output-truncated")) {
        await truncate(made, Math.floor((await stat(made)).size / 2));
      }
      if (request.faults.includes("output-wrong-type")) {
        await writeFile(made, WRONG_TYPE_PAGE);
        contentType = "text/html";
      }
      const key = randomBytes(22).toString("base64url");
      await mkdir(join(root, key));
      await rename(made, join(root, key, name));
      database
        .prepare("INSERT INTO outputs VALUES (?, ?, ?, ?, ?)")
        .run(
          key,
          name,
          request.predictionId,
          contentType,
          request.faults.find((fault) => fault === "output-expired" || fault === "output-cut") ??
            null,
        );
      return `${FILE_SCHEME}/delivery/${PREFIX}/${key}/${name}`;
    },

    find(key: string, name: string): OutputFile | null {
      const row = database
        .prepare("SELECT * FROM outputs WHERE key = ? AND name = ?")
        .get(key, name);
      if (row === undefined) return null;
      return {
        path: join(root, String(row["key"]), String(row["name"])),
        contentType: String(row["content_type"]),
        predictionId: String(row["prediction_id"]),
        fault: row["fault"] === null ? null : String(row["fault"]),
      };
    },

    removeOf(predictionIds: readonly string[]): void {
      for (const id of predictionIds) {
        remove(
          database.prepare("DELETE FROM outputs WHERE prediction_id = ? RETURNING key").all(id),
        );
      }
    },

    removeAll(): void {
      // Moved aside first: a run that was just given up may still put a file where it was.
      const old = join(work, randomBytes(4).toString("hex"));
      renameSync(root, old);
      mkdirSync(root);
      rmSync(old, { recursive: true, force: true });
    },

    async discard(folder: string): Promise<void> {
      await rm(folder, { recursive: true, force: true });
    },
  };
}
