/** Points in a take, to the hundredth of a second, as they are written in the trim's fields. */

/** Seconds as `00:02.50`: minutes, seconds and hundredths, cut off so that an end is never past it. */
export function trimTime(seconds: number): string {
  const hundredths = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds * 100 + 0.01)) : 0;
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(hundredths / 6000);
  return `${two(minutes)}:${two(Math.floor(hundredths / 100) % 60)}.${two(hundredths % 100)}`;
}

const TIME = /^(?:(?:(\d{1,2}):)?(\d{1,2}):)?(\d{1,4}(?:[.,]\d{1,3})?)$/;

/** Seconds of `00:02.50`, `2.5`, `2,5` or `00:00:02`; NaN for anything else. */
export function parseTrimTime(text: string): number {
  const found = TIME.exec(text.trim());
  if (found === null) return Number.NaN;
  const [, hours = "0", minutes = "0", seconds = ""] = found;
  const whole = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds.replace(",", "."));
  return Math.round(whole * 1000) / 1000;
}
