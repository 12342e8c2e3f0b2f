/** Scenes as a short list to drag, by hand or by keyboard. Loaded when somebody wants to move scenes. */
import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { GripVertical } from "lucide-react";
import { useState } from "react";
import { assetPath } from "../../workers/contracts/paths.ts";
import { useIntent } from "../live/use-intent.ts";
import { type SceneRow, sceneRows } from "../project/scene-rows.ts";
import { shorten } from "../words/lists.ts";
import { timecode } from "../words/timecode.ts";
import type { Desk } from "./desk.ts";

export default function ReorderScenes({ desk }: { desk: Desk }) {
  const rows = sceneRows(desk.snapshot);
  const { send, fault } = useIntent("reorder");
  // Shown at once; the server's own order takes over when it has changed.
  const key = rows.map(({ scene }) => scene.id).join();
  const [shown, setShown] = useState({ key, ids: rows.map(({ scene }) => scene.id) });
  const ids = shown.key === key ? shown.ids : rows.map(({ scene }) => scene.id);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const place = ({ active, over }: DragEndEvent) => {
    const from = ids.indexOf(String(active.id));
    const to = ids.indexOf(String(over?.id ?? ""));
    if (from < 0 || to < 0 || from === to) return;
    setShown({ key, ids: arrayMove(ids, from, to) });
    send("move-scene", { sceneId: String(active.id), number: String(to + 1) });
  };
  const byId = new Map(rows.map((row) => [row.scene.id, row]));
  const words = (id: string | number) => `scene ${byId.get(String(id))?.scene.number ?? "?"}`;
  const placeOf = (id: string | number | undefined) => ids.indexOf(String(id ?? "")) + 1;
  return (
    <>
      <p className="quiet fine">
        Drag a scene to its place. By keyboard: space picks one up, the arrows move it, space puts
        it down, escape leaves it where it was.
      </p>
      {fault === null ? null : (
        <p className="fault" role="alert">
          {fault}
        </p>
      )}
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        onDragEnd={place}
        accessibility={{
          announcements: {
            onDragStart: ({ active }) => `Picked up ${words(active.id)}.`,
            onDragOver: ({ active, over }) =>
              over === null ? "" : `${words(active.id)} is over place ${placeOf(over.id)}.`,
            onDragEnd: ({ active, over }) =>
              `${words(active.id)} is at place ${placeOf(over?.id)}.`,
            onDragCancel: ({ active }) => `${words(active.id)} stays where it was.`,
          },
        }}
      >
        <SortableContext items={ids} strategy={verticalListSortingStrategy}>
          <ol className="reorder">
            {ids.map((id) => {
              const row = byId.get(id);
              return row === undefined ? null : <Row key={id} row={row} desk={desk} />;
            })}
          </ol>
        </SortableContext>
      </DndContext>
    </>
  );
}

function Row({ row, desk }: { row: SceneRow; desk: Desk }) {
  const { scene, main } = row;
  const { attributes, listeners, setNodeRef, transform, transition, isDragging } = useSortable({
    id: scene.id,
  });
  const poster = main?.asset?.posterAssetId ?? null;
  return (
    <li
      ref={setNodeRef}
      style={{ transform: CSS.Transform.toString(transform), transition }}
      data-dragging={isDragging}
    >
      <button
        type="button"
        className="grip"
        aria-label={`Move scene ${scene.number}`}
        {...attributes}
        {...listeners}
      >
        <GripVertical size={16} aria-hidden="true" />
      </button>
      <span className="mono">{scene.number}</span>
      <span className="thumb">
        {poster === null ? null : (
          <img src={assetPath(desk.snapshot.project.id, poster)} alt="" loading="lazy" />
        )}
      </span>
      <span className="start">{shorten(scene.description, 110)}</span>
      <span className="mono quiet">{timecode(scene.lengthS)}</span>
    </li>
  );
}
