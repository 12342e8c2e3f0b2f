import type { Job } from "../../workers/contracts/job.ts";
import { aboutUsd } from "../words/money.ts";
import type { Desk } from "./desk.ts";
import { IntentForm } from "./intent-form.tsx";

export type JobButtonProps = {
  intent: "retry" | "cancel";
  job: Job;
  desk: Desk;
  /** The verb, such as `Shoot again`. */
  children: string;
  /** What it will cost, in US dollars; shown behind the verb. */
  usd?: number;
  /** What is different this time. */
  change?: { model?: string; generateAudio?: "no" };
  className?: string;
};

/** Tries a job again, or cancels it. */
export function JobButton({
  intent,
  job,
  desk,
  children,
  usd,
  change = {},
  className,
}: JobButtonProps) {
  return (
    <IntentForm
      name={[intent, job.id, ...Object.values(change)].join("-")}
      intent={intent}
      formKey={desk.formKey}
      fields={{ jobId: job.id, ...change }}
      fault={desk.fault}
    >
      {({ isSending }) => (
        <button className={className ?? "button plain"} disabled={isSending}>
          {usd === undefined ? children : `${children} · ${aboutUsd(usd)}`}
        </button>
      )}
    </IntentForm>
  );
}
