/** What tests measure of pictures, on their own and not through our code. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
const MAX_BUFFER = 64 * 1024 * 1024;

/** PSNR of the luma of each frame against the same frame of another file, in dB; 99 for equal ones. */
export async function psnr(file: string, reference: string): Promise<number[]> {
  const graph = "[0:v]settb=1/24,setpts=N[a];[1:v]settb=1/24,setpts=N[b];[a][b]psnr=stats_file=-";
  const inputs = ["-i", file, "-i", reference];
  const args = ["-v", "error", "-nostdin", ...inputs, "-lavfi", graph, "-f", "null", "/dev/null"];
  const { stdout } = await run("ffmpeg", args, { maxBuffer: MAX_BUFFER });
  return [...stdout.matchAll(/psnr_y:(\S+)/g)].map(([, value]) =>
    value === "inf" ? 99 : Number(value),
  );
}

/** Mean brightness of each frame, 0 to 255, over `crop` (ffmpeg's w:h:x:y) or all of it. */
export async function brightness(file: string, crop = "iw:ih:0:0"): Promise<number[]> {
  const filter = `crop=${crop},format=gray,scale=1:1:flags=area`;
  const { stdout } = await run(
    "ffmpeg",
    ["-v", "error", "-nostdin", "-i", file, "-vf", filter, "-f", "rawvideo", "-"],
    { maxBuffer: MAX_BUFFER, encoding: "buffer" },
  );
  return [...stdout];
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
