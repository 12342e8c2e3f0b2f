/** Bytes as base64 (RFC 4648 section 4) and back, in pieces that the stack can carry. */

/** A multiple of three, so that every piece but the last ends without padding. */
const PIECE_BYTES = 24 * 1024;

export function toBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
    pieces.push(btoa(String.fromCharCode(...bytes.subarray(from, from + PIECE_BYTES))));
  }
  return pieces.join("");
}

/** The URL alphabet (section 5) is read too. Null for what is no base64. */
export function fromBase64(text: string): Uint8Array | null {
  const plain = text.replaceAll("-", "+").replaceAll("_", "/");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(plain)) return null;
  try {
    const characters = atob(plain);
    const bytes = new Uint8Array(characters.length);
    for (let at = 0; at < characters.length; at += 1) bytes[at] = characters.charCodeAt(at);
    return bytes;
  } catch {
    return null;
  }
}
