/** How long a film runs, as one says it: minutes and seconds, and hours only where there are some. */
import { timecode } from "./timecode.ts";

/** Seconds as `00:32` or `01:02:03`, rounded to the nearest second. */
export function runtime(seconds: number): string {
  return timecode(seconds).replace(/^00:/, "");
}
