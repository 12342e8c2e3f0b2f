/** The longest name kept, in UTF-16 units; an extension survives the cut. */
const MOST_CHARS = 120;
const MOST_EXTENSION_CHARS = 12;

/**
 * A name from a stranger's computer as one that can be shown and saved: no folders, no control
 * characters, nothing that reverses the direction of writing, well-formed Unicode, at most 120
 * characters, never empty.
 */
export function safeFileName(name: string): string {
  const base = name.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const plain = base
    .replace(/[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu, "")
    .replace(/\s+/g, " ")
    .replace(/^[. ]+|[. ]+$/g, "");
  return shorten(plain) || "file";
}

function shorten(name: string): string {
  if (name.length <= MOST_CHARS) return name;
  const dot = name.lastIndexOf(".");
  const extension = name.length - dot <= MOST_EXTENSION_CHARS && dot > 0 ? name.slice(dot) : "";
  const stem = name.slice(0, MOST_CHARS - extension.length);
  // Half of a letter of two units is no letter.
  return stem.replace(/[\ud800-\udbff]$/, "") + extension;
}
