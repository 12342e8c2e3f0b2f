/**
 * Brings a film's sound to a loudness: measured, changed by one gain, limited only where peaks would be too
 * high, measured again as a player hears it (the codec moves peaks), and corrected until it is right.
 */
import type { Master } from "../ffmpeg/sound.ts";
import type { Loudness } from "../probe/loudness.ts";
import type { SoundOrder } from "../protocol/film.ts";

/** More would only make noise loud. */
const MAX_GAIN_DB = 30;
const CLOSE_LU = 0.2;
const ROUNDS = 6;
/** Room left for what the codec adds to peaks. */
const CODEC_DB = 0.3;

export type MasterSteps = {
  /** Loudness of the mix before anything is done to it. */
  measureMix: () => Promise<Loudness>;
  /** Writes the result; called again with a better master until it is right. */
  encode: (master: Master | null) => Promise<void>;
  measureResult: () => Promise<Loudness>;
};

/** Returns warnings: a film without sound, or one that could not be brought to the loudness asked for. */
export async function masterSound(
  asked: NonNullable<SoundOrder["normalize"]>,
  steps: MasterSteps,
): Promise<string[]> {
  const mix = await steps.measureMix();
  if (mix.lufs === null || mix.peakDb === null) {
    await steps.encode(null);
    return ["The film is silent, so its loudness was left alone."];
  }
  const wanted = asked.target_lufs - mix.lufs;
  let gainDb = Math.min(MAX_GAIN_DB, wanted);
  let ceilingDb = asked.peak_dbtp - CODEC_DB;
  let result = mix;
  let before = { gainDb: 0, lufs: mix.lufs };
  let yieldOfGain = 1;
  for (let round = 0; round < ROUNDS; round += 1) {
    const isLimited = mix.peakDb + gainDb > ceilingDb;
    await steps.encode({ gainDb, ceilingDb: isLimited ? ceilingDb : null });
    result = await steps.measureResult();
    const off = asked.target_lufs - (result.lufs ?? mix.lufs);
    const over = (result.peakDb ?? 0) - asked.peak_dbtp;
    const isLoudEnough = Math.abs(off) <= CLOSE_LU || (off > 0 && gainDb >= MAX_GAIN_DB);
    if (isLoudEnough && over <= 0) break;
    // The limiter takes back part of every gain; the rounds so far show how much.
    const now = { gainDb, lufs: asked.target_lufs - off };
    const given = (now.lufs - before.lufs) / (now.gainDb - before.gainDb);
    if (isLimited && given < 1) yieldOfGain = Math.max(0.2, given);
    before = now;
    gainDb = Math.min(MAX_GAIN_DB, gainDb + off / yieldOfGain);
    if (over > 0) ceilingDb -= over + 0.1;
  }
  const reached = { lufs: result.lufs ?? mix.lufs, peakDb: result.peakDb ?? mix.peakDb };
  const isAsAsked =
    Math.abs(reached.lufs - asked.target_lufs) <= 0.5 && reached.peakDb <= asked.peak_dbtp;
  if (isAsAsked) return [];
  const words = `${reached.lufs.toFixed(1)} LUFS and peaks of ${reached.peakDb.toFixed(1)} dBTP`;
  return [`The film's sound could not be brought to the loudness asked for: it has ${words}.`];
}
