/**
 * The film engine against what it is measured by: `cat` of the same bytes, and one ffmpeg graph that encodes
 * everything. The engine's times begin when its clips have arrived and are read, since the others have
 * their files at hand as well, and end with the finished file, checked.
 */
import { randomUUID } from "node:crypto";
import { mkdtemp, rename, rm } from "node:fs/promises";
import path from "node:path";
import { BenchClips, CLIP_S } from "./film-clips.ts";
import type { Bench } from "./main.ts";
import { measure, sideBySide } from "./measure.ts";
import type { Measured } from "./measure.ts";
import { times } from "./table.ts";
import type { Row } from "./table.ts";

const WORK = path.join(import.meta.dirname, "../../container/bench/work.ts");
const FPS = 24;
const FADE_S = 0.5;
/** The engine's own for seams and for the rest, so that a graph does the same work. */
const SEAM_PRESET = "medium";
const PRESET = "veryfast";
/** Hundredths of a second, beside which noise is large: odd, and more than the usual rounds. */
const CHEAP_ROUNDS = 7;

type Told = { fetchMs: number; makeMs: number; plan: string };

export async function films(bench: Bench): Promise<Row[]> {
  const clips = await BenchClips.open();
  try {
    bench.say("films: making clips");
    const loud = await several(6, (i) => clips.make(`loud-${i}.mp4`, i));
    const silent = await several(6, (i) => clips.silence(`loud-${i}.mp4`, `silent-${i}.mp4`));
    const ready = await several(6, (i) => prepare(clips, `loud-${i}.mp4`, `ready-${i}.mp4`));
    return [
      ...(await hardCuts(bench, clips, loud, silent)),
      ...(await crossfades(bench, clips, ready)),
      ...(await mixed(bench, clips, ready)),
      ...(await memory(bench, clips, ready)),
    ];
  } finally {
    await clips.close();
  }
}

async function hardCuts(
  { rounds, say }: Bench,
  clips: BenchClips,
  loud: readonly string[],
  silent: readonly string[],
): Promise<Row[]> {
  say("films: hard cuts of 30 clips, against cat and the concat filter");
  const thirty = repeat(loud, 30);
  const quiet = repeat(silent, 30);
  const ms = await sideBySide(Math.max(rounds, CHEAP_ROUNDS), {
    catQuiet: () => cat(clips, quiet),
    copy: async () => (await film(clips, quiet)).told.makeMs,
    catLoud: () => cat(clips, thirty),
    film: async () => (await film(clips, thirty)).told.makeMs,
  });
  // Minutes of encoding: its noise is small beside it, and once is odd too.
  const filter = await concatFilter(clips, thirty, "medium");
  const copied = ms.copy / ms.catQuiet;
  const exact = ms.film / ms.catLoud;
  const faster = filter / ms.film;
  return [
    row("hard cut, 30 × 8 s, copied, against cat", copied, "<=", 7, 2),
    row("the same with exact sound, against cat", exact, "<=", 45, 25),
    row("the same, faster than the concat filter at x264 medium", faster, ">=", 30, 30),
  ];
}

async function crossfades(
  { rounds, say }: Bench,
  clips: BenchClips,
  ready: readonly string[],
): Promise<Row[]> {
  say("films: crossfades of 6 prepared clips, against one xfade graph");
  let share = Number.NaN;
  const ms = await sideBySide(rounds, {
    film: async () => {
      const { told } = await film(clips, ready, "crossfade");
      share = encodedShare(told.plan);
      return told.makeMs;
    },
    graph: () => xfadeGraph(clips, ready),
  });
  const encoded = `${(share * 100).toFixed(1)} %`;
  return [
    row(
      `crossfades, 6 prepared clips, faster than one xfade graph at x264 ${SEAM_PRESET}`,
      ms.graph / ms.film,
      ">=",
      6,
      8,
    ),
    {
      ...{ work: "frames encoded for them", value: encoded, must: "<= 8 %", aim: "<= 6 %" },
      ok: share <= 0.08,
    },
  ];
}

async function mixed(
  { rounds, say }: Bench,
  clips: BenchClips,
  ready: readonly string[],
): Promise<Row[]> {
  say("films: 8 mixed clips, against one graph");
  const others = [
    await clips.make("large.mp4", 11, { size: "1920x1080" }),
    await clips.make("fast.mp4", 12, { rate: "30" }),
    await clips.make("tall.mp4", 13, { size: "720x1280" }),
  ];
  const eight = [...ready.slice(0, 5), ...others];
  const done = [...ready.slice(0, 5)];
  for (const name of others) {
    done.push(await prepare(clips, name, `ready-${name}`, { width: 1280, height: 720, fps: FPS }));
  }
  const alike = repeat(ready, 8);
  let plan = "";
  const ms = await sideBySide(rounds, {
    film: async () => {
      const { told } = await film(clips, eight);
      plan = told.plan;
      return told.makeMs;
    },
    graph: () => concatFilter(clips, eight, PRESET),
    prepared: async () => (await film(clips, done)).told.makeMs,
    alike: async () => (await film(clips, alike)).told.makeMs,
  });
  const only = encodedShare(plan);
  return [
    row(
      `8 mixed clips, faster than one graph at x264 ${PRESET}`,
      ms.graph / ms.film,
      ">=",
      1.5,
      1.5,
    ),
    {
      work: "frames encoded for them (3 of 8 clips differ)",
      ...{ value: `${(only * 100).toFixed(1)} %`, must: "<= 37.5 %", aim: "" },
      ok: only <= 0.3751,
    },
    row("the same prepared, against 8 matching clips", ms.prepared / ms.alike, "<=", 1.3, 1.3),
  ];
}

async function memory({ say }: Bench, clips: BenchClips, ready: readonly string[]): Promise<Row[]> {
  say("films: memory for 3, 30 and 100 clips");
  const rows: Row[] = [];
  for (const count of [3, 30, 100]) {
    const { peakMb } = await film(clips, repeat(ready, count), "crossfade");
    rows.push({
      work: `most memory for ${count} clips with crossfades, engine and ffmpeg together`,
      ...{ value: `${Math.round(peakMb)} MB`, must: "< 700 MB", aim: "< 600 MB" },
      ok: peakMb < 700,
    });
  }
  return rows;
}

/** Makes a film of clips by name. */
async function film(
  clips: BenchClips,
  names: readonly string[],
  join: "cut" | "crossfade" = "cut",
): Promise<Measured & { told: Told }> {
  const inputs = names.map((name) => ({
    ...{ id: randomUUID(), url: clips.url(name), length_s: null },
  }));
  const joins = names.slice(1).map(() => ({ kind: join, length_s: FADE_S }));
  return job({ kind: "film", clips: inputs, joins, keep: "clips", output: null });
}

/** Makes the copy of a clip that films are cut from. Returns `to`. */
async function prepare(
  clips: BenchClips,
  from: string,
  to: string,
  output: { width: number; height: number; fps: number } | null = null,
): Promise<string> {
  const folder = await mkdtemp(path.join(clips.folder, "check-"));
  const mezzanine = { upload: UPLOAD, output };
  const order = { kind: "check", url: clips.url(from), strip: null, mezzanine };
  await job({ ...order, folder });
  await rename(path.join(folder, "mezzanine.mp4"), clips.path(to));
  await rm(folder, { recursive: true });
  return to;
}

const UPLOAD = { part_url: "http://127.0.0.1:9/{part}", part_bytes: 5 * 1024 * 1024 };

async function job(order: object): Promise<Measured & { told: Told }> {
  const measured = await measure(process.execPath, [WORK, JSON.stringify(order)]);
  return { ...measured, told: JSON.parse(measured.stdout) as Told };
}

async function cat(clips: BenchClips, names: readonly string[]): Promise<number> {
  const files = names.map((name) => `'${clips.path(name)}'`).join(" ");
  return (await measure("sh", ["-c", `cat ${files} > '${clips.path("cat.bin")}'`])).ms;
}

/** One graph that fits, joins and encodes everything: what is done where nothing is copied. */
async function concatFilter(
  clips: BenchClips,
  names: readonly string[],
  preset: string,
): Promise<number> {
  const fit = names.map(
    (_, i) =>
      `[${i}:v]fps=${FPS},scale=1280:720:force_original_aspect_ratio=decrease,pad=1280:720:-1:-1,setsar=1[v${i}]`,
  );
  const labels = names.map((_, i) => `[v${i}][${i}:a]`).join("");
  const graph = `${fit.join(";")};${labels}concat=n=${names.length}:v=1:a=1[v][a]`;
  return encode(clips, names, graph, preset);
}

/** One graph of crossfades. */
async function xfadeGraph(clips: BenchClips, names: readonly string[]): Promise<number> {
  const steps = names.slice(1).map((_, index) => {
    const [from, sound] = index === 0 ? ["0:v", "0:a"] : [`x${index}`, `y${index}`];
    const last = index === names.length - 2;
    const [to, mixed] = last ? ["v", "a"] : [`x${index + 1}`, `y${index + 1}`];
    const offset = (index + 1) * (CLIP_S - FADE_S);
    const next = index + 1;
    return [
      `[${from}][${next}:v]xfade=transition=fade:duration=${FADE_S}:offset=${offset}[${to}]`,
      `[${sound}][${next}:a]acrossfade=d=${FADE_S}:c1=qsin:c2=qsin[${mixed}]`,
    ].join(";");
  });
  return encode(clips, names, steps.join(";"), SEAM_PRESET);
}

async function encode(
  clips: BenchClips,
  names: readonly string[],
  graph: string,
  preset: string,
): Promise<number> {
  const inputs = names.flatMap((name) => ["-i", clips.path(name)]);
  const { ms } = await measure("ffmpeg", [
    ...["-v", "error", "-nostdin", "-y", ...inputs, "-filter_complex", graph],
    ...["-map", "[v]", "-map", "[a]", "-c:v", "libx264", "-preset", preset, "-crf", "18"],
    ...["-pix_fmt", "yuv420p", "-c:a", "aac", clips.path("graph.mp4")],
  ]);
  return ms;
}

/** From the plan in the log: `copy 1:0-180, crossfade 12 1:180-192 2:0-12, …`. */
function encodedShare(plan: string): number {
  let copied = 0;
  let encoded = 0;
  for (const part of plan.slice(plan.indexOf(": ") + 2).split(", ")) {
    const frames = [...part.matchAll(/\d+:(\d+)-(\d+)/g)].reduce(
      (sum, [, from, to]) => sum + Number(to) - Number(from),
      0,
    );
    const overlap = Number(/^crossfade (\d+)/.exec(part)?.[1] ?? 0);
    if (part.startsWith("copy")) copied += frames;
    else encoded += frames - overlap;
  }
  return encoded / (copied + encoded);
}

function row(work: string, ratio: number, sign: "<=" | ">=", must: number, aim: number): Row {
  const ok = sign === "<=" ? ratio <= must : ratio >= must;
  const said = (bound: number) => `${sign} ${bound}×`;
  return { work, value: times(ratio), must: said(must), aim: said(aim), ok };
}

function repeat(names: readonly string[], count: number): string[] {
  return Array.from({ length: count }, (_, i) => names[i % names.length] ?? "");
}

async function several(count: number, make: (index: number) => Promise<string>): Promise<string[]> {
  const made: string[] = [];
  for (let index = 0; index < count; index += 1) made.push(await make(index));
  return made;
}
