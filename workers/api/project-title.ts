/** Characters of the idea that stand in for a title. */
const TITLE_CHARS = 60;

/** The idea's first words, cut between words and never inside a character. */
export function titleFrom(idea: string): string {
  const sentence = idea.split(/[\n.!?;:]/, 1)[0]?.trim() || idea.trim();
  const clause = sentence.split(",", 1)[0]?.trim() ?? "";
  const line = clause.length >= 16 ? clause : sentence;
  const characters = [...line];
  if (characters.length <= TITLE_CHARS) return line;
  const cut = characters.slice(0, TITLE_CHARS).join("");
  return `${cut.slice(0, cut.lastIndexOf(" ") > 20 ? cut.lastIndexOf(" ") : undefined)}…`;
}
