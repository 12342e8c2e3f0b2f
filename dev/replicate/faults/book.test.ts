import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openDatabase, type Database } from "../store.ts";
import { createFaultBook, type FaultBook } from "./book.ts";
import { FAULT_NAMES } from "./catalogue.ts";

const VEO = { slug: "google/veo-3.1", kind: "video" } as const;
const IMAGEN = { slug: "google/imagen-4", kind: "image" } as const;
const PLAIN = { prompt: "a fox" };

let dir: string;
let database: Database;
let book: FaultBook;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "fault-book-"));
  database = openDatabase(dir);
  book = createFaultBook(database);
});
beforeEach(() => book.clear());
afterAll(() => {
  database.close();
  rmSync(dir, { recursive: true, force: true });
});

describe.each(FAULT_NAMES)("%s", (fault) => {
  it("comes by a marker, for a model, and for the next calls", () => {
    const marked = { prompt: `a fox [[emu:fail=${fault}@video*1]]` };
    expect(book.take(IMAGEN, marked)).toEqual([]);
    expect(book.take(VEO, marked)).toEqual([fault]);
    expect(book.take(VEO, marked)).toEqual([]);

    book.add({ model: VEO.slug, fault, remaining: null });
    expect(book.take(IMAGEN, PLAIN)).toEqual([]);
    expect(book.take(VEO, PLAIN)).toEqual([fault]);
    expect(book.take(VEO, PLAIN)).toEqual([fault]);
    book.clear();

    book.add({ model: null, fault, remaining: 2 });
    const taken = [book.take(VEO, PLAIN), book.take(IMAGEN, PLAIN), book.take(VEO, PLAIN)];
    expect(taken).toEqual([[fault], [fault], []]);
  });
});
