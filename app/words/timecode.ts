/** Lengths of time as people in a cutting room write them. */

/** Seconds as `00:00:08` (hours, minutes, seconds), rounded to the nearest second. */
export function timecode(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.round(seconds)) : 0;
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

/** Seconds as a timecode for machines: the `datetime` attribute of a `<time>` element. */
export function isoDuration(seconds: number): string {
  return `PT${Math.max(0, Math.round(seconds))}S`;
}
