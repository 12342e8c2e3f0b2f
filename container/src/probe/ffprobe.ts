/** ffprobe's answers, parsed. Numbers that it prints as text stay text until they are used. */
import * as z from "zod";
import { probePackets, probeStreams } from "../ffmpeg/arguments.ts";
import { runTool } from "../ffmpeg/run.ts";
import type { Platform } from "../platform.ts";

const text = z.string().optional();

const Stream = z.object({
  index: z.int(),
  codec_type: z.string().optional(),
  codec_name: text,
  width: z.int().optional(),
  height: z.int().optional(),
  pix_fmt: text,
  field_order: text,
  sample_aspect_ratio: text,
  r_frame_rate: text,
  avg_frame_rate: text,
  time_base: text,
  start_time: text,
  duration: text,
  is_avc: text,
  extradata_hash: text,
  color_range: text,
  color_space: text,
  color_transfer: text,
  color_primaries: text,
  channels: z.int().optional(),
  sample_rate: text,
  disposition: z.object({ attached_pic: z.int().optional() }).optional(),
  side_data_list: z.array(z.object({ rotation: z.number().optional() })).optional(),
});
export type Stream = z.infer<typeof Stream>;

const Answer = z.object({
  streams: z.array(Stream),
  format: z.object({ format_name: z.string(), duration: text }),
});
export type Answer = z.infer<typeof Answer>;

/** Packets of one stream in decode order, times in ticks of the stream's time base. */
export type Packets = {
  pts: number[];
  dts: number[];
  /** Ticks of the last packet shown, 0 where the file does not tell. */
  lastDuration: number;
  startsWithKeyframe: boolean;
  /** A packet without a pts, or one that an edit list hides. */
  hasIrregular: boolean;
};

/** Throws ToolFailure when the file can't be opened. */
export async function readStreams(
  platform: Platform,
  file: string,
  signal: AbortSignal,
): Promise<Answer> {
  const options = { signal, timeoutMs: platform.timings.probeTimeout };
  const { stdout } = await runTool(platform.tools.ffprobe, probeStreams(file), options);
  return Answer.parse(JSON.parse(stdout));
}

export async function readPackets(
  platform: Platform,
  file: string,
  stream: number,
  signal: AbortSignal,
): Promise<Packets> {
  const packets: Packets = {
    pts: [],
    dts: [],
    lastDuration: 0,
    startsWithKeyframe: false,
    hasIrregular: false,
  };
  await runTool(platform.tools.ffprobe, probePackets(file, stream), {
    signal,
    timeoutMs: platform.timings.probeTimeout,
    onLine: (line) => addPacket(packets, line),
  });
  return packets;
}

const PACKET = /^(-?\d+|N\/A),(-?\d+|N\/A),(\d+|N\/A),([A-Z_]+)/;

/** Takes one line of CSV; exported for its test. Throws on a line that is no packet. */
export function addPacket(packets: Packets, line: string): void {
  if (line === "") return;
  const [, pts, dts, duration, flags] = PACKET.exec(line) ?? [];
  if (pts === undefined || dts === undefined || flags === undefined) {
    throw new Error(`ffprobe printed a packet that can't be read: ${line.slice(0, 80)}`);
  }
  if (packets.pts.length === 0) packets.startsWithKeyframe = flags.startsWith("K");
  if (pts === "N/A" || flags.includes("D")) {
    packets.hasIrregular = true;
    if (flags.includes("D")) return;
  }
  const shown = pts === "N/A" ? dts : pts;
  if (shown === "N/A") return;
  packets.pts.push(Number(shown));
  packets.dts.push(dts === "N/A" ? Number.NaN : Number(dts));
  if (duration !== undefined && duration !== "N/A") packets.lastDuration = Number(duration);
}
