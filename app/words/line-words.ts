/** What a page says of its line to the server; null while all is well. */
import type { LinkState } from "../live/channel.ts";

export function lineWords(isOnline: boolean, link: LinkState): string | null {
  if (!isOnline) {
    return "You are offline. What is running goes on; what you type is kept here, and the page catches up by itself.";
  }
  return link === "reconnecting"
    ? "The line is down. This is how things stood; the page catches up by itself."
    : null;
}
