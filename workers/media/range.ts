/** Reads a Range header (RFC 9110 section 14). Offsets and lengths are in bytes. */

export type ByteRange = { offset: number; length: number };

/**
 * One range of a file of `size` bytes. "whole" where the header is absent, not understood, or asks for
 * several ranges: ignoring it is what the standard asks for then.
 */
export function parseRange(
  header: string | null,
  size: number,
): ByteRange | "whole" | "unsatisfiable" {
  const match = /^bytes=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? "");
  const [, firstText = "", lastText = ""] = match ?? [];
  if (match === null || (firstText === "" && lastText === "")) return "whole";

  if (firstText === "") {
    const length = Math.min(Number(lastText), size);
    return length === 0 ? "unsatisfiable" : { offset: size - length, length };
  }
  const offset = Number(firstText);
  const last = lastText === "" ? size - 1 : Math.min(Number(lastText), size - 1);
  if (lastText !== "" && Number(lastText) < offset) return "whole";
  return offset >= size ? "unsatisfiable" : { offset, length: last - offset + 1 };
}
