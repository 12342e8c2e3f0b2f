/** What a checked picture is, and the words for one that is refused. */
import { fail } from "../../contracts/errors.ts";
import type { Result } from "../../contracts/errors.ts";
import { LIMITS } from "../../contracts/limits.ts";

/** A picture with nothing in it but what is seen. Sides are in pixels, as stored: before turning. */
export type CleanPicture = {
  bytes: Uint8Array;
  contentType: "image/png" | "image/jpeg" | "image/webp";
  width: number;
  height: number;
};

export type Refusal = Extract<Result<never>, { ok: false }>;

export function cutOff(): Refusal {
  return fail(
    "asset_invalid",
    "The picture is cut off: the file ends before the picture does. Save or download it again, then upload the new file.",
  );
}

/** `detail` says for a technician what is wrong, without words of the file itself. */
export function damaged(detail: string): Refusal {
  return fail(
    "asset_invalid",
    "The picture is damaged. Open it in a picture program, save it as a new PNG or JPEG, and upload that.",
    detail,
  );
}

/** `label` as in "an animated PNG". */
export function moving(label: string): Refusal {
  return fail("asset_invalid", `The picture moves: it is ${label}. Upload a still picture.`);
}

/** A kind of JPEG that the standard has and browsers do not show. */
export function unusual(detail: string): Refusal {
  return fail(
    "asset_invalid",
    "This is a rare kind of JPEG that browsers can't show. Save it as an ordinary JPEG or PNG and upload that.",
    detail,
  );
}

/** Null when both sides are fine. */
export function refuseSides(width: number, height: number): Refusal | null {
  if (width === 0 || height === 0) return damaged("A side of 0 pixels.");
  const most = LIMITS.uploadImageSide;
  if (width <= most && height <= most) return null;
  return fail(
    "asset_invalid",
    `The picture is ${width} × ${height} pixels. A side may have at most ${most}: make it smaller and upload it again.`,
  );
}
