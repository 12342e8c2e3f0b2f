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

const moment = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
});

/** Epoch milliseconds as `22 Nov, 14:03 UTC`. */
export function momentWords(at: number): string {
  return `${moment.format(at)} UTC`;
}

const clock = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  timeZone: "UTC",
});

/** Epoch milliseconds as `14:03:22`, in UTC. */
export function clockWords(at: number): string {
  return clock.format(at);
}
