/** A press on a scene of the film strip that may become a drag, for as long as it lasts. */
import { type MouseEvent, type TouchEvent, useEffect, useState } from "react";

export type Press = {
  sceneId: string;
  event: MouseEvent<HTMLElement> | TouchEvent<HTMLElement>;
};

/** It is kept, so that what drags can still take it up when it is loaded only now. */
export function usePress(): { press: Press | null; begin: (press: Press) => void } {
  const [press, begin] = useState<Press | null>(null);
  useEffect(() => {
    if (press === null) return;
    const end = () => begin(null);
    window.addEventListener("pointerup", end);
    window.addEventListener("pointercancel", end);
    return () => {
      window.removeEventListener("pointerup", end);
      window.removeEventListener("pointercancel", end);
    };
  }, [press]);
  return { press, begin };
}
