/** More portraits, as many as one wants at a time, each count with its price. */
import { useState } from "react";
import { LIMITS } from "../../workers/contracts/limits.ts";
import { findModel, runUsd } from "../project/prices.ts";
import { aboutUsd } from "../words/money.ts";
import { countWords } from "../words/lists.ts";
import type { Desk } from "./desk.ts";
import { IntentForm } from "./intent-form.tsx";
import { useHydrated } from "../live/use-hydrated.ts";

export function DrawMore({ desk, isBusy }: { desk: Desk; isBusy: boolean }) {
  const { settings, characterDescription } = desk.snapshot.project;
  const [count, setCount] = useState<number>(LIMITS.portraits);
  const isHydrated = useHydrated();
  if (characterDescription === "") return null;
  const pictureUsd = runUsd(findModel(desk.models, settings.imageModel));
  const counts = Array.from({ length: LIMITS.portraits }, (_, index) => index + 1);
  return (
    <IntentForm
      name="draw-portraits"
      intent="start"
      formKey={desk.formKey}
      fields={{ kind: "character" }}
      fault={desk.fault}
      className="draw-more"
    >
      {({ isSending }) => (
        <>
          <label className="field">
            <span className="unseen">How many</span>
            <select
              name="count"
              value={count}
              onChange={({ currentTarget }) => setCount(Number(currentTarget.value))}
            >
              {counts.map((each) => (
                <option key={each} value={each}>
                  {isHydrated
                    ? each
                    : `${countWords(each, "portrait")} · ${aboutUsd(pictureUsd * each)}`}
                </option>
              ))}
            </select>
          </label>
          <button className="button" disabled={isSending || isBusy}>
            {isHydrated ? `Draw ${count} more · ${aboutUsd(pictureUsd * count)}` : "Draw more"}
          </button>
        </>
      )}
    </IntentForm>
  );
}
