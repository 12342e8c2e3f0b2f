/** A file in memory as the pieces it came in. */

/** One array with the bytes of all. */
export function joinChunks(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(countBytes(chunks));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

/** The first `count` bytes, fewer when the file is shorter. */
export function firstBytes(chunks: readonly Uint8Array[], count: number): Uint8Array {
  const head = new Uint8Array(Math.min(count, countBytes(chunks)));
  let offset = 0;
  for (const chunk of chunks) {
    if (offset === head.length) break;
    const taken = chunk.subarray(0, head.length - offset);
    head.set(taken, offset);
    offset += taken.length;
  }
  return head;
}

export function countBytes(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}
