/** The project's title, and changing it where it stands. */
import { Pencil } from "lucide-react";
import { useRef, useState } from "react";
import { LIMITS } from "../../workers/contracts/limits.ts";
import { useDraft } from "../live/draft.ts";
import type { Desk } from "./desk.ts";
import { FieldFault } from "./field-fault.tsx";
import { IntentForm } from "./intent-form.tsx";

const FORM = "rename";

export function ProjectTitle({ desk }: { desk: Desk }) {
  const { id, title } = desk.snapshot.project;
  const details = useRef<HTMLDetailsElement>(null);
  const draft = useDraft(`${id}/title`, title);
  // As it was when the form was opened: what another tab saved since is told, not written over unseen.
  const [base, setBase] = useState(title);
  /** Who was in the form stands at its button again, not in a field that is hidden. */
  const close = () => {
    const form = details.current;
    if (form?.contains(document.activeElement) === true) form.querySelector("summary")?.focus();
    form?.removeAttribute("open");
  };
  return (
    <div className="headline">
      <h1 id="title">{title}</h1>
      <details
        className="rename"
        ref={details}
        open={desk.fault?.form === FORM}
        onToggle={(event) => {
          if (!event.currentTarget.open) return;
          setBase(title);
          event.currentTarget.querySelector<HTMLInputElement>("input[name=title]")?.focus();
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") close();
        }}
      >
        <summary aria-label="Change the title" title="Change the title">
          <Pencil size={16} aria-hidden="true" />
        </summary>
        <IntentForm
          name={FORM}
          intent="edit-project"
          formKey={desk.formKey}
          fault={desk.fault}
          onDone={() => {
            draft.clear();
            close();
          }}
        >
          {({ isSending, fault }) => (
            <div className="rename-form">
              <label className="field">
                <span>Title{draft.isDraft ? " · not saved" : ""}</span>
                <input
                  name="title"
                  required
                  maxLength={LIMITS.titleChars}
                  value={draft.isDraft ? draft.value : (fault?.values["title"] ?? title)}
                  onChange={(event) => draft.set(event.currentTarget.value)}
                />
                <FieldFault said={fault?.fields["title"]} />
                {base !== title && draft.isDraft ? (
                  <strong className="fine" role="alert">
                    Meanwhile it was changed to “{title}”. Save to replace that.
                  </strong>
                ) : null}
              </label>
              <button className="button" disabled={isSending}>
                {isSending ? "Saving…" : "Save"}
              </button>
            </div>
          )}
        </IntentForm>
      </details>
    </div>
  );
}
