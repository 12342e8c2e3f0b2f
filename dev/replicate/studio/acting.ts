/**
 * What the figure does from the first to the last frame, and how far the world passes it by. It
 * walks or runs, slows down in time to stay in the picture, and then does something else. Pure.
 */
import { type Action, blendPoses, GAIT, pose, type Pose } from "./figure/poses.ts";
import type { Look } from "./figure/face.ts";
import type { Setting } from "./places/setting.ts";
import { random } from "./random.ts";

/** Seconds of slowing down. */
const SETTLE_S = 0.5;

export type Acting = {
  at(t: number): { pose: Pose; look: Look };
  /** Travel of the nearest layer over the clip, in pixels; the others go with it. */
  travel: number;
  /** Where the figure stands, in pixels from the left; and how far along (0 to 1) the travel is. */
  figureX: string;
  progress: string;
};

export function act(
  setting: Setting,
  seed: number,
  lengthS: number,
  size: { width: number; room: number; scale: number },
  hasLegs: boolean,
): Acting {
  const { width, room, scale } = size;
  const chance = random("acting", setting.action, setting.place, seed);
  const action: Action =
    !hasLegs && (setting.action === "walk" || setting.action === "run") ? "fly" : setting.action;
  const gait = action === "run" ? "run" : "walk";
  const isGait = action === "walk" || action === "run";
  const speed = GAIT[gait].rate * GAIT[gait].stride * scale;
  const widest = room * 0.94 + width * 0.4;
  const walkS = isGait
    ? Math.max(0.8, Math.min(lengthS * chance.range(0.74, 0.9), widest / speed + SETTLE_S / 2))
    : 0;
  const slowS = Math.min(SETTLE_S, walkS / 2);
  const walked = (t: number): number => {
    if (t <= walkS - slowS) return t;
    const k = Math.min(t, walkS) - (walkS - slowS);
    return walkS - slowS + k - (k * k) / (2 * slowS);
  };
  const distance = isGait ? speed * walked(lengthS) : 0;
  // Half of the way is seen as the figure crossing, the rest as the world passing.
  const across = isGait
    ? Math.min(width * 0.46, Math.max(distance * 0.4, distance - room * 0.94))
    : width * (action === "fly" ? 0.22 : -0.13);
  const travel = isGait ? Math.max(0, distance - across) : action === "fly" ? room * 0.9 : -across;
  const after = chance.pick(["look", "wave", "jump"] as const);
  const middle = (0.5 + chance.range(-0.07, 0.07)) * width;
  const a = (walkS - slowS).toFixed(4);
  const k = `(min(t,${walkS.toFixed(4)})-${a})`;
  const progress = isGait
    ? `if(lt(t,${a}),t,${a}+${k}-${k}*${k}/${(2 * slowS).toFixed(4)})/${walked(lengthS).toFixed(4)}`
    : `t/${lengthS.toFixed(4)}`;
  const start = middle - (setting.direction * across) / 2;
  const blinks = chance.range(0.4, 2);
  return {
    travel,
    progress,
    figureX: `${start.toFixed(1)}+${(setting.direction * across).toFixed(1)}*(${progress})`,
    at(t) {
      const legs = isGait ? Math.max(0, Math.min(1, (walkS - t) / slowS)) : 0;
      const still = pose(isGait ? after : action, isGait ? Math.max(0, t - walkS) : t + 0.3);
      const sings = action === "sing" && Math.sin(t * 9.5) > -0.1;
      const isShut = (t + blinks) % 2.7 < 0.13;
      return {
        pose: legs > 0 ? blendPoses(still, pose(gait, walked(t)), legs) : still,
        look: sings ? "speak" : isShut ? "shut" : "open",
      };
    },
  };
}
