/** Sizes of files as people read them: decimal units, `1.4 MB`. */
const UNITS = ["kB", "MB", "GB", "TB"] as const;

export function bytesWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  let size = bytes;
  let unit: string = "B";
  for (const next of UNITS) {
    // What would be written as 1000 of one unit is 1 of the next.
    if (Math.round(size * 10) / 10 < 1000) break;
    size /= 1000;
    unit = next;
  }
  return `${size < 9.95 ? size.toFixed(1) : Math.round(size)} ${unit}`;
}
