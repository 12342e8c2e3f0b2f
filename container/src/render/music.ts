/**
 * A film's music: fetched, checked and decoded on its own before anything is mixed. Whatever is wrong with
 * it shows here, so that it costs the film its music and nothing else.
 */
import { rm, stat } from "node:fs/promises";
import path from "node:path";
import { LIMITS } from "../config.ts";
import { ServiceFault } from "../fault.ts";
import { SAMPLE_RATE } from "../ffmpeg/arguments.ts";
import { decodeSong, roundSong } from "../ffmpeg/sound.ts";
import type { Bed } from "../ffmpeg/sound.ts";
import { runTool, ToolFailure } from "../ffmpeg/run.ts";
import { CUT_FADE } from "../plan/sound.ts";
import { invalid, readFile } from "../probe/read.ts";
import type { Music } from "../protocol/film.ts";
import { download } from "../transfer/download.ts";
import type { SoundWork } from "./sound.ts";
import { metFullDisk } from "./work.ts";

/** Two channels of four bytes. */
const SAMPLE_BYTES = 8;

/**
 * The bed for a film of `samples` samples, or a warning that says why there is none. Throws only the
 * signal's reason and what is no fault of the song: a full disk, a missing tool.
 */
export async function renderMusic(
  work: SoundWork,
  music: Music,
  samples: number,
): Promise<{ bed: Bed | null; warnings: string[] }> {
  try {
    const { file, length } = await decodeMusic(work, music, samples);
    return { bed: bedOf(music, file, length, samples), warnings: [] };
  } catch (error) {
    work.signal.throwIfAborted();
    const why = reasonOf(error);
    if (why === null) throw error;
    return { bed: null, warnings: [`The film has no music. ${why}`] };
  }
}

/** The song from its start on as WAV, with the samples it has. */
async function decodeMusic(
  { platform, folder, signal }: SoundWork,
  music: Music,
  samples: number,
): Promise<{ file: string; length: number }> {
  const song = path.join(folder, "song");
  const decoded = path.join(folder, "music.wav");
  const { ffmpeg } = platform.tools;
  const timeoutMs = platform.timings.probeTimeout;
  const quiet = { signal, timeoutMs, onLine: () => undefined };
  await download(platform, {
    url: music.url,
    file: song,
    maxBytes: LIMITS.mediaBytes,
    signal,
  });
  const { audio } = await readFile(platform, song, "audio", signal);
  if (audio === null) throw new Error("A file read as a song has sound");
  const range = { startS: music.start_s, samples };
  await runTool(ffmpeg, decodeSong(song, audio.stream, range, decoded), quiet);
  await rm(song);
  const length = Math.floor((await stat(decoded)).size / SAMPLE_BYTES);
  // What is left beside the header of an empty file is far less than a fade.
  if (length < 2 * CUT_FADE) {
    throw invalid(`The song ends before second ${music.start_s}, where it was to begin.`);
  }
  if (music.play !== "loop" || length >= samples) return { file: decoded, length };
  const round = path.join(folder, "music-round.wav");
  await runTool(ffmpeg, roundSong(decoded, length, round), quiet);
  return { file: round, length };
}

function bedOf(music: Music, file: string, length: number, samples: number): Bed {
  const isLooped = music.play === "loop" && length < samples;
  const heard = isLooped ? samples : Math.min(length, samples);
  // Never without a short fade: the song may begin, and be cut off, in mid-swing.
  const fade = (fadeS: number) =>
    Math.min(Math.max(CUT_FADE, Math.round(fadeS * SAMPLE_RATE)), Math.floor(heard / 2));
  return {
    file,
    samples: heard,
    fadeIn: fade(music.fade_in_s),
    fadeOut: fade(music.fade_out_s),
    gainDb: music.gain_db,
    isLooped,
    duck: music.duck,
  };
}

/** Null for what the song is not to blame for. */
function reasonOf(error: unknown): string | null {
  if (error instanceof ToolFailure) {
    const isOurs = error.reason === "missing" || metFullDisk(error);
    return isOurs ? null : "The song can't be decoded. Choose another one.";
  }
  if (!(error instanceof ServiceFault)) return null;
  const { code, message } = error.fault;
  return code === "input_invalid" || code === "input_unreachable" ? message : null;
}
