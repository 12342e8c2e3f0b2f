/** Reads a Range header (RFC 9110 section 14). Offsets and lengths are in bytes. */

/** A range of a file whose size is known. */
export type ByteRange = { offset: number; length: number };

/** One as it was asked for, as R2 takes it: it may reach beyond the file or lie outside it. */
export type AskedRange = { offset: number; length?: number } | { suffix: number };

/** R2 keeps no larger object. Larger numbers mean no more and would not survive as integers. */
const LARGEST_FILE = 5 * 1024 ** 4;

/**
 * The one range that the header asks for. "whole" where it is absent, not understood, or asks for
 * several ranges: ignoring it is what the standard asks for then.
 */
export function readRange(header: string | null): AskedRange | "whole" {
  const match = /^bytes=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? "");
  const [, first = "", last = ""] = match ?? [];
  if (match === null || (first === "" && last === "")) return "whole";
  if (first === "") return { suffix: bytes(last) };
  if (last === "") return { offset: bytes(first) };
  const length = bytes(last) - bytes(first) + 1;
  return Number(last) < Number(first) ? "whole" : { offset: bytes(first), length };
}

/** What of the range lies inside a file of `size` bytes. */
export function clampRange(
  asked: AskedRange | "whole",
  size: number,
): ByteRange | "whole" | "unsatisfiable" {
  if (asked === "whole") return "whole";
  if ("suffix" in asked) {
    const length = Math.min(asked.suffix, size);
    return length === 0 ? "unsatisfiable" : { offset: size - length, length };
  }
  const { offset, length = size } = asked;
  return offset >= size ? "unsatisfiable" : { offset, length: Math.min(length, size - offset) };
}

function bytes(text: string): number {
  return Math.min(Number(text), LARGEST_FILE);
}
