/**
 * ffmpeg's arguments for sound: one graph that lays clips over each other to the sample, with music under
 * them and a master behind. Pure, like arguments.ts. All of it works in float, so nothing clips on the way.
 */
import { CUT_FADE, lanes } from "../plan/sound.ts";
import type { Segment, SoundPlan } from "../plan/sound.ts";
import { input, PROGRESS, QUIET, SAMPLE_RATE } from "./arguments.ts";

/** Music as renderMusic leaves it: samples of the film's kind, from the one that is heard first. */
export type Bed = {
  file: string;
  /** Samples from the start of the film that it is heard for. */
  samples: number;
  fadeIn: number;
  fadeOut: number;
  gainDb: number;
  isLooped: boolean;
  /** Lower it while the clips are heard. */
  duck: boolean;
};

/** The last step: all of the sound made louder or quieter; peaks above the ceiling are held there. */
export type Master = { gainDb: number; ceilingDb: number | null };

export type SoundGraph = {
  plan: SoundPlan;
  /** File of each clip, by the index that segments have. */
  files: readonly string[];
  bed: Bed | null;
  master: Master | null;
};

const FLOAT = "aformat=sample_fmts=fltp:channel_layouts=stereo";
const RESAMPLE = `aresample=${SAMPLE_RATE}:async=1:first_pts=0`;
const SILENCE = `anullsrc=r=${SAMPLE_RATE}:cl=stereo,${FLOAT}`;
/** Peaks between samples show only at a higher rate; four times is what BS.1770 asks for. */
const OVERSAMPLED = 4 * SAMPLE_RATE;

/** The sound of a film as AAC in an MP4 of its own. */
export function encodeSound(graph: SoundGraph, output: string): string[] {
  // ffmpeg's default coder takes twice as long, and at this rate comes out no closer to the original.
  const codec = ["-c:a", "aac", "-aac_coder", "fast", "-b:a", "192k", "-ar", String(SAMPLE_RATE)];
  const file = ["-map_metadata", "-1", "-movflags", "+faststart", "-f", "mp4", `file:${output}`];
  return [...QUIET, ...PROGRESS, ...graphArguments(graph), ...codec, "-ac", "2", ...file];
}

/** The same untouched by a codec: float samples in WAV. */
export function mixSound(graph: SoundGraph, output: string): string[] {
  return [...QUIET, ...PROGRESS, ...graphArguments(graph), ...wav(output)];
}

/** Measures the loudness of a film's sound; its log has ebur128's summary. */
export function measureGraph(graph: SoundGraph): string[] {
  const args = graphArguments(graph, "ebur128=peak=true:framelog=verbose");
  return [...SUMMARY, ...PROGRESS, ...args, "-f", "null", "-"];
}

/** The same for `samples` samples of one stream from `startS` on, or for all of it where null. */
export function measureStream(
  file: string,
  stream: number,
  range: { startS: number; samples: number } | null,
): string[] {
  const cut =
    range === null
      ? ""
      : `atrim=start=${seconds(range.startS)}:duration=${seconds(range.samples / SAMPLE_RATE)},`;
  const filter = ["-map", `0:${stream}`, "-af", `${cut}ebur128=peak=true:framelog=verbose`];
  return [...SUMMARY, ...PROGRESS, "-copyts", "-vn", ...input(file), ...filter, "-f", "null", "-"];
}

/** At most `samples` samples of a song from `startS` on. */
export function decodeSong(
  file: string,
  stream: number,
  song: { startS: number; samples: number },
  output: string,
): string[] {
  const first = Math.round(song.startS * SAMPLE_RATE);
  const cut = `atrim=start_sample=${first}:end_sample=${first + song.samples}`;
  const filters = `aresample=${SAMPLE_RATE},${FLOAT},asetpts=N/SR/TB,${cut},asetpts=N/SR/TB`;
  const map = ["-map", `0:${stream}`, "-af", filters];
  return [...QUIET, ...PROGRESS, "-vn", ...input(file), ...map, ...wav(output)];
}

/** A decoded song of `samples` samples that can be played over and over: faded at both ends like cuts. */
export function roundSong(file: string, samples: number, output: string): string[] {
  const edge = Math.min(CUT_FADE, Math.floor(samples / 2));
  const filters = `${fade("in", 0, edge)},${fade("out", samples - edge, edge)}`;
  return [...QUIET, ...PROGRESS, ...input(file), "-af", filters, ...wav(output)];
}

const SUMMARY = ["-v", "info", "-hide_banner", "-nostats", "-nostdin"];

function wav(output: string): string[] {
  return ["-c:a", "pcm_f32le", "-rf64", "auto", "-f", "wav", `file:${output}`];
}

function graphArguments(graph: SoundGraph, last: string | null = null): string[] {
  const { plan, files, bed, master } = graph;
  const inputs: string[] = [];
  for (const segment of plan.segments) {
    const file = files[segment.clip];
    if (file === undefined) throw new Error(`The sound of clip ${segment.clip + 1} has no file`);
    inputs.push("-vn", ...input(file));
  }
  const chains = clipChains(plan, "clips");
  let mixed = "clips";
  if (bed !== null) {
    if (bed.isLooped) inputs.push("-stream_loop", "-1");
    inputs.push(...input(bed.file));
    chains.push(...bedChains(bed, plan, mixed, "all"));
    mixed = "all";
  }
  const end = [...masterFilters(master), ...(last === null ? [] : [last])];
  chains.push(`[${mixed}]${end.length === 0 ? "anull" : end.join(",")}[sound]`);
  // With -copyts every clip is cut by its own file's clock, whatever else begins earlier in the file.
  return ["-copyts", ...inputs, "-filter_complex", chains.join(";"), "-map", "[sound]"];
}

/** Each row of clips one after another with silence between them; the rows are added up. */
function clipChains(plan: SoundPlan, result: string): string[] {
  const rows = lanes(plan.segments);
  if (rows.length === 0) return [`${SILENCE},${exactly(plan.samples)}[${result}]`];
  const chains: string[] = [];
  const rowLabels = rows.map((row, index) => {
    const lead = row[0]?.at ?? 0;
    const labels = row.map((segment, place) => {
      const label = `r${index}c${place}`;
      const until = row[place + 1]?.at ?? plan.samples;
      const number = plan.segments.indexOf(segment);
      chains.push(`[${number}:${segment.stream}]${clipFilters(segment, until)}[${label}]`);
      return `[${label}]`;
    });
    if (lead > 0) {
      chains.push(`${SILENCE},${exactly(lead)}[r${index}]`);
      labels.unshift(`[r${index}]`);
    }
    const label = rows.length === 1 ? result : `row${index}`;
    chains.push(`${labels.join("")}concat=n=${labels.length}:v=0:a=1[${label}]`);
    return `[${label}]`;
  });
  if (rows.length > 1) chains.push(`${rowLabels.join("")}${add(rows.length)}[${result}]`);
  return chains;
}

/** One clip's stretch, exact to the sample, and the silence up to film sample `until`. */
function clipFilters(segment: Segment, until: number): string {
  const { startS, samples, fadeIn, fadeOut, gainDb, at } = segment;
  return [
    `atrim=start=${seconds(startS)}`,
    `asetpts=PTS-(${seconds(startS)})/TB`,
    RESAMPLE,
    FLOAT,
    exactly(samples),
    ...(gainDb === 0 ? [] : [`volume=${gainDb.toFixed(2)}dB`]),
    ...(fadeIn === 0 ? [] : [fade("in", 0, fadeIn)]),
    ...(fadeOut === 0 ? [] : [fade("out", samples - fadeOut, fadeOut)]),
    ...(until - at > samples ? [exactly(until - at)] : []),
  ].join(",");
}

/** Ducking: the clips' own sound presses the music down, quickly, and lets it come back slowly. */
function bedChains(bed: Bed, plan: SoundPlan, clips: string, result: string): string[] {
  const filters = [
    FLOAT,
    // A looped file starts its clock anew each time.
    "asetpts=N/SR/TB",
    `atrim=end_sample=${bed.samples}`,
    `volume=${bed.gainDb.toFixed(2)}dB`,
    ...(bed.fadeIn === 0 ? [] : [fade("in", 0, bed.fadeIn)]),
    ...(bed.fadeOut === 0 ? [] : [fade("out", bed.samples - bed.fadeOut, bed.fadeOut)]),
    exactly(plan.samples),
  ].join(",");
  const song = `[${plan.segments.length}:0]${filters}[song]`;
  if (!bed.duck) return [song, `[${clips}][song]${add(2)}[${result}]`];
  const press = "sidechaincompress=threshold=0.015:ratio=8:attack=20:release=600:knee=4";
  return [
    song,
    `[${clips}]asplit[heard][key]`,
    `[song][key]${press}[under]`,
    `[heard][under]${add(2)}[${result}]`,
  ];
}

function masterFilters(master: Master | null): string[] {
  if (master === null) return [];
  const gain = `volume=${master.gainDb.toFixed(3)}dB`;
  if (master.ceilingDb === null) return [gain];
  const limit = (10 ** (master.ceilingDb / 20)).toFixed(6);
  return [
    gain,
    `aresample=${OVERSAMPLED}`,
    // latency: without it the limiter hands out everything 5 ms late.
    `alimiter=level=disabled:limit=${limit}:attack=5:release=50:latency=1`,
    `aresample=${SAMPLE_RATE}`,
  ];
}

function add(count: number): string {
  return `amix=inputs=${count}:duration=longest:normalize=0`;
}

function exactly(samples: number): string {
  return `apad=whole_len=${samples},atrim=end_sample=${samples},asetpts=N/SR/TB`;
}

function fade(type: "in" | "out", from: number, samples: number): string {
  return `afade=t=${type}:ss=${from}:ns=${samples}:curve=qsin`;
}

function seconds(value: number): string {
  return value.toFixed(6);
}
