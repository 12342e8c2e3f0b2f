/** Offers to compare films as soon as there are two. What does it is loaded when it is asked for. */
import { lazy, Suspense, useState } from "react";
import type { Snapshot } from "../../workers/contracts/live.ts";
import type { FilmPrint } from "../project/film-reel.ts";
import { useHydrated } from "../live/use-hydrated.ts";

const CompareFilms = lazy(() => import("./compare-films.tsx"));

export function Compare(props: { prints: readonly FilmPrint[]; snapshot: Snapshot }) {
  const isHydrated = useHydrated();
  const [isOpen, setOpen] = useState(false);
  const prints = props.prints.filter(({ asset }) => asset !== null);
  if (prints.length < 2) return null;
  return (
    <div className="compare-films">
      <button
        type="button"
        className="button plain"
        aria-expanded={isOpen}
        disabled={!isHydrated}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? "Close the comparison" : "Compare films"}
      </button>
      {isOpen ? (
        <Suspense fallback={<p className="quiet">Threading the films…</p>}>
          <CompareFilms prints={prints} snapshot={props.snapshot} />
        </Suspense>
      ) : null}
    </div>
  );
}
