/** Says that a scene is out of the film, with the way back, once the server has said so. */
import { useCallback, useEffect, useRef } from "react";
import type { Snapshot } from "../../workers/contracts/live.ts";
import { toast } from "./toast.ts";
import { useIntent } from "./use-intent.ts";

/** Answers with what to call when a person takes a scene out on this page; other tabs are not told. */
export function useRemoval({ scenes, removedScenes }: Snapshot): (sceneId: string) => void {
  const asked = useRef(new Map<string, number>());
  const { send } = useIntent("undo-removal");
  useEffect(() => {
    for (const { scene } of removedScenes) {
      const number = asked.current.get(scene.id);
      if (number === undefined) continue;
      asked.current.delete(scene.id);
      toast(`Scene ${number} is out of the film. Its takes stay.`, {
        undo: () => send("restore-scene", { sceneId: scene.id }),
      });
    }
  }, [removedScenes, send]);
  return useCallback(
    (sceneId) => {
      const number = scenes.find(({ id }) => id === sceneId)?.number;
      if (number !== undefined) asked.current.set(sceneId, number);
    },
    [scenes],
  );
}
