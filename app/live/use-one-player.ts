/**
 * Of everything on the page that can be heard, one plays at a time. What stands together in an element
 * with `data-players` counts as one, and sees to itself.
 */
import { useEffect } from "react";

export function useOnePlayer(): void {
  useEffect(() => {
    // Media events do not bubble; they can be captured.
    document.addEventListener("play", pauseOthers, { capture: true });
    return () => document.removeEventListener("play", pauseOthers, { capture: true });
  }, []);
}

function pauseOthers({ target }: Event): void {
  const group = target instanceof Element ? target.closest("[data-players]") : null;
  for (const media of document.querySelectorAll<HTMLMediaElement>("video, audio")) {
    if (media === target || media.paused || group?.contains(media) === true) continue;
    media.pause();
  }
}
