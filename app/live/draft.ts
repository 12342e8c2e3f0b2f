/** A field's text as it was typed, kept until it is saved. See drafts.ts for where and how long. */
import { useCallback, useSyncExternalStore } from "react";
import { Drafts } from "./drafts.ts";

const drafts = new Drafts(storageOf, Date.now);

const subscribe = (listener: () => void) => drafts.subscribe(listener);

export type Draft = {
  /** What was typed, else the server's value. On the server and in the first paint always the latter. */
  value: string;
  set: (text: string) => void;
  /** Saved, or given up: the server's value stands again. */
  clear: () => void;
  /** Something was typed that the server does not have. */
  isDraft: boolean;
};

/** @param key names one field of one project, such as `${project.id}/title` */
export function useDraft(key: string, serverValue: string): Draft {
  const kept = useSyncExternalStore(
    subscribe,
    () => drafts.read(key),
    () => null,
  );
  const set = useCallback((text: string) => drafts.write(key, text), [key]);
  const clear = useCallback(() => drafts.write(key, null), [key]);
  return { value: kept ?? serverValue, set, clear, isDraft: kept !== null && kept !== serverValue };
}

/** A browser may refuse even to be asked, as with cookies turned off. */
function storageOf(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
