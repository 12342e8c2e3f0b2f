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
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { GripVertical } from "lucide-react";
import { assetPath } from "../../workers/contracts/paths.ts";
import { useSceneOrder } from "../live/use-scene-order.ts";
import type { SceneRow } from "../project/scene-rows.ts";
import { shorten } from "../words/lists.ts";
import { movingWords } from "../words/moving-words.ts";
import { timecode } from "../words/timecode.ts";
import type { Desk } from "./desk.ts";

export default function ReorderScenes({ desk }: { desk: Desk }) {
  const { rows, place, fault } = useSceneOrder(desk.snapshot, "reorder");
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const onDragEnd = ({ active, over }: DragEndEvent) =>
    place(String(active.id), over === null ? null : String(over.id));
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
        onDragEnd={onDragEnd}
        accessibility={{ announcements: movingWords(rows) }}
      >
        <SortableContext
          items={rows.map(({ scene }) => scene.id)}
          strategy={verticalListSortingStrategy}
        >
          <ol className="reorder">
            {rows.map((row) => (
              <Row key={row.scene.id} row={row} desk={desk} />
            ))}
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
