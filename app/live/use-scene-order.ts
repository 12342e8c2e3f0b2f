/** Scenes that a person puts in order: shown at once, saved by the server, put back where it refuses. */
import { useEffect, useRef, useState } from "react";
import type { Snapshot } from "../../workers/contracts/live.ts";
import { inOrder, moved } from "../project/scene-order.ts";
import { type SceneRow, sceneRows } from "../project/scene-rows.ts";
import { useIntent } from "./use-intent.ts";

export type SceneOrder = {
  /** In the order that the person gave them, and numbered so. */
  rows: SceneRow[];
  /** Puts a scene at the place of another. */
  place: (sceneId: string, overId: string | null) => void;
  /** Why the last order was refused. */
  fault: string | null;
};

/**
 * @param name of the intent: unique on the page
 * @param onRefused called once after each refusal
 */
export function useSceneOrder(
  snapshot: Snapshot,
  name: string,
  onRefused?: (why: string) => void,
): SceneOrder {
  const { send, fault, isSending } = useIntent(name);
  const [asked, setAsked] = useState<string[] | null>(null);
  const wasSending = useRef(false);
  const rows = inOrder(sceneRows(snapshot), asked);
  useEffect(() => {
    // The page was loaded anew before a sending ends: from then on the server's own order counts.
    if (wasSending.current && !isSending) {
      setAsked(null);
      if (fault !== null) onRefused?.(fault);
    }
    wasSending.current = isSending;
  }, [isSending, fault, onRefused]);
  const place = (sceneId: string, overId: string | null) => {
    const ids = rows.map(({ scene }) => scene.id);
    const move = moved(ids, sceneId, overId);
    if (move === null) return;
    setAsked(move.sceneIds);
    send("move-scene", { sceneId, number: String(move.number) });
  };
  return { rows, place, fault };
}
