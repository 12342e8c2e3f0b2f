/** Dates as the server and every browser print them alike: English, in UTC. */

const day = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

/** Epoch milliseconds as `22 Nov 2026`. */
export function dayWords(at: number): string {
  return day.format(at);
}
