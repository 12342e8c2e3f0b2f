/** Sound as samples: a pad of chords, a plucked melody, and the air of the place. Stereo, 48 kHz. */
import { writeFileSync } from "node:fs";
import type { Setting } from "../places/setting.ts";
import { type Random, random } from "../random.ts";

export const RATE = 48_000;
export type Sound = { left: Float32Array; right: Float32Array };

const PEAK = 0.5;
const FADE_S = 0.25;
/** Semitones above the key: four chords of a calm progression, major and minor. */
const PROGRESSIONS = {
  major: [
    [0, 4, 7, 14],
    [9, 12, 16, 19],
    [5, 9, 12, 16],
    [7, 11, 14, 17],
  ],
  minor: [
    [0, 3, 7, 14],
    [8, 12, 15, 19],
    [3, 7, 10, 14],
    [10, 14, 17, 21],
  ],
} as const;
const SCALE = { major: [0, 2, 4, 7, 9, 12, 14, 16], minor: [0, 3, 5, 7, 10, 12, 15, 17] } as const;
const hertz = (semitones: number) => 130.81 * 2 ** (semitones / 12);

/** `lengthS` seconds for a scene. */
export function sceneSound(setting: Setting, lengthS: number, seed: number): Sound {
  const chance = random("sound", setting.place, setting.time, seed);
  const mode = setting.time === "night" || setting.weather === "rain" ? "minor" : "major";
  const sound = silence(lengthS);
  chords(sound, mode, chance.whole(-3, 4), 2.4, 0.09);
  melody(sound, mode, chance, setting.action === "run" || setting.action === "dance" ? 0.3 : 0.6);
  air(sound, setting, chance);
  return finish(sound);
}

/** A loop of `lengthS` seconds with a beat. */
export function songSound(prompt: string, lengthS: number, seed: number): Sound {
  const chance = random("song", prompt, seed);
  const mode = /\b(sad|dark|noir|night|minor|slow)\b/i.test(prompt) ? "minor" : "major";
  const sound = silence(lengthS);
  const beat = 60 / chance.whole(84, 118);
  chords(sound, mode, chance.whole(-3, 4), beat * 4, 0.08);
  melody(sound, mode, chance, beat / 2);
  drums(sound, beat, chance);
  return finish(sound);
}

function silence(lengthS: number): Sound {
  const samples = Math.round(lengthS * RATE);
  return { left: new Float32Array(samples), right: new Float32Array(samples) };
}

/** A chord or note, made once and laid wherever it sounds: a song of minutes takes a moment. */
type Sample = Float32Array;

function lay(sound: Sound, start: number, sample: Sample, pan: number): void {
  const { left, right } = sound;
  const count = Math.min(sample.length, left.length - start);
  const [l, r] = [(1 - pan) * 1.4, pan * 1.4];
  for (let i = 0; i < count; i++) {
    const value = sample[i] ?? 0;
    left[start + i] = (left[start + i] ?? 0) + value * l;
    right[start + i] = (right[start + i] ?? 0) + value * r;
  }
}

function sampleOf(samples: number, wave: (t: number) => number): Sample {
  return Float32Array.from({ length: Math.round(samples) }, (_, i) => wave(i / RATE));
}

/** Makes each value once. */
function once<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>();
  return (key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
}

function chords(sound: Sound, mode: "major" | "minor", key: number, barS: number, level: number) {
  const bar = Math.round(barS * RATE);
  const tone = once((step: number) => {
    const f = hertz(step + key);
    return sampleOf(bar + RATE / 2, (t) => {
      const rise = Math.min(1, t / 0.7) * Math.min(1, Math.max(0, barS + 0.5 - t) / 0.9);
      const wave =
        Math.sin(2 * Math.PI * f * t) +
        0.4 * Math.sin(2 * Math.PI * f * 1.004 * t) +
        0.18 * Math.sin(4 * Math.PI * f * t);
      return wave * rise * level;
    });
  });
  for (let start = 0, index = 0; start < sound.left.length; start += bar, index++) {
    const chord = PROGRESSIONS[mode][index % 4] ?? [0];
    for (const [voice, step] of chord.entries())
      lay(sound, start, tone(step), 0.3 + 0.4 * (voice / 3));
  }
}

function melody(sound: Sound, mode: "major" | "minor", chance: Random, stepS: number) {
  const { length } = sound.left;
  const note = once((degree: number) => {
    const f = hertz((SCALE[mode][degree] ?? 0) + 24);
    return sampleOf(RATE * 0.9, (t) => {
      const strike = Math.exp(-t * 5) * Math.min(1, t * 400);
      const bend = Math.sin(4 * Math.PI * f * t) * strike;
      return Math.sin(2 * Math.PI * f * t + bend) * strike * 0.13;
    });
  });
  let degree = 3;
  for (let start = RATE * 0.3; start < length - RATE * 0.4; start += stepS * RATE) {
    if (chance.chance(0.36)) continue;
    degree = Math.max(0, Math.min(7, degree + chance.whole(-2, 2)));
    lay(sound, Math.round(start), note(degree), chance.range(0.3, 0.7));
  }
}

/** Filtered noise that breathes: surf at the sea, wind on a peak, a murmur at a concert. */
function air(sound: Sound, { place, weather }: Setting, chance: Random) {
  const level =
    weather === "rain"
      ? 0.16
      : place === "sea"
        ? 0.14
        : place === "room" || place === "space"
          ? 0.03
          : 0.07;
  const smooth = weather === "rain" ? 0.35 : place === "sea" ? 0.06 : 0.025;
  const swell = place === "sea" ? 0.16 : 0.07;
  let [l, r] = [0, 0];
  for (let i = 0; i < sound.left.length; i++) {
    l += (chance.next() * 2 - 1 - l) * smooth;
    r += (chance.next() * 2 - 1 - r) * smooth;
    const breath = 0.65 + 0.35 * Math.sin((2 * Math.PI * swell * i) / RATE);
    const gain = (level / Math.sqrt(smooth)) * breath;
    sound.left[i] = (sound.left[i] ?? 0) + l * gain;
    sound.right[i] = (sound.right[i] ?? 0) + r * gain;
  }
}

function drums(sound: Sound, beatS: number, chance: Random) {
  const beat = beatS * RATE;
  const kick = sampleOf(RATE * 0.16, (t) => {
    const f = 46 + 60 * Math.exp(-t * 30);
    return Math.sin(2 * Math.PI * f * t) * Math.exp(-t * 18) * 0.3;
  });
  const brush = sampleOf(RATE * 0.16, (t) => (chance.next() * 2 - 1) * Math.exp(-t * 42) * 0.1);
  for (let hit = 0; hit * beat < sound.left.length; hit++) {
    const isKick = hit % 2 === 0;
    lay(sound, Math.round(hit * beat), isKick ? kick : brush, isKick ? 0.5 : 0.6);
  }
}

function finish(sound: Sound): Sound {
  const { length } = sound.left;
  let peak = 0.001;
  for (const side of [sound.left, sound.right])
    for (const value of side) peak = Math.max(peak, Math.abs(value));
  const fade = FADE_S * RATE;
  for (const side of [sound.left, sound.right])
    for (let i = 0; i < length; i++) {
      const edge = Math.min(1, i / fade, (length - 1 - i) / fade);
      side[i] = ((side[i] ?? 0) * PEAK * edge) / peak;
    }
  return sound;
}

/** 16-bit PCM WAV (RIFF, Microsoft and IBM 1991). */
export function writeWav(path: string, { left, right }: Sound): void {
  const data = left.length * 4;
  const file = Buffer.alloc(44 + data);
  file.write("RIFF", 0, "latin1");
  file.writeUInt32LE(36 + data, 4);
  file.write("WAVEfmt ", 8, "latin1");
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(2, 22);
  file.writeUInt32LE(RATE, 24);
  file.writeUInt32LE(RATE * 4, 28);
  file.writeUInt16LE(4, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36, "latin1");
  file.writeUInt32LE(data, 40);
  for (let i = 0, at = 44; i < left.length; i++, at += 4) {
    file.writeInt16LE(Math.round((left[i] ?? 0) * 32_767), at);
    file.writeInt16LE(Math.round((right[i] ?? 0) * 32_767), at + 2);
  }
  writeFileSync(path, file);
}
