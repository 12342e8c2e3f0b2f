/**
 * Reads a file that comes from outside: counts it against its limit, lets its first bytes be looked at
 * before it is stored, and tells the sender's faults from our own.
 */
import type { ErrorBody } from "../contracts/errors.ts";

/** Thrown for what the sender did wrong, so that it is not taken for a fault of the store. */
class SourceFault extends Error {
  readonly error: ErrorBody;
  constructor(error: ErrorBody) {
    super(error.message);
    this.name = "SourceFault";
    this.error = error;
  }
}

export function isSourceFault(cause: unknown): cause is { error: ErrorBody } {
  return cause instanceof SourceFault;
}

export function sourceFault(error: ErrorBody): Error {
  return new SourceFault(error);
}

/**
 * Bytes asked for at a time. The runtime hands out 4 KB at a time unless told otherwise, and the cost
 * of a file is then mostly the number of its pieces.
 */
const PIECE_BYTES = 256 * 1024;

export class SourceReader {
  readonly #reader: { cancel(): Promise<void> };
  readonly #nextPiece: () => Promise<Uint8Array | null>;
  readonly #maxBytes: number;
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = (): void => void this.close();
  #waiting: Uint8Array[] = [];
  #received = 0;

  constructor(body: ReadableStream<Uint8Array>, maxBytes: number, signal?: AbortSignal) {
    const opened = openReader(body);
    this.#reader = opened.reader;
    this.#nextPiece = opened.next;
    this.#maxBytes = maxBytes;
    this.#signal = signal;
    // A sender that hangs is let go at once, also where its fetch does not watch the signal.
    if (signal?.aborted === true) this.#onAbort();
    else signal?.addEventListener("abort", this.#onAbort, { once: true });
  }

  /** The first `count` bytes, fewer when the file is shorter. They will be read again by `next`. */
  async peek(count: number): Promise<Uint8Array> {
    const seen: Uint8Array[] = [];
    for (let length = 0; length < count;) {
      const chunk = await this.#pull();
      if (chunk === null) break;
      seen.push(chunk);
      length += chunk.length;
    }
    this.#waiting = [...seen];
    return joined(seen).subarray(0, count);
  }

  /** The next piece, of any length above zero; null at the end. */
  async next(): Promise<Uint8Array | null> {
    return this.#waiting.shift() ?? (await this.#pull());
  }

  /** Lets go of the sender, finished or not. Safe to repeat. */
  async close(): Promise<void> {
    this.#signal?.removeEventListener("abort", this.#onAbort);
    await this.#reader.cancel().catch(() => undefined);
  }

  async #pull(): Promise<Uint8Array | null> {
    for (;;) {
      const piece = await this.#read();
      // After a cancel the stream just ends: without this, half a file would look like a whole one.
      this.#signal?.throwIfAborted();
      if (piece === null) return null;
      this.#received += piece.length;
      if (this.#received > this.#maxBytes) throw sourceFault(tooLarge(this.#maxBytes));
      if (piece.length > 0) return piece;
    }
  }

  async #read(): Promise<Uint8Array | null> {
    try {
      return await this.#nextPiece();
    } catch (cause) {
      throw sourceFault({
        code: "provider_unavailable",
        message: "The connection broke while the file arrived. Edgereel tries again by itself.",
        detail: cause instanceof Error ? cause.name : typeof cause,
      });
    }
  }
}

type Opened = { reader: { cancel(): Promise<void> }; next: () => Promise<Uint8Array | null> };

/** In large pieces where the stream is one of bytes, as every body from the network is. */
function openReader(body: ReadableStream<Uint8Array>): Opened {
  try {
    const reader = body.getReader({ mode: "byob" });
    const next = async (): Promise<Uint8Array | null> => {
      const buffer = new Uint8Array(PIECE_BYTES);
      const { done, value } = await reader.readAtLeast(PIECE_BYTES, buffer);
      // The last piece is shorter, and comes with or before the end.
      return value !== undefined && value.length > 0 ? value : done ? null : new Uint8Array(0);
    };
    return { reader, next };
  } catch {
    const reader = body.getReader();
    return { reader, next: async () => (await reader.read()).value ?? null };
  }
}

/** The error for a file over its limit, told before or during the download. */
export function tooLarge(maxBytes: number): ErrorBody {
  const megabytes = Math.floor(maxBytes / 1024 / 1024);
  return {
    code: "asset_invalid",
    message: `The file is too large: at most ${megabytes} MB can be kept. Try a shorter or smaller one.`,
  };
}

function joined(chunks: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
