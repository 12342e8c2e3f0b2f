/** Log lines in the form of tqdm, the progress bar most models print. */
const STEPS = 16;
const BAR = 10;

/** ` 44%|████▍     | 7/16 [00:03<00:04,  2.01it/s]` */
export function progressLine(fraction: number, elapsedS: number): string {
  const done = Math.min(STEPS, Math.floor(fraction * STEPS));
  const percent = String(Math.floor((done / STEPS) * 100)).padStart(3);
  const filled = Math.round((done / STEPS) * BAR);
  const bar = "█".repeat(filled).padEnd(BAR);
  const rate = elapsedS > 0 ? done / elapsedS : 0;
  const left = rate > 0 ? clockTime((STEPS - done) / rate) : "?";
  const speed = rate > 0 ? rate.toFixed(2).padStart(5) : "?";
  return `${percent}%|${bar}| ${done}/${STEPS} [${clockTime(elapsedS)}<${left}, ${speed}it/s]\n`;
}

function clockTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${String(Math.floor(whole / 60)).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`;
}
