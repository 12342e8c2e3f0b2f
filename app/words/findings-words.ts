/** What the check of a clip measured, as far as it matters to a person. */
import type { Asset } from "../../workers/contracts/project.ts";

/** Shares of a clip below these are what clips are like: a fade, a held breath, a pause. */
const NOTABLE = { black: 0.1, frozen: 0.3, silent: 0.5 };
/** LUFS: a film is brought to -14, and what lies so far below it brings its noise along. */
const QUIET_LUFS = -40;

/** Short phrases without a full stop; none for a clip that was never looked into. */
export function findingsWords({ hasAudio, findings }: Asset): string[] {
  if (findings === null) return [];
  const { blackShare, frozenShare, silentShare, loudnessLufs } = findings;
  const words: string[] = [];
  if (blackShare >= NOTABLE.black) words.push(`Black for ${percent(blackShare)}`);
  // A black stretch stands still too, and is said once.
  if (frozenShare - blackShare >= NOTABLE.frozen) words.push(`Still for ${percent(frozenShare)}`);
  if (hasAudio !== true) words.push("No sound");
  else if (loudnessLufs === null) words.push("Its sound is silence");
  else if (silentShare >= NOTABLE.silent) words.push(`Silent for ${percent(silentShare)}`);
  else if (loudnessLufs <= QUIET_LUFS) words.push(`Very quiet, ${Math.round(loudnessLufs)} LUFS`);
  return words;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
