/** Sends one intent of a project page from a script, without a form of its own. */
import { useFetcher } from "@remix-run/react";
import { useCallback } from "react";
import { FORM_FIELDS, type FormOutcome } from "../forms/outcome.ts";

/** @param name unique on the page, as of a form; one that is sent twice is two intents */
export function useIntent(name: string) {
  const { submit, data, state } = useFetcher<FormOutcome>({ key: name });
  const send = useCallback(
    (intent: string, fields: Record<string, string>) => {
      const own = {
        [FORM_FIELDS.form]: name,
        [FORM_FIELDS.intent]: intent,
        [FORM_FIELDS.key]: crypto.randomUUID(),
        [FORM_FIELDS.enhanced]: "yes",
      };
      submit({ ...fields, ...own }, { method: "post" });
    },
    [name, submit],
  );
  const fault = data?.ok === false ? data.message : null;
  return { send, fault, isSending: state !== "idle" };
}
