/**
 * A form that saves itself a moment after each change. What is typed stands on the page until the server
 * has it; from then on, as in every other tab, the server's values do.
 */
import { useEffect, useRef, useState } from "react";

/** Long enough to finish a word or a number. */
const SAVE_AFTER_MS = 600;

/** What was typed, and the version of the server's values that it began on. */
type Edit<Values> = { values: Values; base: number };

export type Autosave<Values> = {
  values: Values;
  /** To send along, so that a change elsewhere is noticed. */
  base: number;
  /** Takes a change, and sends the form when no other follows. */
  change: (next: Values, form: HTMLFormElement | null) => void;
  /** Sends what waits to be sent, as when somebody leaves the form. */
  flush: () => void;
  /** To be called with each accepted sending. */
  saved: () => void;
  /** Gives up what was typed; the server's values stand again. */
  forget: () => void;
  /** Sends what was typed over what somebody else saved meanwhile. */
  insist: (form: HTMLFormElement | null) => void;
  isUnsaved: boolean;
  /** Somebody else saved while this was typed. */
  isOvertaken: boolean;
};

/**
 * @param served the server's values
 * @param version rises with each change that the server keeps
 */
export function useAutosave<Values>(
  served: Values,
  version: number,
  isSending: boolean,
): Autosave<Values> {
  const [edit, setEdit] = useState<Edit<Values> | null>(null);
  const [kept, setKept] = useState<Edit<Values> | null>(null);
  const sent = useRef<Edit<Values> | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const waiting = useRef<(() => void) | null>(null);
  const unsent = useRef<HTMLFormElement | null>(null);
  const latest = useRef({ edit, isSending, saveSoon });
  useEffect(() => {
    latest.current = { edit, isSending, saveSoon };
  });
  useEffect(() => {
    // What could not be sent goes out when the connection is back. One listener for good: another that
    // hears the same event renders the page, and one that was put there by that would not hear it.
    const again = () => {
      if (unsent.current !== null) latest.current.saveSoon(unsent.current);
    };
    window.addEventListener("online", again);
    return () => {
      window.removeEventListener("online", again);
      clearTimeout(timer.current);
    };
  }, []);

  const isKept = edit !== null && kept?.values === edit.values;
  const isServed = edit === null || (isKept && version > kept.base);

  function saveSoon(form: HTMLFormElement | null): void {
    const save = () => {
      waiting.current = null;
      clearTimeout(timer.current);
      if (latest.current.isSending) {
        saveSoon(form);
      } else if (form?.checkValidity() === true) {
        // A number that is half typed waits for its other half.
        sent.current = latest.current.edit;
        unsent.current = form;
        form.requestSubmit();
      }
    };
    clearTimeout(timer.current);
    waiting.current = save;
    timer.current = setTimeout(save, SAVE_AFTER_MS);
  }

  return {
    values: isServed ? served : edit.values,
    base: isServed ? version : edit.base,
    change: (values, form) => {
      setEdit({ values, base: isServed ? version : edit.base });
      saveSoon(form);
    },
    flush: () => waiting.current?.(),
    saved: () => {
      const done = sent.current;
      unsent.current = null;
      setKept(done);
      // What was typed since then goes on from there.
      setEdit((now) =>
        now === null || done === null || now.values === done.values
          ? now
          : { ...now, base: done.base + 1 },
      );
    },
    forget: () => {
      clearTimeout(timer.current);
      waiting.current = null;
      unsent.current = null;
      setEdit(null);
    },
    insist: (form) => {
      if (edit !== null) setEdit({ ...edit, base: version });
      saveSoon(form);
    },
    isUnsaved: edit !== null && !isKept,
    isOvertaken: edit !== null && !isKept && !isSending && version > edit.base,
  };
}
