/** Where a project was: what happened to it, and the way back while there is one. */
import type { Deletion } from "../../workers/contracts/deletion.ts";
import { momentWords } from "../words/dates.ts";
import { IntentForm } from "./intent-form.tsx";
import { Masthead } from "./masthead.tsx";

export type DeletedProjectProps = {
  /** Null when nothing is known of it any more. */
  deletion: Deletion | null;
  /** Why bringing it back was refused. */
  refused: string | null;
};

export function DeletedProject({ deletion, refused }: DeletedProjectProps) {
  return (
    <div className="page">
      <Masthead />
      <main className="opening gone">
        {deletion === null ? (
          <>
            <h1>Nothing on this reel</h1>
            <p className="quiet">
              There is no such project. It may have been deleted more than a day ago, or the address
              is not whole.
            </p>
          </>
        ) : (
          <>
            <p className="quiet">This project was deleted.</p>
            <h1>{deletion.title}</h1>
            <p className="quiet">
              Everything in it is kept until {momentWords(deletion.restorableUntil)}. Bring it back,
              and it stands as it was; what was running has stopped.
            </p>
          </>
        )}
        {refused === null ? null : (
          <p className="fault" role="alert">
            {refused}
          </p>
        )}
        <div className="ways">
          {deletion === null ? null : <BringBack />}
          <a className="button" href="/">
            All films
          </a>
        </div>
      </main>
    </div>
  );
}

/** The channel was closed for good with the project, so with scripts the page begins anew. */
export function BringBack() {
  return (
    <IntentForm
      name="bring-back"
      intent="restore"
      formKey=""
      onDone={() => window.location.reload()}
    >
      {({ isSending }) => (
        <button className="button yours" disabled={isSending}>
          {isSending ? "Bringing it back…" : "Bring it back"}
        </button>
      )}
    </IntentForm>
  );
}
