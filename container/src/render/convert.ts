/** Changes a picture's format, keeping its size. A transparent picture becomes opaque, on white, in jpg. */
import path from "node:path";
import { LIMITS } from "../config.ts";
import { ServiceFault } from "../fault.ts";
import { convertPicture } from "../ffmpeg/arguments.ts";
import { runTool, ToolFailure } from "../ffmpeg/run.ts";
import { checkFile } from "../probe/check.ts";
import { readFile } from "../probe/read.ts";
import type { ConvertRequest } from "../protocol.ts";
import { download } from "../transfer/download.ts";
import type { Rendered, Work } from "./work.ts";

const TRANSPARENT = /^(rgba|bgra|argb|abgr|ya8|ya16|yuva|gbrap|pal8|rgba64)/;

/** Throws ServiceFault or the signal's reason. */
export async function renderConvert(work: Work, request: ConvertRequest): Promise<Rendered> {
  const { platform, signal } = work;
  const input = path.join(work.folder, "picture");
  // No ending: ffmpeg would take it for an image sequence, which is no format that is read here.
  const output = path.join(work.folder, "converted");
  work.report(0, "Fetching the picture", { name: "fetch", done: 0, of: 1 });
  await download(platform, { url: request.url, file: input, maxBytes: LIMITS.imageBytes, signal });
  const source = await readFile(platform, input, "image", signal);
  if (source.video === null) throw new Error("A file read as a picture has a picture");
  const { width, height, pixelFormat } = source.video;
  work.report(0.5, "Converting the picture", { name: "encode", done: 0, of: 1 });
  const flatten = request.format === "jpg" && TRANSPARENT.test(pixelFormat);
  const args = convertPicture(input, { format: request.format, width, height, flatten }, output);
  try {
    await runTool(platform.tools.ffmpeg, args, { signal });
  } catch (error) {
    if (!(error instanceof ToolFailure) || error.reason === "missing") throw error;
    throw new ServiceFault(
      "encode_failed",
      "The picture could not be converted. Make it again or choose another one.",
      { detail: error.detail, cause: error },
    );
  }
  const media = await checkFile(platform, output, "image", signal);
  return { file: output, media, warnings: [] };
}
