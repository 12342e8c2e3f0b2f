/**
 * Parts of a film kept outside this machine, so that a container that is killed costs only what it was
 * working on. A part is found by its content: what it is made of, how, and with which tools. A store that
 * fails is not asked again, and the film is made without it.
 */
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { readFile, rm, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { LIMITS } from "../config.ts";
import { runTool } from "../ffmpeg/run.ts";
import type { Work } from "./work.ts";

/** Rises when the same arguments come to mean something else. */
const VERSION = 1;

export class PartStore {
  readonly #work: Work;
  readonly #tool: string;
  #url: string | null;
  #sending: Promise<void> = Promise.resolve();
  readonly #digests = new Map<string, Promise<string>>();
  readonly #known = new Map<string, () => Promise<string>>();

  private constructor(work: Work, url: string | null, tool: string) {
    this.#work = work;
    this.#url = url;
    this.#tool = tool;
  }

  /** `url` has `{key}` in it; null keeps nothing. */
  static async open(work: Work, url: string | null): Promise<PartStore> {
    const { platform, signal } = work;
    if (url === null) return new PartStore(work, null, "");
    const { stdout } = await runTool(platform.tools.ffmpeg, ["-version"], { signal });
    return new PartStore(work, url, stdout);
  }

  /**
   * Leaves the part in `file`: fetched where it is kept and `isWhole`, else made by `make`, and kept if
   * that says so.
   * `content` says all that the part depends on; `inputs` are the files among it. Rejects as `make` does,
   * or with the signal's reason.
   */
  async part(
    file: string,
    from: { content: unknown; inputs: readonly string[] },
    isWhole: (file: string) => Promise<boolean>,
    make: () => Promise<boolean>,
  ): Promise<void> {
    if (this.#url === null) {
      await make();
      return;
    }
    const inputs = await Promise.all(from.inputs.map((input) => this.#digest(input)));
    const all = JSON.stringify([VERSION, this.#tool, from.content, inputs]);
    const key = createHash("sha256").update(all).digest("hex");
    if ((await this.#fetch(key, file)) && (await isWhole(file))) return;
    if (await make()) this.#sending = this.#sending.then(() => this.#send(key, file));
  }

  /** Takes a file for what `digest` says of it, where its bytes are new each time it is made. */
  know(file: string, digest: () => Promise<string>): void {
    this.#known.set(file, digest);
  }

  /** Resolves when nothing is on its way any more. */
  settled(): Promise<void> {
    return this.#sending;
  }

  #digest(file: string): Promise<string> {
    const known = this.#digests.get(file);
    if (known !== undefined) return known;
    const digest = (this.#known.get(file) ?? (() => digestOf(file)))();
    this.#digests.set(file, digest);
    return digest;
  }

  async #fetch(key: string, file: string): Promise<boolean> {
    if (this.#url === null) return false;
    try {
      const response = await this.#request(this.#url, key, { method: "GET" });
      if (response.status === 404 || response.body === null) {
        await response.body?.cancel();
        return false;
      }
      const { signal } = this.#work;
      await pipeline(Readable.fromWeb(response.body), createWriteStream(file), { signal });
      return (await stat(file)).size === Number(response.headers.get("content-length") ?? -1);
    } catch (error) {
      this.#work.signal.throwIfAborted();
      this.#giveUp("fetch", error);
      await rm(file, { force: true });
      return false;
    }
  }

  /** Never rejects: nobody waits for it until the end. */
  async #send(key: string, file: string): Promise<void> {
    if (this.#url === null) return;
    try {
      if ((await stat(file)).size > LIMITS.partBytes) return;
      const response = await this.#request(this.#url, key, {
        method: "PUT",
        headers: { "content-type": "application/octet-stream" },
        body: await readFile(file),
      });
      await response.body?.cancel();
    } catch (error) {
      this.#giveUp("send", error);
    }
  }

  async #request(url: string, key: string, init: RequestInit): Promise<Response> {
    const { signal, platform } = this.#work;
    const limit = AbortSignal.timeout(platform.timings.storeTimeout);
    const response = await fetch(url.replaceAll("{key}", key), {
      ...init,
      redirect: "manual",
      signal: AbortSignal.any([signal, limit]),
    });
    if (response.ok || response.status === 404) return response;
    await response.body?.cancel();
    throw new Error(`The store of parts answered ${response.status}`);
  }

  #giveUp(direction: "fetch" | "send", error: unknown): void {
    this.#url = null;
    const reason = error instanceof Error ? error.name : typeof error;
    this.#work.platform.log({ event: "part_store_left", direction, reason });
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
