/** How a figure moves: joint angles in degrees over time. Pure. */

export type Limb = { upper: number; lower: number };

export type Pose = {
  /** Offset of the whole figure, in figure units; up is negative. */
  x: number;
  y: number;
  turn: number;
  torso: number;
  head: number;
  /** Positive swings forward (towards +x). */
  armNear: Limb;
  armFar: Limb;
  legNear: Limb;
  legFar: Limb;
  tail: number;
  /** Sway of cape and wings. */
  cloth: number;
  wings: number;
};

export const ACTIONS = [
  "walk",
  "run",
  "wave",
  "dance",
  "fly",
  "jump",
  "sing",
  "look",
  "read",
] as const;
export type Action = (typeof ACTIONS)[number];

const sin = (turns: number) => Math.sin(turns * Math.PI * 2);
const cos = (turns: number) => Math.cos(turns * Math.PI * 2);

/** Steps a second of walk and run, and figure units covered by one cycle of two steps. */
export const GAIT = {
  walk: { rate: 0.95, stride: 132 },
  run: { rate: 1.55, stride: 235 },
} as const;

function stand(t: number): Pose {
  const breath = sin(t * 0.42);
  return {
    x: 0,
    y: breath * 1.2,
    turn: 0,
    torso: breath * 0.8,
    head: sin(t * 0.23) * 3,
    armNear: { upper: 8 + breath * 3, lower: 12 + breath * 2 },
    armFar: { upper: -8 - breath * 3, lower: 8 },
    legNear: { upper: 4, lower: 0 },
    legFar: { upper: -5, lower: 0 },
    tail: sin(t * 0.6) * 9,
    cloth: sin(t * 0.35) * 3,
    wings: sin(t * 0.5) * 6,
  };
}

function stepping(t: number, kind: "walk" | "run"): Pose {
  const phase = t * GAIT[kind].rate;
  const isRun = kind === "run";
  const swing = isRun ? 42 : 27;
  const leg = (p: number): Limb => {
    const lift = Math.max(0, cos(p));
    return {
      upper: sin(p) * swing + (isRun ? 8 : 2),
      lower: -(lift ** 1.4) * (isRun ? 88 : 46) - 3,
    };
  };
  const arm = (p: number): Limb => ({
    upper: sin(p) * (isRun ? 48 : 26),
    lower: isRun ? 78 + sin(p) * 14 : 20 + sin(p) * 12,
  });
  return {
    x: 0,
    y: -Math.abs(cos(phase)) * (isRun ? 15 : 6) + (isRun ? 4 : 3),
    turn: isRun ? 5 : 1,
    torso: (isRun ? 6 : 2) + sin(phase * 2) * 1.5,
    head: sin(phase * 2 + 0.2) * 2.5 - (isRun ? 5 : 1),
    legNear: leg(phase),
    legFar: leg(phase + 0.5),
    armNear: arm(phase + 0.5),
    armFar: arm(phase),
    tail: sin(phase * 2) * 12,
    cloth: (isRun ? 34 : 14) + sin(phase * 2) * 5,
    wings: sin(phase) * 10,
  };
}

/** The pose `t` seconds into `action`. */
export function pose(action: Action, t: number): Pose {
  const idle = stand(t);
  switch (action) {
    case "walk":
    case "run":
      return stepping(t, action);
    case "wave":
      return {
        ...idle,
        torso: sin(t * 0.5) * 2.5,
        head: 5 + sin(t * 0.9) * 4,
        armNear: { upper: 142 + sin(t * 0.5) * 5, lower: 26 + sin(t * 1.7) * 26 },
      };
    case "dance": {
      const beat = t * 1.0;
      return {
        ...idle,
        x: sin(beat * 0.5) * 16,
        y: -Math.abs(sin(beat)) * 15,
        turn: sin(beat * 0.5) * 5,
        torso: sin(beat * 0.5 + 0.1) * 8,
        head: -sin(beat * 0.5) * 9,
        armNear: { upper: 96 + sin(beat) * 46, lower: 34 + sin(beat + 0.2) * 30 },
        armFar: { upper: -96 + sin(beat) * 46, lower: -34 + sin(beat + 0.2) * 30 },
        legNear: { upper: 13 + sin(beat) * 17, lower: -Math.max(0, sin(beat)) * 34 },
        legFar: { upper: -13 + sin(beat) * 17, lower: Math.max(0, -sin(beat)) * 30 - 4 },
        tail: sin(beat) * 22,
        cloth: sin(beat) * 16,
        wings: sin(beat) * 26,
      };
    }
    case "fly":
      return {
        ...idle,
        x: sin(t * 0.19) * 18,
        y: -40 + sin(t * 0.31) * 24,
        turn: 10 + sin(t * 0.24) * 9,
        torso: sin(t * 0.3) * 4,
        head: -7 + sin(t * 0.27) * 4,
        armNear: { upper: 74 + sin(t * 0.45) * 18, lower: 18 + sin(t * 0.5) * 12 },
        armFar: { upper: -52 + sin(t * 0.4) * 16, lower: -14 },
        legNear: { upper: -16 + sin(t * 0.6) * 11, lower: -30 + sin(t * 0.6 + 0.2) * 12 },
        legFar: { upper: -34 + sin(t * 0.6 + 0.4) * 11, lower: -22 + sin(t * 0.6) * 10 },
        tail: sin(t * 0.5) * 14,
        cloth: 40 + sin(t * 1.1) * 8,
        wings: sin(t * 2.1) * 34,
      };
    case "jump": {
      const p = (t * 0.72) % 1;
      const air = p > 0.3 ? Math.sin(((p - 0.3) / 0.7) * Math.PI) : 0;
      const crouch = p < 0.3 ? Math.sin((p / 0.3) * Math.PI) : 0;
      return {
        ...idle,
        y: -air * 82 + crouch * 20,
        torso: crouch * 9 - air * 3,
        head: crouch * 6 - air * 6,
        armNear: { upper: 20 + air * 128 - crouch * 50, lower: 20 + air * 12 },
        armFar: { upper: -20 - air * 128 + crouch * 30, lower: -10 - air * 12 },
        legNear: { upper: 6 + crouch * 44 + air * 22, lower: -crouch * 82 - air * 36 },
        legFar: { upper: -6 + crouch * 36 - air * 20, lower: -crouch * 74 - air * 26 },
        tail: air * 24,
        cloth: air * 26,
        wings: air * 34,
      };
    }
    case "sing": {
      const beat = t * 0.85;
      return {
        ...idle,
        y: -Math.abs(sin(beat)) * 6,
        torso: sin(beat * 0.5) * 6,
        head: -6 + sin(beat * 0.5 + 0.15) * 7,
        armNear: { upper: 46 + sin(beat * 0.5) * 6, lower: 104 },
        armFar: { upper: -62 + sin(beat * 0.5) * 34, lower: -20 + sin(beat) * 14 },
        legNear: { upper: 9 + sin(beat) * 4, lower: -Math.max(0, sin(beat)) * 14 },
        legFar: { upper: -9, lower: 0 },
        tail: sin(beat) * 14,
      };
    }
    case "look":
      return {
        ...idle,
        torso: sin(t * 0.13) * 4,
        head: sin(t * 0.17) * 11 - 4,
        armNear: { upper: 118 + sin(t * 0.3) * 4, lower: 48 },
        armFar: { upper: -26, lower: 40 + sin(t * 0.3) * 4 },
      };
    case "read":
      return {
        ...idle,
        torso: 4 + sin(t * 0.2) * 2,
        head: 9 + sin(t * 0.3) * 3,
        armNear: { upper: 42 + sin(t * 0.6) * 12, lower: 62 + sin(t * 0.9) * 16 },
        armFar: { upper: 20 + sin(t * 0.5 + 0.3) * 12, lower: 66 + sin(t * 0.8) * 12 },
      };
  }
}

function blendLimb(a: Limb, b: Limb, k: number): Limb {
  return { upper: a.upper + (b.upper - a.upper) * k, lower: a.lower + (b.lower - a.lower) * k };
}

/** From pose `a` (k 0) to pose `b` (k 1). */
export function blendPoses(a: Pose, b: Pose, k: number): Pose {
  if (k <= 0) return a;
  if (k >= 1) return b;
  const value = (key: "x" | "y" | "turn" | "torso" | "head" | "tail" | "cloth" | "wings") =>
    a[key] + (b[key] - a[key]) * k;
  return {
    x: value("x"),
    y: value("y"),
    turn: value("turn"),
    torso: value("torso"),
    head: value("head"),
    tail: value("tail"),
    cloth: value("cloth"),
    wings: value("wings"),
    armNear: blendLimb(a.armNear, b.armNear, k),
    armFar: blendLimb(a.armFar, b.armFar, k),
    legNear: blendLimb(a.legNear, b.legNear, k),
    legFar: blendLimb(a.legFar, b.legFar, k),
  };
}
