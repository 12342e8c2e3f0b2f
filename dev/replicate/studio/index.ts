/** The offline models' art department: real pictures, clips, songs and scene lists, made here. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Actor } from "./actor.ts";
import { makeClip } from "./clip.ts";
import { designFigure } from "./design.ts";
import { runFfmpeg } from "./ffmpeg.ts";
import { recallDesign, rememberDesign, withDesign } from "./picture-design.ts";
import { portraitSvg } from "./portrait.ts";
import { raster } from "./raster.ts";
import { writeScenes } from "./scenes.ts";
import { songSound, writeWav } from "./sound/sound.ts";
import type { Studio } from "./studio.ts";

export function createStudio(options: {
  ffmpeg: string;
  ffprobe: string;
  cacheDir: string;
}): Studio {
  const { ffmpeg, cacheDir } = options;
  return {
    async portrait(request, outPath) {
      const known = request.references.map((file) => recallDesign(cacheDir, readFileSync(file)));
      const design =
        known.find((each) => each !== null) ??
        designFigure(subjectOf(request.prompt), request.seed);
      const units = (1000 * request.width) / request.height;
      const svg = portraitSvg(design, units);
      const png = withDesign(await raster(svg, [0, 0, units, 1000], request.width), design);
      if (request.format === "png") {
        writeFileSync(outPath, png);
      } else {
        const source = `${outPath}.source.png`;
        writeFileSync(source, png);
        const codec = request.format === "jpg" ? "mjpeg" : "libwebp";
        const args = ["-i", source, "-frames:v", "1", "-c:v", codec, "-q:v", "3", "-f", "image2"];
        await runFfmpeg(ffmpeg, { args: [...args, "-update", "1", outPath] });
      }
      rememberDesign(cacheDir, readFileSync(outPath), design);
    },

    async clip(request, outPath) {
      const actor = castActor(cacheDir, request.references, request.prompt, request.seed);
      await makeClip(ffmpeg, path.join(cacheDir, "work"), request, actor, outPath);
    },

    async music(request, outPath) {
      const wav = request.format === "wav" ? outPath : `${outPath}.source.wav`;
      writeWav(wav, songSound(request.prompt, request.lengthS, request.seed));
      if (request.format === "wav") return;
      const args = ["-i", wav, "-c:a", "libmp3lame", "-b:a", "192k", "-f", "mp3", outPath];
      await runFfmpeg(ffmpeg, { args });
    },

    scenes: writeScenes,
  };
}

/** The first reference plays the part; without one the prompt's own words do. */
function castActor(cacheDir: string, references: string[], prompt: string, seed: number): Actor {
  const [first] = references;
  if (first === undefined) return { design: designFigure(subjectOf(prompt), seed), face: null };
  const picture = readFileSync(first);
  const design = recallDesign(cacheDir, picture);
  if (design !== null) return { design, face: null };
  const type = picture.toString("latin1", 1, 4) === "PNG" ? "png" : "jpeg";
  const face = `data:image/${type};base64,${picture.toString("base64")}`;
  return { design: designFigure(subjectOf(prompt), seed), face };
}

/** The words about the character alone, where the prompt sets them apart. */
function subjectOf(prompt: string): string {
  const line =
    /^The character:\s*(.+)$/m.exec(prompt)?.[1] ??
    /^Portrait of one character:\s*(.+)$/m.exec(prompt)?.[1];
  return line ?? prompt;
}
