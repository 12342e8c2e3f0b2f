/** What the container found in a clip and derived from it, and what that means for the clip's job. */
import type { ErrorBody } from "../contracts/errors.ts";
import type { Asset, Findings, Strip } from "../contracts/project.ts";
import { NOTHING_DERIVED } from "../contracts/project.ts";
import type { Checked } from "./ingest.ts";
import type { Draft, JobRecord, StoredOutput } from "./state.ts";

/** A file that was made from a clip and is in R2. */
export type DerivedFile = StoredOutput & Checked;

/** Null for a file that was not needed or could not be kept: none of them is worth a clip. */
export type Inspection = {
  findings: Findings;
  /** Frames a second, on average. */
  fps: number;
  poster: DerivedFile | null;
  strip: (DerivedFile & Strip) | null;
  mezzanine: DerivedFile | null;
};

/** From this share of its length on, a clip counts as black, frozen or silent throughout. */
const THROUGHOUT = 0.98;

/** A real length may differ by this many seconds, and by one frame, before it is worth saying. */
const LENGTH_SLACK_S = 0.1;

/** Why a clip that decodes is no clip all the same; null for one that is. */
export function faultOf(job: JobRecord, facts: Checked, findings: Findings): ErrorBody | null {
  if (findings.blackShare >= THROUGHOUT) {
    return unusable("The clip is black from beginning to end. Shoot it again.");
  }
  if (findings.frozenShare >= THROUGHOUT) {
    return unusable(
      "The clip is one frozen picture from beginning to end. Shoot it again, and say in the scene what moves.",
    );
  }
  if (isMeantToSound(job) && facts.hasAudio === true && findings.silentShare >= THROUGHOUT) {
    return unusable(
      "The clip has a sound track with nothing in it, although sound was asked for. Shoot it again, and say in the scene what is heard, or turn the sound off.",
    );
  }
  return null;
}

/** Sound was asked for, and the model can make it: what it can't was said as a substitution. */
function isMeantToSound(job: JobRecord): boolean {
  return (
    job.order?.kind === "clip" &&
    job.order.generateAudio &&
    !job.substitutions.some(({ field }) => field === "generate_audio")
  );
}

function unusable(message: string): ErrorBody {
  return { code: "output_invalid", message };
}

/** What is worth saying of a clip that counts. `shotLengthS` is what the model was asked for. */
export function warningsOf(facts: Checked, fps: number, shotLengthS: number): string[] {
  if (facts.durationMs === null) return [];
  const realS = facts.durationMs / 1000;
  const slackS = Math.max(LENGTH_SLACK_S, fps > 0 ? 1 / fps : 0);
  // Lengths are whole milliseconds, so a difference of exactly one frame may look larger.
  if (Math.abs(realS - shotLengthS) <= slackS + 0.001) return [];
  return [
    `The clip is ${seconds(realS)} long, and ${seconds(shotLengthS)} was asked of the model.`,
  ];
}

function seconds(value: number): string {
  return `${Math.round(value * 10) / 10} s`;
}

/** Rows for the derived files, and what the clip's own row says of them. */
export function putDerived(
  draft: Draft,
  inspection: Inspection,
  isSimulated: boolean,
): typeof NOTHING_DERIVED {
  const { poster, strip, mezzanine, findings } = inspection;
  for (const file of [poster, strip, mezzanine]) {
    if (file !== null) draft.put("assets", rowOf(file, { isSimulated, createdAt: draft.now }));
  }
  return {
    posterAssetId: poster?.assetId ?? null,
    strip: strip === null ? null : stripOf(strip),
    mezzanineAssetId: mezzanine?.assetId ?? null,
    findings,
  };
}

function stripOf({ assetId, frames, tileWidth, tileHeight }: Strip): Strip {
  return { assetId, frames, tileWidth, tileHeight };
}

function rowOf(
  { assetId, contentType, bytes, width, height, durationMs, hasAudio }: DerivedFile,
  of: { isSimulated: boolean; createdAt: number },
): Asset {
  return {
    id: assetId,
    media: contentType.startsWith("image/") ? "image" : "video",
    contentType,
    bytes,
    ...{ width, height, durationMs, hasAudio },
    ...NOTHING_DERIVED,
    isChecked: true,
    ...of,
  };
}
