/** Clips for the bench: noisy 720p pictures of about 4 Mbps with sound, as video models give them. */
import { createReadStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { measure } from "./measure.ts";

export const CLIP_S = 8;

export type ClipShape = { size?: string; rate?: string };

/** A folder of clips, each made once, and a server on loopback that gives them to the engine. */
export class BenchClips {
  readonly folder: string;
  readonly #server: Server;

  private constructor(folder: string) {
    this.folder = folder;
    this.#server = createServer((request, response) => {
      const name = path.basename((request.url ?? "").split("?")[0] ?? "");
      const file = path.join(folder, name);
      stat(file).then(
        ({ size }) => {
          response.writeHead(200, { "content-length": size, etag: `"${size}"` });
          createReadStream(file).pipe(response);
        },
        () => response.writeHead(404).end(),
      );
    });
  }

  static async open(): Promise<BenchClips> {
    const clips = new BenchClips(await mkdtemp(path.join(tmpdir(), "edgereel-bench-")));
    await new Promise<void>((resolve) => clips.#server.listen(0, "127.0.0.1", resolve));
    return clips;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  path(name: string): string {
    return path.join(this.folder, name);
  }

  url(name: string): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${name}`;
  }

  async make(name: string, seed: number, shape: ClipShape = {}): Promise<string> {
    const { size = "1280x720", rate = "24" } = shape;
    const picture = `testsrc2=s=${size}:r=${rate}:d=${CLIP_S},hue=h=${seed * 40},noise=alls=10:allf=t:all_seed=${seed}`;
    const sound = `anoisesrc=d=${CLIP_S}:c=pink:a=0.4:r=48000:seed=${seed}`;
    await measure("ffmpeg", [
      ...["-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", picture],
      ...["-f", "lavfi", "-i", sound, "-c:a", "aac", "-ac", "2"],
      ...["-c:v", "libx264", "-preset", "veryfast", "-b:v", "4M", "-pix_fmt", "yuv420p"],
      this.path(name),
    ]);
    return name;
  }

  /** The same picture without its sound. */
  async silence(from: string, to: string): Promise<string> {
    const quiet = ["-v", "error", "-nostdin", "-y"];
    await measure("ffmpeg", [...quiet, "-i", this.path(from), "-an", "-c", "copy", this.path(to)]);
    return to;
  }
}
