/** A line that says what was deleted, with the way back: where there are no scripts to pass it by. */
import type { Deletion } from "../../workers/contracts/deletion.ts";
import type { FormFault } from "../forms/outcome.ts";
import { momentWords } from "../words/dates.ts";
import { shorten } from "../words/lists.ts";
import { IntentForm } from "./intent-form.tsx";

export type UndoDeletionProps = { deletion: Deletion; formKey: string; fault: FormFault | null };

export function UndoDeletion({ deletion, formKey, fault }: UndoDeletionProps) {
  return (
    <div className="undo-line" role="status">
      <p>
        “{shorten(deletion.title, 80)}” was deleted.{" "}
        <span className="quiet">
          It can come back until {momentWords(deletion.restorableUntil)}.
        </span>
      </p>
      <IntentForm
        name="film-restore"
        intent="restore"
        formKey={formKey}
        fields={{ projectId: deletion.projectId }}
        fault={fault}
      >
        {({ isSending }) => (
          <button className="button plain" disabled={isSending}>
            Undo
          </button>
        )}
      </IntentForm>
    </div>
  );
}
