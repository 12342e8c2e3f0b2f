/** Beside the screen: what waits for the person, and how the project goes on by itself. */
import { ArrowDown } from "lucide-react";
import { isTerminal } from "../../workers/contracts/job.ts";
import { restUsd } from "../project/rest-price.ts";
import { neededStation } from "../project/stations.ts";
import { nowOf } from "../project/status.ts";
import { aboutUsd } from "../words/money.ts";
import type { Desk } from "./desk.ts";
import { IntentForm } from "./intent-form.tsx";
import { Notices } from "./notices.tsx";
import { StateMark } from "./state-mark.tsx";

export function NextStep({ desk }: { desk: Desk }) {
  const { snapshot } = desk;
  const { need, mode, station } = snapshot.project;
  const { tone, short } = nowOf(snapshot);
  const isWorking = snapshot.jobs.some(({ status }) => !isTerminal(status));
  const isOpen = mode !== "manual" && station !== "finished";
  return (
    <div className="next-step">
      {need !== null ? (
        <a className="button" href={`#${neededStation(snapshot) ?? "idea"}`}>
          {short}
          <ArrowDown size={16} aria-hidden="true" />
        </a>
      ) : tone === "done" ? null : (
        <p className="now">
          <StateMark tone={tone}>{short}</StateMark>
        </p>
      )}
      {isOpen ? <Mode desk={desk} /> : null}
      <div className="actions">
        {isWorking ? (
          <IntentForm name="stop-all" intent="stop-all" formKey={desk.formKey} fault={desk.fault}>
            {({ isSending }) => (
              <button
                className="button plain"
                disabled={isSending}
                title="Cancels what is running. What has arrived stays."
              >
                {isSending ? "Stopping…" : "Stop everything"}
              </button>
            )}
          </IntentForm>
        ) : null}
        <Notices snapshot={snapshot} isOffered={isWorking} />
      </div>
    </div>
  );
}

/** Straight to the film, or a stop before each choice and before clips are paid for. */
function Mode({ desk }: { desk: Desk }) {
  const { snapshot, models } = desk;
  const isQuick = snapshot.project.mode === "quick";
  return (
    <IntentForm
      name="mode"
      intent="edit-project"
      formKey={desk.formKey}
      fields={{ mode: isQuick ? "step" : "quick" }}
      fault={desk.fault}
      className="mode"
    >
      {({ isSending }) => (
        <>
          <span className="quiet fine">
            {isQuick
              ? "Goes on to the film by itself."
              : "Stops for the portrait, and before clips are paid for."}
          </span>
          <button className="button plain" disabled={isSending}>
            {isQuick
              ? "Go step by step"
              : `Go on to the film · ${aboutUsd(restUsd(snapshot, models))}`}
          </button>
        </>
      )}
    </IntentForm>
  );
}
