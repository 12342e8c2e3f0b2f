/**
 * Writes the film: the packets of every part one after another in one track, and the sound beside them.
 * ffmpeg can't do this where parts have different parameter sets: it names only one of them in the avcC
 * box, and a player that trusts the box fails. Here the box carries all. The index comes first, so that
 * playing starts before the file is whole; packets are held for half a second of film.
 */
import { EncodedAudioPacketSource, EncodedPacket, EncodedVideoPacketSource } from "mediabunny";
import { FilePathTarget, Mp4OutputFormat, Output } from "mediabunny";
import type { InputAudioTrack } from "mediabunny";
import type { Ratio } from "../ffmpeg/arguments.ts";
import { codecString, serializeAvcC } from "../probe/avc.ts";
import type { AvcSets } from "../probe/avc.ts";
import { openMp4, packetsOf } from "./packets.ts";

/** `frames` packets of a file's picture after its first `from`: a contiguous stretch as it is shown. */
export type MuxPart = { file: string; from: number; frames: number };

export type MuxOrder = {
  parts: readonly MuxPart[];
  rate: Ratio;
  width: number;
  height: number;
  /** Of all parts together. */
  sets: AvcSets;
  /** AAC in an MP4; null for a film without sound. */
  sound: string | null;
  output: string;
  signal: AbortSignal;
  onFrames: (frames: number) => void;
  /** Hears of each file of the picture when nothing more is read from it. */
  onSpent: (file: string) => Promise<void>;
};

/** mediabunny's own 16 MB are made anew for each chunk, and clearing them away takes longer than writing. */
const CHUNK_BYTES = 1024 * 1024;

/** The parts are not what the plan took them for. */
export class MuxError extends Error {}

/** Throws MuxError, or the signal's reason. */
export async function muxFilm(order: MuxOrder): Promise<void> {
  const format = new Mp4OutputFormat({ fastStart: "reserve" });
  const target = new FilePathTarget(order.output, { chunked: true, chunkSize: CHUNK_BYTES });
  const output = new Output({ format, target });
  try {
    const input = order.sound === null ? null : openMp4(order.sound);
    try {
      await writeTracks(order, output, (await input?.getPrimaryAudioTrack()) ?? null);
    } finally {
      input?.dispose();
    }
  } catch (error) {
    if (output.state !== "finalized") await output.cancel();
    throw error;
  }
}

async function writeTracks(
  order: MuxOrder,
  output: Output,
  soundTrack: InputAudioTrack | null,
): Promise<void> {
  const { rate, sets } = order;
  const frames = order.parts.reduce((sum, part) => sum + part.frames, 0);
  const video = new EncodedVideoPacketSource("avc");
  output.addVideoTrack(video, { frameRate: rate.num / rate.den, maximumPacketCount: frames });
  const sound = soundTrack === null ? null : await SoundWriter.open(output, soundTrack);
  await output.start();
  const decoderConfig = {
    codec: codecString(sets),
    codedWidth: order.width,
    codedHeight: order.height,
    description: serializeAvcC(sets),
  };
  let before = 0;
  for (const [index, part] of order.parts.entries()) {
    for await (const packet of picturePackets(part, rate)) {
      order.signal.throwIfAborted();
      const timestamp = ((before + packet.index) * rate.den) / rate.num;
      const type = packet.isStart ? "key" : "delta";
      const written = new EncodedPacket(packet.data, type, timestamp, rate.den / rate.num);
      await video.add(written, { decoderConfig });
      await sound?.writeUntil(timestamp);
    }
    before += part.frames;
    order.onFrames(before);
    const isSpent = order.parts.slice(index + 1).every(({ file }) => file !== part.file);
    if (isSpent) await order.onSpent(part.file);
  }
  video.close();
  await sound?.writeUntil(Number.POSITIVE_INFINITY);
  await output.finalize();
}

type PicturePacket = { data: Uint8Array; index: number; isStart: boolean };

/** `index` counts frames as they are shown, from the part's first. */
async function* picturePackets(part: MuxPart, rate: Ratio): AsyncGenerator<PicturePacket> {
  const input = openMp4(part.file);
  try {
    const track = await input.getPrimaryVideoTrack();
    if (track === null) throw new MuxError("A part has no picture");
    const seen = new Set<number>();
    let first: number | null = null;
    let latest = -1;
    for await (const packet of packetsOf(track, part.from, part.frames)) {
      first ??= packet.timestamp;
      const index = Math.round(((packet.timestamp - first) * rate.num) / rate.den);
      // A keyframe with frames before it that come after is no place at which decoding may begin.
      const isStart = packet.type === "key" && index === seen.size && latest < index;
      seen.add(index);
      latest = Math.max(latest, index);
      if (index < 0 || index >= part.frames) throw new MuxError(`A part has a frame ${index}`);
      yield { data: packet.data, index, isStart };
    }
    if (seen.size !== part.frames) {
      throw new MuxError(`A part has ${seen.size} frames instead of ${part.frames}`);
    }
  } finally {
    input.dispose();
  }
}

/** Copies a sound track, a little ahead of the picture each time. */
class SoundWriter {
  readonly #source: EncodedAudioPacketSource;
  readonly #config: AudioDecoderConfig;
  readonly #packets: AsyncGenerator<EncodedPacket>;
  #next: EncodedPacket | null = null;

  private constructor(
    source: EncodedAudioPacketSource,
    config: AudioDecoderConfig,
    packets: AsyncGenerator<EncodedPacket>,
  ) {
    this.#source = source;
    this.#config = config;
    this.#packets = packets;
  }

  /** Adds the track to the output, which has not started yet. */
  static async open(output: Output, track: InputAudioTrack): Promise<SoundWriter> {
    const config = await track.getDecoderConfig();
    if (config === null) throw new MuxError("The sound can't be read");
    const source = new EncodedAudioPacketSource("aac");
    const { packetCount } = await track.computePacketStats();
    output.addAudioTrack(source, { maximumPacketCount: packetCount });
    return new SoundWriter(source, config, packetsOf(track, 0, Number.POSITIVE_INFINITY));
  }

  /** Timestamps stay as they are: what the encoder needs before the start has negative ones. */
  async writeUntil(timestamp: number): Promise<void> {
    for (;;) {
      this.#next ??= (await this.#packets.next()).value ?? null;
      if (this.#next === null || this.#next.timestamp > timestamp) break;
      await this.#source.add(this.#next, { decoderConfig: this.#config });
      this.#next = null;
    }
    if (timestamp === Number.POSITIVE_INFINITY) this.#source.close();
  }
}
