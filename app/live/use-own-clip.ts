/** One scene's upload as its card shows it. What was cut off is remembered on this computer. */
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { ownClipPath, ownClipsPath } from "../../workers/contracts/paths.ts";

export type OwnClipState =
  | { stage: "idle" }
  /** A file that was not sent to its end, before the page was opened. */
  | { stage: "cut_off"; fileName: string; bytes: number }
  | {
      stage: "sending" | "waiting" | "finishing";
      fileName: string;
      bytes: number;
      sentBytes: number;
    }
  | { stage: "failed"; message: string; file: File | null };

export type OwnClip = {
  state: OwnClipState;
  send: (file: File) => void;
  /** Stops, and gives up what has arrived. */
  cancel: () => void;
};

export function useOwnClip(projectId: string, sceneId: string): OwnClip {
  const [state, setState] = useState<OwnClipState>({ stage: "idle" });
  const running = useRef<AbortController | null>(null);
  const note = `edgereel:own-clip:${sceneId}`;
  const kept = useSyncExternalStore(
    never,
    () => rawNote(note),
    () => null,
  );
  useEffect(() => {
    // A card that goes away takes its upload with it; what has arrived stays.
    return () => running.current?.abort();
  }, [note]);

  const send = useCallback(
    (file: File) => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      const of = { fileName: file.name, bytes: file.size };
      let sentBytes = 0;
      setState({ stage: "sending", ...of, sentBytes });
      writeNote(note, of);
      void load()
        .then(({ sendOwnClip, browserTransport }) =>
          sendOwnClip({
            ...{ projectId, sceneId, file, signal: controller.signal },
            transport: browserTransport,
            onChange: (change) => {
              sentBytes = change.sentBytes ?? sentBytes;
              if (!controller.signal.aborted) setState({ stage: change.stage, ...of, sentBytes });
            },
          }),
        )
        .catch(() => ({
          ok: false as const,
          message: "The upload could not be begun. Reload the page, then choose the file again.",
          mayGoOn: false,
        }))
        .then((sent) => {
          if (controller.signal.aborted) return;
          if (sent.ok || !sent.mayGoOn) writeNote(note, null);
          setState(
            sent.ok
              ? { stage: "idle" }
              : { stage: "failed", message: sent.message, file: sent.mayGoOn ? file : null },
          );
        });
    },
    [projectId, sceneId, note],
  );

  const cancel = useCallback(() => {
    running.current?.abort();
    const begun = parseNote(rawNote(note));
    writeNote(note, null);
    setState({ stage: "idle" });
    if (begun !== null) void giveUp(projectId, sceneId, begun);
  }, [projectId, sceneId, note]);
  const before = state.stage === "idle" ? parseNote(kept) : null;
  return { state: before === null ? state : { stage: "cut_off", ...before }, send, cancel };
}

/** Loaded with the first file that is chosen. */
async function load() {
  const [{ sendOwnClip }, { browserTransport }] = await Promise.all([
    import("./send-own-clip.ts"),
    import("./upload-transport.ts"),
  ]);
  return { sendOwnClip, browserTransport };
}

type Note = { fileName: string; bytes: number };

/** It is asked for by its name and size, as it was begun; a day later it goes by itself. */
async function giveUp(
  projectId: string,
  sceneId: string,
  { fileName, bytes }: Note,
): Promise<void> {
  try {
    const begun = await fetch(ownClipsPath(projectId, sceneId), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ file_name: fileName, bytes }),
    });
    const answer: unknown = await begun.json();
    const { id } = answer as { id?: string };
    if (id !== undefined) await fetch(ownClipPath(projectId, id), { method: "DELETE" });
  } catch {
    // Without a connection it is given up after a day.
  }
}

const never = () => () => {};

/** A browser may refuse to keep anything; then a reload just begins anew. */
function rawNote(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function parseNote(text: string | null): Note | null {
  try {
    const { fileName, bytes } = JSON.parse(text ?? "{}") as Partial<Note>;
    return typeof fileName === "string" && typeof bytes === "number" ? { fileName, bytes } : null;
  } catch {
    return null;
  }
}

function writeNote(name: string, note: Note | null): void {
  try {
    if (note === null) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(note));
  } catch {
    // As above.
  }
}
