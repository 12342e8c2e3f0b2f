/** Replicate's own words, made safe to show: no addresses, no secrets, no flood. */

const MAX_CHARS = 300;

/**
 * One line of at most 300 characters without URLs, data URIs and tokens; undefined when nothing is
 * left. `secret` is the account's token, should the provider ever echo it.
 */
export function providerWords(text: string | null, secret?: string): string | undefined {
  if (text === null) return undefined;
  const hidden = secret === undefined || secret === "" ? text : text.replaceAll(secret, "(hidden)");
  const safe = hidden
    .slice(0, 20_000)
    .replace(/\bdata:[\w.+/-]*[;,]\S*/gi, "(data removed)")
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, "(address removed)")
    // A path without its host can still carry a signature in its query.
    .replace(/\/[^\s?]*\?\S+/g, "(address removed)")
    .replace(/\b(?:r8|whsec)_\S+/g, "(hidden)")
    .replace(/\b(Bearer|Token)\s+\S{8,}/gi, "$1 (hidden)")

    .replace(/[\s\u0000-\u001f\u007f]+/g, " ")
    .trim();
  if (safe === "") return undefined;
  if (safe.length <= MAX_CHARS) return safe;
  return `${safe.slice(0, MAX_CHARS - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
