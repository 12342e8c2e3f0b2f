/**
 * The parameter sets (SPS and PPS) of H.264 as an MP4 keeps them, in the avcC box of ISO 14496-15. Every
 * frame names its sets by number, so streams can share one track only if no number means two things.
 */

export type ParameterSet = { id: number; bytes: Uint8Array };

export type AvcSets = {
  /** Bytes of the length before each NAL unit in the samples: 1, 2 or 4. */
  lengthBytes: number;
  sps: ParameterSet[];
  pps: ParameterSet[];
};

/** Null for what is no avcC, or one without sets. */
export function parseAvcC(box: Uint8Array): AvcSets | null {
  const reader = new Bytes(box);
  if (reader.byte() !== 1) return null;
  reader.take(3);
  const lengthBytes = ((reader.byte() ?? 0) & 3) + 1;
  const sps = readSets(reader, (reader.byte() ?? 0) & 31, (rbsp) => rbsp.skip(32).exponential());
  const pps = readSets(reader, reader.byte() ?? 0, (rbsp) => rbsp.skip(8).exponential());
  if (sps === null || pps === null || sps.length === 0 || pps.length === 0) return null;
  return { lengthBytes, sps, pps };
}

/** All sets of several streams; null where one number has two meanings or samples are built otherwise. */
export function uniteSets(all: readonly AvcSets[]): AvcSets | null {
  const [first] = all;
  if (first === undefined) return null;
  const sps = new Map<number, ParameterSet>();
  const pps = new Map<number, ParameterSet>();
  for (const sets of all) {
    if (sets.lengthBytes !== first.lengthBytes) return null;
    if (!addAll(sps, sets.sps) || !addAll(pps, sets.pps)) return null;
  }
  return { lengthBytes: first.lengthBytes, sps: [...sps.values()], pps: [...pps.values()] };
}

/** The box for these sets; its profile and level are the highest of theirs. 8-bit 4:2:0 only. */
export function serializeAvcC({ lengthBytes, sps, pps }: AvcSets): Uint8Array {
  const { profile, compatibility, level } = profileOf(sps);
  const listed = (sets: readonly ParameterSet[]) =>
    sets.flatMap(({ bytes }) => [bytes.length >> 8, bytes.length & 0xff, ...bytes]);
  const head = [1, profile, compatibility, level, 0xfc | (lengthBytes - 1), 0xe0 | sps.length];
  const chroma = profile >= 100 ? [0xfd, 0xf8, 0xf8, 0] : [];
  return Uint8Array.from([...head, ...listed(sps), pps.length, ...listed(pps), ...chroma]);
}

/** The codec's name for players, such as `avc1.640028`. */
export function codecString(sets: AvcSets): string {
  const { profile, compatibility, level } = profileOf(sets.sps);
  const hex = [profile, compatibility, level].map((byte) => byte.toString(16).padStart(2, "0"));
  return `avc1.${hex.join("")}`;
}

/** The lowest number, `from` or higher, that none of these streams uses, for SPS and PPS alike. */
export function freeSetId(all: readonly AvcSets[], from: number): number {
  const used = new Set(all.flatMap(({ sps, pps }) => [...sps, ...pps].map(({ id }) => id)));
  let id = from;
  while (used.has(id)) id += 1;
  return id;
}

/** Equal for streams with the same sets. */
export function setsKey({ lengthBytes, sps, pps }: AvcSets): string {
  const hex = [...sps, ...pps].map(({ bytes }) => Buffer.from(bytes).toString("hex"));
  return `${lengthBytes}:${hex.join(":")}`;
}

function profileOf(sps: readonly ParameterSet[]) {
  const heads = sps.map(({ bytes }) => bytes.subarray(1, 4));
  const highest = heads.reduce((best, head) => ((head[0] ?? 0) > (best[0] ?? 0) ? head : best));
  const level = Math.max(...heads.map((head) => head[2] ?? 0));
  return { profile: highest[0] ?? 0, compatibility: highest[1] ?? 0, level };
}

/** False when a number is taken by other bytes. */
function addAll(known: Map<number, ParameterSet>, sets: readonly ParameterSet[]): boolean {
  return sets.every((set) => {
    const other = known.get(set.id);
    known.set(set.id, set);
    return other === undefined || Buffer.compare(other.bytes, set.bytes) === 0;
  });
}

function readSets(
  reader: Bytes,
  count: number,
  idOf: (bits: Bits) => number,
): ParameterSet[] | null {
  const sets: ParameterSet[] = [];
  for (let index = 0; index < count; index += 1) {
    const length = ((reader.byte() ?? 0) << 8) | (reader.byte() ?? 0);
    const bytes = reader.take(length);
    if (bytes === null || length < 2) return null;
    sets.push({ id: idOf(new Bits(unescaped(bytes))), bytes });
  }
  return sets;
}

/** Without the bytes 3 that keep a start code from appearing inside a NAL unit. */
function unescaped(nal: Uint8Array): Uint8Array {
  return nal.filter((byte, at) => byte !== 3 || nal[at - 1] !== 0 || nal[at - 2] !== 0);
}

class Bytes {
  #at = 0;
  readonly #bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }
  byte(): number | undefined {
    return this.#bytes[this.#at++];
  }
  take(count: number): Uint8Array | null {
    const taken = this.#bytes.slice(this.#at, this.#at + count);
    this.#at += count;
    return taken.length === count ? taken : null;
  }
}

class Bits {
  #at = 0;
  readonly #bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }
  skip(bits: number): this {
    this.#at += bits;
    return this;
  }
  #bit(): number {
    const bit = ((this.#bytes[this.#at >> 3] ?? 0xff) >> (7 - (this.#at & 7))) & 1;
    this.#at += 1;
    return bit;
  }
  /** An unsigned Exp-Golomb number. */
  exponential(): number {
    let zeros = 0;
    while (zeros < 16 && this.#bit() === 0) zeros += 1;
    let value = 1;
    for (let index = 0; index < zeros; index += 1) value = value * 2 + this.#bit();
    return value - 1;
  }
}
