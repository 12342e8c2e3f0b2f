/** What people who hear the page are told while a scene is moved. */
import type { Announcements } from "@dnd-kit/core";
import type { SceneRow } from "../project/scene-rows.ts";

/** @param rows in the order that is shown */
export function movingWords(rows: readonly SceneRow[]): Announcements {
  const placeOf = (id: string | number) => rows.findIndex(({ scene }) => scene.id === id) + 1;
  const words = (id: string | number) => `scene ${placeOf(id) || "?"}`;
  const stays = (id: string | number) => `${words(id)} stays where it was.`;
  return {
    onDragStart: ({ active }) => `Picked up ${words(active.id)}.`,
    onDragOver: ({ active, over }) =>
      over === null ? "" : `${words(active.id)} is over place ${placeOf(over.id)}.`,
    onDragEnd: ({ active, over }) =>
      over === null ? stays(active.id) : `${words(active.id)} is at place ${placeOf(over.id)}.`,
    onDragCancel: ({ active }) => stays(active.id),
  };
}
