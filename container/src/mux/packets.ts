/** Packets of one track of an MP4, in decode order, read as they are needed. */
import { createHash } from "node:crypto";
import { EncodedPacketSink, FilePathSource, Input, MP4, QTFF } from "mediabunny";
import type { EncodedPacket, InputTrack } from "mediabunny";

/** The caller disposes of it. */
export function openMp4(file: string): Input {
  return new Input({ source: new FilePathSource(file), formats: [MP4, QTFF] });
}

/** `count` packets after the first `from`, or all that there are. */
export async function* packetsOf(
  track: InputTrack,
  from: number,
  count: number,
): AsyncGenerator<EncodedPacket> {
  const sink = new EncodedPacketSink(track);
  let packet = await sink.getFirstPacket({ metadataOnly: from > 0 });
  for (let at = 1; packet !== null && at <= from; at += 1) {
    packet = await sink.getNextPacket(packet, { metadataOnly: at < from });
  }
  for (let given = 0; packet !== null && given < count; given += 1) {
    yield packet;
    packet = given + 1 < count ? await sink.getNextPacket(packet) : null;
  }
}

/** Packets of the first track of a kind in an MP4; 0 for a file that can't be read. */
export async function countPackets(file: string, kind: "video" | "audio"): Promise<number> {
  const input = openMp4(file);
  try {
    const [track] = kind === "video" ? await input.getVideoTracks() : await input.getAudioTracks();
    return (await track?.computePacketStats())?.packetCount ?? 0;
  } catch {
    return 0;
  } finally {
    input.dispose();
  }
}

/**
 * SHA-256 of the picture of an MP4: its parameter sets, its packets, and when each is shown. It stays the same
 * when the file is written again, at another time or with another sound.
 */
export async function digestPicture(file: string): Promise<string> {
  const input = openMp4(file);
  try {
    const track = await input.getPrimaryVideoTrack();
    const hash = createHash("sha256");
    if (track === null) return hash.digest("hex");
    const sets: unknown = (await track.getDecoderConfig())?.description;
    if (sets instanceof Uint8Array) hash.update(sets);
    for await (const { data, timestamp, duration } of packetsOf(
      track,
      0,
      Number.POSITIVE_INFINITY,
    )) {
      hash.update(`${timestamp} ${duration} ${data.length} `).update(data);
    }
    return hash.digest("hex");
  } finally {
    input.dispose();
  }
}
