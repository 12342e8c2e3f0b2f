/** Made-up clips for tests of the plan, and their plan. */
import { planFilm } from "../plan/plan.ts";
import type { PlannedClip } from "../plan/plan.ts";
import type { AvcSets } from "../probe/avc.ts";
import type { VideoFacts } from "../probe/facts.ts";
import type { Join } from "../protocol/film.ts";

type Asked = Partial<PlannedClip["asked"]>;
type Change = Partial<VideoFacts> & { format?: string; hasSound?: boolean; asked?: Asked };

/** Parameter sets with number `id`; `mark` tells two of one number apart. */
export function sets(id = 0, mark = 0): AvcSets {
  const set = { id, bytes: Uint8Array.of(0x67, 100, 0, 31, id, mark) };
  return { lengthBytes: 4, sps: [set], pps: [set] };
}

/** A 2 s clip of 320x180 at 24 fps with a keyframe at 0 and mini-GOPs of 3, with sound. */
export function clip(change: Change = {}): PlannedClip {
  const { format = "mp4", hasSound = true, asked = {}, ...video } = change;
  const facts: VideoFacts = {
    stream: 0,
    codec: "h264",
    width: 320,
    height: 180,
    rotation: 0,
    pixelAspect: { num: 1, den: 1 },
    pixelFormat: "yuv420p",
    isInterlaced: false,
    colour: { range: "tv", matrix: "bt709", transfer: "bt709", primaries: "bt709" },
    timeBase: "1/12288",
    rate: { num: 24, den: 1 },
    isConstantRate: true,
    sets: sets(),
    startS: 0,
    frames: 48,
    durationS: 2,
    isCleanStart: true,
    closedPrefixes: [1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 34, 37, 40, 43, 46, 48],
    cleanStarts: [0],
    ...video,
  };
  const audio = { stream: 1, codec: "aac", channels: 2, sampleRate: 48_000, durationS: 2 };
  const file = { format, bytes: 1, video: facts, audio: hasSound ? audio : null };
  const whole = { in_s: 0, out_s: null, length_s: null, fit: null, focus: null };
  return { place: 0, asked: { ...whole, ...asked }, facts: file };
}

/** What makes such a clip one of 30 frames a second, with sets of its own. */
export const at30 = {
  rate: { num: 30, den: 1 },
  frames: 60,
  closedPrefixes: [60],
  sets: sets(0, 1),
};

const ask = {
  output: null,
  joins: [],
  keep: "film" as const,
  fit: "pad" as const,
  focus: null,
};

/** The plan of a film of these clips, in plain cuts unless `changes` say. */
export function plan(clips: PlannedClip[], changes: Partial<Parameters<typeof planFilm>[1]> = {}) {
  const placed = clips.map((each, index) => ({ ...each, place: index + 1 }));
  return planFilm(placed, { ...ask, ...changes });
}

export function join(kind: Join["kind"], length_s = 0.5): Join {
  return { kind, length_s, direction: "left" };
}
