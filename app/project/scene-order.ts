/** The order of scenes as a person moves them, before the server has said it. */
import type { SceneRow } from "./scene-rows.ts";

export type Move = {
  /** All scenes, in their new order. */
  sceneIds: string[];
  /** The place that the moved one has in it: 1 is the first. */
  number: number;
};

/** A scene at the place of another one. Null where nothing moves, or one of them is not here. */
export function moved(
  sceneIds: readonly string[],
  sceneId: string,
  overId: string | null,
): Move | null {
  const to = overId === null ? -1 : sceneIds.indexOf(overId);
  if (to < 0 || sceneId === overId || !sceneIds.includes(sceneId)) return null;
  const others = sceneIds.filter((id) => id !== sceneId);
  return { sceneIds: [...others.slice(0, to), sceneId, ...others.slice(to)], number: to + 1 };
}

/** Rows in this order, and numbered so. An order of other scenes than these is out of date: they stay. */
export function inOrder(rows: SceneRow[], sceneIds: readonly string[] | null): SceneRow[] {
  if (sceneIds === null || sceneIds.length !== rows.length) return rows;
  const byId = new Map(rows.map((row) => [row.scene.id, row]));
  const ordered = sceneIds.flatMap((id, index) => {
    const row = byId.get(id);
    return row === undefined ? [] : [{ ...row, scene: { ...row.scene, number: index + 1 } }];
  });
  return ordered.length === rows.length ? ordered : rows;
}
