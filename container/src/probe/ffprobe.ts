/**
 * ffprobe's answer on a file, read line by line from one process: streams, container and the table of the
 * picture's packets. Numbers that it prints as text stay text until they are used.
 */
import * as z from "zod";
import { probeFile } from "../ffmpeg/arguments.ts";
import { runTool } from "../ffmpeg/run.ts";
import type { Platform } from "../platform.ts";

const text = z.string().optional();
const whole = z.coerce.number().int().optional();

const Stream = z.object({
  index: z.coerce.number().int(),
  codec_type: text,
  codec_name: text,
  width: whole,
  height: whole,
  pix_fmt: text,
  field_order: text,
  sample_aspect_ratio: text,
  r_frame_rate: text,
  avg_frame_rate: text,
  time_base: text,
  start_time: text,
  duration: text,
  is_avc: text,
  color_range: text,
  color_space: text,
  color_transfer: text,
  color_primaries: text,
  channels: whole,
  sample_rate: text,
  "disposition:attached_pic": text,
  /** Of the display matrix: degrees counter-clockwise. */
  rotation: text,
});
export type Stream = z.infer<typeof Stream>;

const Format = z.object({ format_name: z.string(), duration: text });

/** Packets of one stream in decode order, times in ticks of the stream's time base. */
export type Packets = {
  pts: number[];
  /** Byte in the file at which each packet begins; NaN where that is not told. */
  position: number[];
  isKey: boolean[];
  /** Ticks of the last packet shown, 0 where the file does not tell. */
  lastDuration: number;
  /** A packet without a pts, or one that an edit list hides. */
  hasIrregular: boolean;
};

export type Answer = {
  streams: Stream[];
  format: z.infer<typeof Format>;
  /** By the index of the stream; pictures only. */
  packets: Map<number, Packets>;
};

/** Throws ToolFailure when the file can't be opened. */
export async function probe(
  platform: Platform,
  file: string,
  signal: AbortSignal,
): Promise<Answer> {
  const streams: Stream[] = [];
  const packets = new Map<number, Packets>();
  let format: Answer["format"] | null = null;
  await runTool(platform.tools.ffprobe, probeFile(file), {
    signal,
    timeoutMs: platform.timings.probeTimeout,
    onLine: (line) => {
      if (line.startsWith("packet|codec_type=video")) addPacket(packets, line);
      else if (line.startsWith("stream|")) streams.push(Stream.parse(fieldsOf(line)));
      else if (line.startsWith("format|")) format = Format.parse(fieldsOf(line));
    },
  });
  if (format === null) throw new Error("ffprobe told no format");
  return { streams, format, packets };
}

export function noPackets(): Packets {
  return { pts: [], position: [], isKey: [], lastDuration: 0, hasIrregular: false };
}

/** Takes one packet's line; exported for its test. Throws on one that can't be read. */
export function addPacket(all: Map<number, Packets>, line: string): void {
  const { stream_index, pts, dts, duration, pos, flags } = fieldsOf(line);
  const index = Number(stream_index);
  if (!Number.isInteger(index) || pts === undefined || flags === undefined) {
    throw new Error(`ffprobe printed a packet that can't be read: ${line.slice(0, 80)}`);
  }
  const packets = all.get(index) ?? noPackets();
  all.set(index, packets);
  if (pts === "N/A" || flags.includes("D")) {
    packets.hasIrregular = true;
    if (flags.includes("D")) return;
  }
  const shown = pts === "N/A" ? dts : pts;
  if (shown === undefined || shown === "N/A") return;
  packets.pts.push(Number(shown));
  packets.position.push(Number(pos ?? Number.NaN));
  packets.isKey.push(flags.startsWith("K"));
  if (duration !== undefined && duration !== "N/A") packets.lastDuration = Number(duration);
}

/** `section|name=value|...`; nested sections put their own name between, which has no value. */
function fieldsOf(line: string): Record<string, string | undefined> {
  const fields: Record<string, string | undefined> = {};
  for (const field of line.split("|")) {
    const equals = field.indexOf("=");
    if (equals > 0) fields[field.slice(0, equals)] = field.slice(equals + 1);
  }
  return fields;
}
