/**
 * Knows our own portraits again, also after another program has changed their format: first by the
 * design that they carry, then by their hash, last by what they look like. And decides who acts in a
 * clip: that figure, or a stranger's picture worn as a paper face, or the prompt's own words.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import type { Actor } from "./actor.ts";
import { type Design, designFigure } from "./design.ts";
import { runFfmpeg } from "./ffmpeg.ts";
import { LIKENESS_SIDE, recallDesign, recallLikeness } from "./picture-design.ts";

/** The design of the portrait in `file`; null for a picture that is not one of ours. */
export async function recognise(
  ffmpeg: string,
  cacheDir: string,
  file: string,
): Promise<Design | null> {
  const known = recallDesign(cacheDir, readFileSync(file));
  if (known !== null) return known;
  const scale = `scale=${LIKENESS_SIDE}:${LIKENESS_SIDE}:flags=area,format=rgb24`;
  const likeness = await convert(ffmpeg, cacheDir, file, "likeness.rgb", scale, "rawvideo");
  return likeness === null ? null : recallLikeness(cacheDir, likeness);
}

/** The first reference plays the part; without one, or when it is no picture, the words do. */
export async function castActor(
  ffmpeg: string,
  cacheDir: string,
  request: { prompt: string; seed: number; references: string[] },
): Promise<Actor> {
  const [first] = request.references;
  const design = designFigure(subjectOf(request.prompt), request.seed);
  if (first === undefined) return { design, face: null };
  const known = await recognise(ffmpeg, cacheDir, first);
  if (known !== null) return { design: known, face: null };
  // Always PNG: the SVG renderer can't read WebP and would leave the face blank.
  const small = "scale=512:512:force_original_aspect_ratio=increase";
  const picture = await convert(ffmpeg, cacheDir, first, "face.png", small, "image2");
  if (picture === null) return { design, face: null };
  return { design, face: `data:image/png;base64,${picture.toString("base64")}` };
}

/** The words about the character alone, where the prompt sets them apart. */
export function subjectOf(prompt: string): string {
  const found =
    /^The character:\s*([\s\S]+?)(?=\nThe character keeps|$(?![\s\S]))/m.exec(prompt)?.[1] ??
    /^Portrait of one character:\s*([\s\S]+?)(?=\nAlone in the picture|$(?![\s\S]))/m.exec(
      prompt,
    )?.[1];
  return found ?? prompt;
}

/** The picture in another form; null when ffmpeg can't read it as a picture. */
async function convert(
  ffmpeg: string,
  cacheDir: string,
  file: string,
  name: string,
  filter: string,
  format: string,
): Promise<Buffer | null> {
  mkdirSync(cacheDir, { recursive: true });
  const scratch = mkdtempSync(path.join(cacheDir, "reference-"));
  const to = path.join(scratch, name);
  const args = ["-i", file, "-frames:v", "1", "-vf", filter, "-f", format];
  try {
    await runFfmpeg(ffmpeg, {
      args: [...args, ...(format === "image2" ? ["-update", "1"] : []), to],
    });
    return readFileSync(to);
  } catch {
    return null;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
