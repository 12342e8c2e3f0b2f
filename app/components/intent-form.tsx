/** A form that sends one intent: in place with scripts, by a plain post without them. */
import { useFetcher } from "@remix-run/react";
import { type ReactNode, useEffect } from "react";
import { FORM_FIELDS, type FormFault, type FormOutcome } from "../forms/outcome.ts";
import { useHydrated } from "../live/use-hydrated.ts";

export type IntentFormProps = {
  /** Unique on the page; the answer is shown beside the form of this name. */
  name: string;
  intent: string;
  /** The server's key of this rendering: the same key twice is one command. */
  formKey: string;
  /** Hidden fields. */
  fields?: Record<string, string>;
  /** The answer to a post without scripts, if it was this form's. */
  fault?: FormFault | null;
  className?: string;
  /** For a form with a file in it, and where it goes if not to the page's own address. */
  encType?: "multipart/form-data";
  action?: string;
  /** Called once after each accepted sending. */
  onDone?: () => void;
  children: (state: { isSending: boolean; fault: FormFault | null }) => ReactNode;
};

export function IntentForm(props: IntentFormProps) {
  const { name, intent, formKey, fields = {}, className, onDone, children } = props;
  const { encType, action } = props;
  const isHydrated = useHydrated();
  const fetcher = useFetcher<FormOutcome>({ key: name });
  const answer = fetcher.data;
  const served = props.fault?.form === name ? props.fault : null;
  const fault = answer === undefined ? served : answer.ok ? null : answer;
  const isSending = fetcher.state !== "idle";
  useEffect(() => {
    if (answer?.ok === true) onDone?.();
    // Each sending has an answer object of its own; a new callback is no news.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [answer]);
  return (
    <fetcher.Form
      method="post"
      {...(className === undefined ? {} : { className })}
      {...(encType === undefined ? {} : { encType })}
      {...(action === undefined ? {} : { action })}
    >
      <input type="hidden" name={FORM_FIELDS.form} value={name} />
      <input type="hidden" name={FORM_FIELDS.intent} value={intent} />
      <input type="hidden" name={FORM_FIELDS.key} value={fault?.nextKey ?? formKey} />
      {isHydrated ? <input type="hidden" name={FORM_FIELDS.enhanced} value="yes" /> : null}
      {Object.entries(fields).map(([field, value]) => (
        <input key={field} type="hidden" name={field} value={value} />
      ))}
      {children({ isSending, fault })}
      {fault === null || Object.keys(fault.fields).length > 0 ? null : (
        <p className="fault" role="alert">
          {fault.message}
        </p>
      )}
    </fetcher.Form>
  );
}
