/** Listens for the page's keys. The sheet that tells them is loaded when it is asked for. */
import { useNavigate } from "@remix-run/react";
import { lazy, Suspense, useEffect, useState } from "react";
import type { Snapshot } from "../../workers/contracts/live.ts";
import { actionOf } from "../live/shortcuts.ts";
import { neededStation, stations } from "../project/stations.ts";

const HelpSheet = lazy(() => import("./help-sheet.tsx"));

/** Keys that are pressed in these are theirs. */
const TAKERS =
  'input, textarea, select, video, audio, [contenteditable], [role="dialog"], [role="menu"], [role="slider"], media-controller';

export function Shortcuts({ snapshot }: { snapshot: Snapshot }) {
  const [isOpen, setOpen] = useState(false);
  const navigate = useNavigate();
  const { id } = snapshot.project;
  const needed = neededStation(snapshot);
  const names = stations(snapshot)
    .map(({ name }) => name)
    .join(" ");
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      const action = actionOf({
        key: event.key,
        hasModifier: event.ctrlKey || event.metaKey || event.altKey,
        isTaken: event.defaultPrevented || target?.closest(TAKERS) != null,
      });
      if (action === null) return;
      event.preventDefault();
      switch (action.go) {
        case "station":
          return show(names.split(" ")[action.index] ?? null);
        case "need":
          return show(needed);
        case "activity":
          return navigate(`/projects/${id}/activity`);
        case "home":
          return navigate("/");
        case "help":
          return setOpen(true);
        default:
          return action satisfies never;
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [id, needed, names, navigate]);
  return (
    <>
      <button type="button" className="keys-button unseen" onClick={() => setOpen(true)}>
        Keyboard shortcuts
      </button>
      {isOpen ? (
        <Suspense fallback={null}>
          <HelpSheet onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}

function show(station: string | null): void {
  if (station !== null) document.getElementById(station)?.scrollIntoView();
}
