/** React's side of the live channel: the served snapshot at once, then whatever the socket tells. */
import { useEffect, useReducer, useRef, useState } from "react";
import type { ServerMessage, Snapshot } from "../../workers/contracts/live.ts";
import { livePath } from "../../workers/contracts/paths.ts";
import type { LinkState } from "./channel.ts";
import { openChannel } from "./channel.ts";
import { newerSnapshot, reduceView, viewOf } from "./project-view.ts";

export type ProjectChannel = { snapshot: Snapshot; link: LinkState; isDeleted: boolean };

/**
 * @param served the snapshot the loader returned; later ones count when they are newer
 */
export function useProjectChannel(served: Snapshot): ProjectChannel {
  const projectId = served.project.id;
  const [view, dispatch] = useReducer(reduceView, served, viewOf);
  const [link, setLink] = useState<LinkState>("connecting");
  const first = useRef(view);

  useEffect(() => {
    // The reducer's result is not readable here, so the gap is judged on a copy kept in step.
    let known = first.current;
    const channel = openChannel({
      connect: () => {
        const url = new URL(livePath(projectId), window.location.href);
        url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
        return new WebSocket(url);
      },
      onMessage: (message: ServerMessage) => {
        const hadGap = known.needsResync;
        known = reduceView(known, message);
        dispatch(message);
        return known.needsResync && !hadGap;
      },
      onLink: setLink,
      random: Math.random,
    });
    const hurry = () => {
      if (document.visibilityState === "visible") channel.hurry();
    };
    window.addEventListener("online", hurry);
    window.addEventListener("pageshow", hurry);
    document.addEventListener("visibilitychange", hurry);
    return () => {
      window.removeEventListener("online", hurry);
      window.removeEventListener("pageshow", hurry);
      document.removeEventListener("visibilitychange", hurry);
      channel.close();
    };
  }, [projectId]);

  return { snapshot: newerSnapshot(served, view.snapshot), link, isDeleted: view.isDeleted };
}
