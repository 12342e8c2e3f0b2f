/** Joins the pieces of a figure: which exist, how large each is, and where a pose puts them. */
import type { Design } from "../design.ts";
import { foreArm, held, shin, thigh, upperArm } from "./limbs.ts";
import { torso } from "./torso.ts";
import { cape, pack, tail, wing } from "./extras.ts";
import type { Look } from "./face.ts";
import { head } from "./head.ts";
import type { Limb, Pose } from "./poses.ts";

/** A piece in its own units around its joint at 0,0; `box` holds all its ink: x, y, width, height. */
export type Piece = { name: string; svg: string; box: [number, number, number, number] };

/** Where a piece stands: SVG's matrix(a b c d e f), figure units, feet at 0,0. */
export type Matrix = [number, number, number, number, number, number];
export type Placed = { name: string; matrix: Matrix };

export const LOOKS: Look[] = ["open", "shut", "speak"];

const LIMB: [number, number, number, number] = [-30, -30, 64, 104];
const WIDE_LIMB: [number, number, number, number] = [-110, -130, 220, 370];

export function puppetPieces(design: Design): Piece[] {
  const pieces: Piece[] = [
    { name: "tail", svg: tail(design), box: [-166, -130, 190, 170] },
    { name: "torso", svg: torso(design), box: [-104, -236, 208, 344] },
    { name: "upperArm", svg: upperArm(design), box: LIMB },
    { name: "foreArm", svg: foreArm(design, null), box: [-34, -40, 68, 124] },
    {
      name: "foreArmNear",
      svg: foreArm(design, held(design)),
      box: held(design) === null ? [-34, -40, 68, 124] : WIDE_LIMB,
    },
    { name: "thigh", svg: thigh(design), box: LIMB },
    { name: "shin", svg: shin(design), box: [-30, -24, 74, 100] },
    ...LOOKS.map((look): Piece => ({
      name: `head-${look}`,
      svg: head(design, look),
      box: [-150, -280, 300, 380],
    })),
  ];
  if (design.wears.includes("cape"))
    pieces.push({ name: "cape", svg: cape(design), box: [-96, -26, 192, 220] });
  if (design.kind === "dragon" || design.wears.includes("wings"))
    pieces.push({ name: "wing", svg: wing(design), box: [-20, -110, 180, 150] });
  if (design.wears.includes("backpack"))
    pieces.push({ name: "pack", svg: pack(design), box: [-76, -36, 152, 156] });
  return pieces.filter((piece) => piece.svg !== "");
}

export function multiplyMatrices(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    m[0] * n[4] + m[2] * n[5] + m[4],
    m[1] * n[4] + m[3] * n[5] + m[5],
  ];
}

/** A joint at x,y turned by `degrees`. */
export function joint(x: number, y: number, degrees = 0, scaleX = 1, scaleY = 1): Matrix {
  const angle = (degrees * Math.PI) / 180;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [c * scaleX, s * scaleX, -s * scaleY, c * scaleY, x, y];
}

/** Height from the sole to the hip, in figure units. */
export function hipHeight(design: Design): number {
  return design.kind === "ghost" ? 96 : 104 * design.legs - 2;
}

/** Height of the standing figure to the top of its skull, in figure units. */
export function figureHeight(design: Design): number {
  return hipHeight(design) + 112 + 128 * design.head;
}

/** A staff or umbrella is carried upright, whatever the arm would do without it. */
function carryingArm(design: Design, arm: Limb): Limb {
  const item = held(design);
  if (item !== "staff" && item !== "umbrella") return arm;
  const upper = Math.max(50, Math.min(100, arm.upper));
  return { upper, lower: 168 + arm.upper * 0.06 - upper };
}

/** All pieces of the figure in `pose`, from back to front. Angles swing towards +x when positive. */
export function assemble(design: Design, pose: Pose, look: Look): Placed[] {
  const placed: Placed[] = [];
  const put = (name: string, matrix: Matrix) => {
    placed.push({ name, matrix });
    return matrix;
  };
  const root = multiplyMatrices(
    joint(pose.x, pose.y - hipHeight(design), pose.turn),
    joint(0, 0, 0),
  );
  const body = multiplyMatrices(root, joint(0, 0, pose.torso));
  const shoulder = 36 * design.girth;
  const limb = (
    from: Matrix,
    x: number,
    y: number,
    angles: { upper: number; lower: number },
    reach: number,
    names: [string, string],
  ) => {
    const upper = put(names[0], multiplyMatrices(from, joint(x, y, -angles.upper)));
    put(names[1], multiplyMatrices(upper, joint(0, reach, -angles.lower)));
  };

  put("tail", multiplyMatrices(body, joint(-18, -4, pose.tail)));
  for (const side of [1, -1] as const)
    put(
      "wing",
      multiplyMatrices(
        body,
        multiplyMatrices(joint(side * 14, -84, 0, side), joint(0, 0, -pose.wings)),
      ),
    );
  put("cape", multiplyMatrices(body, joint(0, -102, pose.cloth * 0.6)));
  put("pack", multiplyMatrices(body, joint(-4, -100)));
  limb(body, -shoulder, -96, pose.armFar, 44, ["upperArm", "foreArm"]);
  limb(root, -13 * design.girth, 0, pose.legFar, 50 * design.legs, ["thigh", "shin"]);
  limb(root, 13 * design.girth, 0, pose.legNear, 50 * design.legs, ["thigh", "shin"]);
  put("torso", body);
  put(
    `head-${look}`,
    multiplyMatrices(body, joint(0, design.kind === "ghost" ? -92 : -108, pose.head)),
  );
  limb(body, shoulder, -96, carryingArm(design, pose.armNear), 44, ["upperArm", "foreArmNear"]);
  return placed;
}

/** The figure as SVG in figure units (feet at 0,0), for a still picture. */
export function drawFigure(design: Design, pose: Pose, look: Look): string {
  const pieces = new Map(puppetPieces(design).map((piece) => [piece.name, piece.svg]));
  return assemble(design, pose, look)
    .map(({ name, matrix }) => {
      const svg = pieces.get(name);
      return svg === undefined
        ? ""
        : `<g transform="matrix(${matrix.map((v) => v.toFixed(4)).join(" ")})">${svg}</g>`;
    })
    .join("");
}
