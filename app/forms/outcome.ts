/** What a form's action answers when it does not redirect, and the names of the forms' own fields. */

/** Fields every form carries beside its own. */
export const FORM_FIELDS = {
  /** Which form on the page this is, so that an answer is shown beside it. */
  form: "form",
  intent: "intent",
  /** The server's name for one intent: sent twice, it happens once. */
  key: "key",
  /** Present when scripts send the form: then the answer is data, not a redirect. */
  enhanced: "enhanced",
  /** Jobs that the form's words were refused for, and whether they are to be tried again with new ones. */
  retryJobId: "retryJobId",
  again: "again",
} as const;

/** The forms that send a file. */
export const UPLOAD_FORM = "upload-portrait";
export const SONG_FORM = "upload-song";

export type FormFault = {
  form: string;
  ok: false;
  message: string;
  /** Faults by field name; their sentences are shown beside the field. */
  fields: Record<string, string>;
  /** Everything that was typed, to fill the form again. */
  values: Record<string, string>;
  /** The key for the next try: a refused command used its key up. */
  nextKey: string;
  /** No answer came, so nobody knows whether it was sent. */
  isUnsent?: true;
};

export type FormOutcome = { form: string; ok: true } | FormFault;
