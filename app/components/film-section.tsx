/** The film: cutting it, naming what would be missing, and the films so far. */
import { filmReel } from "../project/film-reel.ts";
import { usualSeconds } from "../project/usual.ts";
import { clockwork, doingWords, reasonWords } from "../words/job-words.ts";
import { sceneWords } from "../words/lists.ts";
import { Compare } from "./compare.tsx";
import type { Desk } from "./desk.ts";
import { Downloads } from "./downloads.tsx";
import { FilmPlan, useFilmPlan } from "./film-plan.tsx";
import { FilmPrint } from "./film-print.tsx";
import { IntentForm } from "./intent-form.tsx";
import { JobButton } from "./job-button.tsx";

export function FilmSection({ desk }: { desk: Desk }) {
  const { snapshot } = desk;
  const plan = useFilmPlan(snapshot);
  const reel = filmReel(snapshot);
  const isManual = snapshot.project.mode === "manual";
  const prints = [...(reel.current === null ? [] : [reel.current]), ...reel.earlier];
  return (
    <section className="station wide" aria-labelledby="film-heading" id="film">
      <header>
        <h2 id="film-heading">Film</h2>
        <div className="end">
          <Cut desk={desk} isPlanned={!plan.isUnsaved} />
        </div>
      </header>
      {reel.cutting?.job == null ? null : (
        <div className="cutting">
          <p>
            {doingWords(reel.cutting.job)}{" "}
            <span className="mono quiet">
              {clockwork(reel.cutting.job, desk.now, usualSeconds(reel.cutting.job, desk)).words}
            </span>
          </p>
          <progress max={1} value={reel.cutting.job.progress ?? 0} aria-label="Cutting" />
        </div>
      )}
      {reel.failed?.job == null ? null : (
        <div className="not-cut">
          <p className="fault">{reasonWords(reel.failed.job)} Your clips are safe.</p>
          {isManual ? (
            <JobButton intent="retry" job={reel.failed.job} desk={desk} usd={0}>
              Cut it again
            </JobButton>
          ) : null}
        </div>
      )}
      {prints.length === 0 && reel.cutting === null && reel.failed === null ? (
        <p className="quiet">
          {isManual
            ? "No film yet."
            : "The film is cut when its clips are in. Cutting costs nothing."}
        </p>
      ) : null}
      <FilmPlan desk={desk} save={plan} />
      <ul className="prints">
        {prints.map((print) => (
          <FilmPrint key={print.film.id} print={print} desk={desk} />
        ))}
      </ul>
      <Compare prints={prints} snapshot={snapshot} />
      <Downloads snapshot={snapshot} />
    </section>
  );
}

/** `isPlanned`: how it is cut is saved; a film cut now would be cut as it was before. */
function Cut({ desk, isPlanned }: { desk: Desk; isPlanned: boolean }) {
  const { snapshot } = desk;
  const reel = filmReel(snapshot);
  if (!reel.canCut) return null;
  const isNeeded =
    snapshot.project.need === "cut_film" ||
    snapshot.project.need === "retry_film" ||
    (snapshot.project.need === "retry_clips" && reel.gaps.length > 0);
  const words =
    reel.gaps.length > 0
      ? snapshot.project.filmPlan.gaps === "still"
        ? `Make a film with stills for ${sceneWords(reel.gaps)}`
        : `Make a film without ${sceneWords(reel.gaps)}`
      : reel.current === null
        ? "Cut the film"
        : snapshot.project.mode === "manual"
          ? "Cut another film"
          : "Cut it again";
  return (
    <IntentForm
      name="cut"
      intent="start"
      formKey={desk.formKey}
      fields={{ kind: "film", ...(reel.gaps.length > 0 ? { allowMissing: "yes" } : {}) }}
      fault={desk.fault}
    >
      {({ isSending }) => (
        <button
          className={isNeeded && reel.gaps.length === 0 ? "button yours" : "button"}
          disabled={isSending || !isPlanned}
        >
          {words} · free
        </button>
      )}
    </IntentForm>
  );
}
