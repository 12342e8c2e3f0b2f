/** The tail of ffmpeg's log, fit to be shown: no paths, URLs or addresses of memory; bounded. */
const DETAIL_CHARS = 1_500;

export function cleanLog(log: string): string {
  const lines = log
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/[^\s'"]*[^\s'":]/gi, "<url>")
    .replace(/(?:file:)?(?:\/[^\s'":/]+){2,}/g, "<file>")
    .replace(/ @ 0x[0-9a-f]+/g, "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const distinct = lines.filter((line, index) => line !== lines[index - 1]);
  const text = distinct.join("\n");
  return text.length <= DETAIL_CHARS ? text : `…${text.slice(1 - DETAIL_CHARS)}`;
}
