/** Several things in one sentence. */

/** `["2", "3", "5"]` as `2, 3 and 5`. */
export function listWords(items: readonly (string | number)[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;
}

/** `[2, 3]` as `scenes 2 and 3`, `[2]` as `scene 2`. */
export function sceneWords(numbers: readonly number[]): string {
  return `${numbers.length === 1 ? "scene" : "scenes"} ${listWords(numbers)}`;
}

/** `1, "clip"` as `1 clip`, `4, "clip"` as `4 clips`. */
export function countWords(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** The start of a text for a heading or a title, cut at a word. `maxChars` counts the ellipsis. */
export function shorten(text: string, maxChars: number): string {
  const flat = text.replace(/\s+/g, " ").trim();
  const letters = Array.from(flat);
  if (letters.length <= maxChars) return flat;
  const cut = letters.slice(0, maxChars - 1).join("");
  if (letters[maxChars - 1] === " ") return `${cut}…`;
  const lastSpace = cut.lastIndexOf(" ");
  return `${lastSpace > maxChars / 2 ? cut.slice(0, lastSpace) : cut}…`;
}
