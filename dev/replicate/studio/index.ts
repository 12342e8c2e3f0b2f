/** The offline models' art department: real pictures, clips, songs and scene lists, made here. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { makeClip } from "./clip.ts";
import { designFigure } from "./design.ts";
import { runFfmpeg } from "./ffmpeg.ts";
import { likenessOf, rememberDesign, withDesign } from "./picture-design.ts";
import { portraitSvg } from "./portrait.ts";
import { raster } from "./raster.ts";
import { castActor, recognise, subjectOf } from "./recognition.ts";
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
      const known = await Promise.all(
        request.references.map((file) => recognise(ffmpeg, cacheDir, file)),
      );
      const design =
        known.find((each) => each !== null) ??
        designFigure(subjectOf(request.prompt), request.seed);
      const units = (1000 * request.width) / request.height;
      const svg = portraitSvg(design, units);
      const drawn = await raster(svg, [0, 0, units, 1000], request.width);
      const png = withDesign(drawn.png, design);
      if (request.format === "png") {
        writeFileSync(outPath, png);
      } else {
        const source = `${outPath}.source.png`;
        writeFileSync(source, png);
        const codec = request.format === "jpg" ? "mjpeg" : "libwebp";
        const args = ["-i", source, "-frames:v", "1", "-c:v", codec, "-q:v", "3", "-f", "image2"];
        await runFfmpeg(ffmpeg, { args: [...args, "-update", "1", outPath] });
      }
      rememberDesign(cacheDir, readFileSync(outPath), design, likenessOf(drawn.pixels));
    },

    async clip(request, outPath) {
      const actor = await castActor(ffmpeg, cacheDir, request);
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
