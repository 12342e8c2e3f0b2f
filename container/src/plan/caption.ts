/**
 * The text of a still as an ASS document, which libass draws: every script the machine has a font for, each
 * in its own direction. Pure.
 */
import type { Format } from "./format.ts";

/** More lines would hide the picture. */
const MOST_LINES = 6;
/** Lines that the picture's shorter side would hold, and letters in one that is as long. */
const LINES = 15;
const LETTERS = 26;

/** Null where there is nothing to show. */
export function captionOf(text: string, { width, height }: Format): string | null {
  const short = Math.min(width, height);
  const lines = wrap(text, Math.floor((width / short) * LETTERS));
  if (lines.length === 0) return null;
  const [size, padding] = [short / LINES, short / 90];
  const [side, below] = [Math.round(width / 40), Math.round(height / 12)];
  const white = "&H00FFFFFF,&H00FFFFFF";
  const black = "&H00000000,&H73000000";
  // 4: one box behind all lines, as wide as its shadow. -1: the direction of the first strong letter.
  const style = `0,0,0,0,100,100,0,0,4,0,${padding},2,${side},${side},${below},-1`;
  const said = lines.map(literal).join("\\N");
  return `[Script Info]
ScriptType: v4.00+
PlayResX: ${width}
PlayResY: ${height}
WrapStyle: 0
[V4+ Styles]
Format: Name,Fontname,Fontsize,PrimaryColour,SecondaryColour,OutlineColour,BackColour,Bold,Italic,Underline,StrikeOut,ScaleX,ScaleY,Spacing,Angle,BorderStyle,Outline,Shadow,Alignment,MarginL,MarginR,MarginV,Encoding
Style: Text,sans-serif,${size},${white},${black},${style}
[Events]
Format: Layer,Start,End,Style,Name,MarginL,MarginR,MarginV,Effect,Text
Dialogue: 0,0:00:00.00,9:59:59.99,Text,,0,0,0,,${said}
`;
}

/** Lines of at most `letters` letters' width; what does not fit into MOST_LINES ends in an ellipsis. */
export function wrap(text: string, letters: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const { gap, piece } of piecesOf(text, letters)) {
    const longer = line === "" ? piece : `${line}${gap}${piece}`;
    if (line === "" || widthOf(longer) <= letters) line = longer;
    else {
      lines.push(line);
      line = piece;
    }
  }
  if (line !== "") lines.push(line);
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES - 1), `${lines[MOST_LINES - 1] ?? ""}…`];
}

type Piece = { gap: "" | " "; piece: string };

/**
 * What may not be broken, none wider than a line. Control characters are spaces. Emoji have no colour here, so
 * that their tones would be squares of their own.
 */
function piecesOf(text: string, letters: number): Piece[] {
  const plain = text.replace(/\p{Emoji_Modifier}/gu, "");
  const words = plain.split(/[\s\p{Cc}]+/u).filter((word) => word !== "");
  return words.flatMap((word) =>
    partsOf(word)
      .flatMap((part) => chop(part, letters))
      .map((piece, index): Piece => ({ gap: index === 0 ? " " : "", piece })),
  );
}

const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/u;
const OPENS = /[\p{Ps}\p{Pi}]$/u;
const WORDS = new Intl.Segmenter("en", { granularity: "word" });

/** The words of a script that is written without spaces; marks stay with the word that they belong to. */
function partsOf(word: string): string[] {
  if (!UNSPACED.test(word)) return [word];
  const parts: string[] = [];
  for (const { segment, isWordLike } of WORDS.segment(word)) {
    const last = parts.at(-1);
    const stays = isWordLike !== true && !OPENS.test(segment);
    if (last !== undefined && (stays || OPENS.test(last))) parts[parts.length - 1] = last + segment;
    else parts.push(segment);
  }
  return parts;
}

const LETTERS_OF = new Intl.Segmenter("en", { granularity: "grapheme" });

function chop(word: string, letters: number): string[] {
  if (widthOf(word) <= letters) return [word];
  const chopped: string[] = [];
  let piece = "";
  for (const { segment } of LETTERS_OF.segment(word)) {
    if (piece !== "" && widthOf(piece + segment) > letters) {
      chopped.push(piece);
      piece = "";
    }
    piece += segment;
  }
  return [...chopped, piece];
}

const WIDE =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{Emoji_Presentation}\u3000-\u303F\uFF00-\uFF60]/u;

const BROAD = /[\p{Lu}mw@%]/u;

/** In letters of usual width. */
function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of LETTERS_OF.segment(text)) {
    if (WIDE.test(segment)) width += 2;
    else width += BROAD.test(segment) ? 1.5 : 1;
  }
  return width;
}

/** A backslash is nothing but itself before a word joiner, and braces are so behind a backslash. */
function literal(line: string): string {
  return line.replaceAll("\\", "\\\u2060").replace(/[{}]/g, "\\$&");
}
