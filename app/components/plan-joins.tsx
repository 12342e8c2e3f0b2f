/** How the scenes give way to each other: one transition for all, and others for single joins. */
import { TransitionKind } from "../../workers/contracts/film-options.ts";
import type { Scene } from "../../workers/contracts/project.ts";
import { joinField, joinSecondsField } from "../forms/film-plan-fields.ts";
import { OVERLAPS } from "../project/planned-length.ts";
import { TRANSITION_WORDS } from "../words/film-plan-words.ts";
import { Choice, Measure, type PlanPart, textValue } from "./plan-controls.tsx";

const KINDS = TransitionKind.options.map((kind) => [kind, TRANSITION_WORDS[kind]] as const);

export function PlanJoins({ values, scenes, fault }: PlanPart & { scenes: readonly Scene[] }) {
  const joins = scenes.slice(0, -1);
  if (joins.length === 0) return null;
  const all = textValue(values, "transition");
  const own = joins.filter(({ id }) => textValue(values, joinField(id)) !== "");
  return (
    <fieldset>
      <legend>Between the scenes</legend>
      <div className="field-row">
        <Choice values={values} name="transition" label="Transition" options={KINDS} />
        <Seconds values={values} name="transitionS" isShown={all !== "cut"} fault={fault} />
      </div>
      {joins.length === 1 ? null : (
        <details className="joins" open={own.length > 0}>
          <summary className="quiet fine">
            {own.length === 0 ? "Set single joins" : `${own.length} of ${joins.length} by hand`}
          </summary>
          <ol>
            {joins.map(({ id, number }) => {
              const kind = textValue(values, joinField(id));
              return (
                <li key={id} className="field-row">
                  <Choice
                    values={values}
                    name={joinField(id)}
                    label={`Scene ${number} to ${number + 1}`}
                    options={[["", "As everywhere"], ...KINDS]}
                  />
                  <Seconds
                    values={values}
                    name={joinSecondsField(id)}
                    isShown={kind !== "" && kind !== "cut"}
                    fault={fault}
                  />
                </li>
              );
            })}
          </ol>
        </details>
      )}
      {[all, ...own.map(({ id }) => textValue(values, joinField(id)))].some(showsTwo) ? (
        <Choice
          values={values}
          name="keep"
          label="Where two clips are seen at once"
          options={[
            ["clips", "The film gets shorter, the clips stay whole"],
            ["film", "The film keeps its length, from what was trimmed off"],
          ]}
        />
      ) : (
        <input type="hidden" name="keep" value={textValue(values, "keep")} />
      )}
    </fieldset>
  );
}

const showsTwo = (kind: string) => OVERLAPS.includes(kind);

/** Hidden where it says nothing, but still in the form: a plain form sends it again. */
function Seconds(props: PlanPart & { name: string; isShown: boolean }) {
  const { values, name, isShown, fault } = props;
  return isShown ? (
    <Measure {...{ values, name, fault }} label="Seconds" min={0.1} max={2} step={0.1} />
  ) : (
    <input type="hidden" name={name} value={textValue(values, name)} />
  );
}
