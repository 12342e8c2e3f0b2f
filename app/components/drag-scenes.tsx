/**
 * Moves the frames of the film strip by mouse, and by touch after a long press. Loaded when somebody comes
 * near the strip. It takes hold of frames that stand there already, because wrapping them would build
 * them anew under the pointer. By keyboard scenes are moved in their own section: see reorder-scenes.tsx.
 */
import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  type DragStartEvent,
  type Modifier,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { horizontalListSortingStrategy, SortableContext, useSortable } from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { type RefObject, useLayoutEffect } from "react";
import type { Press } from "../live/use-press.ts";
import type { SceneRow } from "../project/scene-rows.ts";
import { movingWords } from "../words/moving-words.ts";

export type DragScenesProps = {
  /** The list of the frames. */
  list: RefObject<HTMLElement>;
  /** In the order that is shown. */
  rows: readonly SceneRow[];
  press: Press | null;
  onPlace: (sceneId: string, overId: string | null) => void;
};

/** As tokens.css has it for answers. */
const ANSWER = { duration: 160, easing: "cubic-bezier(0.2, 0.7, 0.2, 1)" };

export function DragScenes({ list, rows, press, onPlace }: DragScenesProps) {
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 4 } }),
    // A finger that moves sooner scrolls the strip.
    useSensor(TouchSensor, { activationConstraint: { delay: 250, tolerance: 8 } }),
  );
  const ids = rows.map(({ scene }) => scene.id);
  const onDragEnd = ({ active, over }: DragEndEvent) =>
    onPlace(String(active.id), over === null ? null : String(over.id));
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      modifiers={[alongTheStrip]}
      onDragStart={dropClickOfMouse}
      onDragMove={dropClick}
      onDragEnd={onDragEnd}
      accessibility={{ announcements: movingWords(rows) }}
    >
      <SortableContext items={ids} strategy={horizontalListSortingStrategy}>
        {ids.map((id) => (
          <Hold key={id} sceneId={id} list={list} press={press?.sceneId === id ? press : null} />
        ))}
      </SortableContext>
    </DndContext>
  );
}

type HoldProps = { sceneId: string; list: RefObject<HTMLElement>; press: Press | null };

/** One frame's hold: shows nothing of its own. */
function Hold({ sceneId, list, press }: HoldProps) {
  const { listeners, node, setNodeRef, transform, transition, isDragging } = useSortable({
    id: sceneId,
    transition: ANSWER,
  });
  useLayoutEffect(() => {
    setNodeRef(list.current?.querySelector<HTMLElement>(`[data-scene="${sceneId}"]`) ?? null);
    return () => setNodeRef(null);
  }, [list, sceneId, setNodeRef]);
  useLayoutEffect(() => {
    const styles = { transform: CSS.Translate.toString(transform) ?? "", transition };
    if (node.current !== null) lay(node.current, styles, isDragging);
  }, [node, transform, transition, isDragging]);
  useLayoutEffect(() => {
    // A press counts once, however often it is told: what takes it up marks its event.
    if (press === null) return;
    listeners?.[press.event.type === "touchstart" ? "onTouchStart" : "onMouseDown"]?.(press.event);
  }, [press, listeners]);
  return null;
}

function lay(
  frame: HTMLElement,
  { transform, transition = "" }: { transform: string; transition: string | undefined },
  isDragging: boolean,
): void {
  Object.assign(frame.style, { transform, transition });
  frame.toggleAttribute("data-dragging", isDragging);
}

/** Sideways, and not beyond what is seen of the strip. */
const alongTheStrip: Modifier = ({ transform, draggingNodeRect, containerNodeRect }) => {
  if (draggingNodeRect === null || containerNodeRect === null) return { ...transform, y: 0 };
  const least = containerNodeRect.left - draggingNodeRect.left;
  const most = containerNodeRect.right - draggingNodeRect.right;
  return { ...transform, x: Math.max(least, Math.min(most, transform.x)), y: 0 };
};

/** A mouse has moved by now. A finger that was only held a little longer still means the frame. */
function dropClickOfMouse({ activatorEvent }: DragStartEvent): void {
  if (activatorEvent instanceof MouseEvent) dropClick();
}

/** Until the next press: browsers make a click of a drag's end, and it would follow the frame's link. */
function dropClick(): void {
  window.addEventListener("click", stopClick, { capture: true });
  window.addEventListener("pointerdown", allowClick, { capture: true });
}

function stopClick(event: MouseEvent): void {
  // A key's click has no count.
  if (event.detail > 0) event.preventDefault();
}

function allowClick(): void {
  window.removeEventListener("click", stopClick, { capture: true });
  window.removeEventListener("pointerdown", allowClick, { capture: true });
}
