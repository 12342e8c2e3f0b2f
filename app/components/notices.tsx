/** A notice outside the page when the person is needed or the film is there. Asked for by its button only. */
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { Snapshot } from "../../workers/contracts/live.ts";
import { nowOf } from "../project/status.ts";

type Permission = NotificationPermission | "unknown";

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** `unknown` where a browser has no notices, and on the server. */
function permission(): Permission {
  return "Notification" in window ? Notification.permission : "unknown";
}

async function ask(): Promise<void> {
  await Notification.requestPermission();
  for (const listener of listeners) listener();
}

export type NoticesProps = {
  snapshot: Snapshot;
  /** Something runs that one may want to be told of. */
  isOffered: boolean;
};

export function Notices({ snapshot, isOffered }: NoticesProps) {
  const state = useSyncExternalStore(subscribe, permission, (): Permission => "unknown");
  const [isAsking, setAsking] = useState(false);
  useNotices(snapshot, state === "granted");
  if (!isOffered) return null;
  if (state === "granted") {
    return <span className="quiet fine">You will be told when it needs you.</span>;
  }
  if (state !== "default") return null;
  return (
    <button
      type="button"
      className="button plain"
      disabled={isAsking}
      onClick={() => {
        setAsking(true);
        void ask().finally(() => setAsking(false));
      }}
    >
      Tell me when it needs me
    </button>
  );
}

/** Only while nobody looks at the page, and only for what has just become so. */
function useNotices(snapshot: Snapshot, isAllowed: boolean): void {
  const { tone, short, sentence } = nowOf(snapshot);
  const { id, title } = snapshot.project;
  const before = useRef(short);
  useEffect(() => {
    const isNew = before.current !== short;
    before.current = short;
    if (!isNew || !isAllowed || !document.hidden || (tone !== "yours" && tone !== "done")) return;
    try {
      const notice = new Notification(`${short} · ${title}`, { body: sentence, tag: id });
      notice.onclick = () => {
        window.focus();
        notice.close();
      };
    } catch {
      // Some phones allow notices only to service workers; the tab's title tells there.
    }
  }, [short, tone, sentence, isAllowed, id, title]);
}
