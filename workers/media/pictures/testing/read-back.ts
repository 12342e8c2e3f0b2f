/** What tests ask of a picture that comes out. */
import { expect } from "vitest";
import { cleanPicture } from "../clean-picture.ts";
import type { CleanPicture } from "../clean-picture.ts";
import { letters, u16be } from "../bytes.ts";

/** Cleans it and cleans it again, which must change nothing. */
export function expectClean(file: Uint8Array): CleanPicture {
  const result = cleanPicture(file);
  if (!result.ok) throw new Error(`${result.error.message} ${result.error.detail ?? ""}`);
  expect(cleanPicture(result.value.bytes)).toEqual(result);
  return result.value;
}

export function expectRefused(file: Uint8Array, words: string): void {
  const result = cleanPicture(file);
  const said = result.ok ? "nothing" : `${result.error.message} ${result.error.detail ?? ""}`;
  expect(said).toContain(words);
  expect(result.ok ? "ok" : result.error.code).toBe("asset_invalid");
}

export function holds(file: Uint8Array, text: string): boolean {
  return indexOf(file, text) >= 0;
}

function indexOf(file: Uint8Array, text: string): number {
  let all = "";
  for (let at = 0; at < file.length; at += 1024) all += letters(file, at, 1024);
  return all.indexOf(text);
}

/**
 * The orientation in the one Exif that may be there: big-endian, one tag, nothing else. Null where there
 * is no Exif at all.
 */
export function writtenOrientation(file: Uint8Array): number | null {
  expect(holds(file, "II*\0")).toBe(false);
  const at = indexOf(file, "MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01");
  if (at < 0) {
    expect(holds(file, "MM\0*")).toBe(false);
    return null;
  }
  return u16be(file, at + 18);
}
