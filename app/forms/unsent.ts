/**
 * A form whose request never got an answer, as without a connection: the page stays as it is, and says so
 * beside the form. Whether the request arrived nobody knows, so the next try has the same key: what was
 * asked for happens once.
 */
import type { ClientActionFunctionArgs, ShouldRevalidateFunctionArgs } from "@remix-run/react";
import { FORM_FIELDS, type FormFault, SONG_FORM, UPLOAD_FORM } from "./outcome.ts";

/** A file is not read once more only to show what was typed beside it. */
const isFile = (request: Request) => /^multipart\//.test(request.headers.get("Content-Type") ?? "");

export async function sendOrSay({
  request,
  serverAction,
}: ClientActionFunctionArgs): Promise<unknown> {
  const copy = isFile(request) ? null : request.clone();
  try {
    return await serverAction();
  } catch (cause) {
    // What fetch throws where there is no answer; a redirect is thrown as a response.
    if (!(cause instanceof TypeError)) throw cause;
    return copy === null ? unsentFile(request.url) : unsent(await copy.formData());
  }
}

/** The server could not be asked a moment ago: what the page has stays. */
export function revalidateIfSent(args: ShouldRevalidateFunctionArgs): boolean {
  const result = args.actionResult as Partial<FormFault> | null | undefined;
  return result?.isUnsent === true ? false : args.defaultShouldRevalidate;
}

const MESSAGE =
  "This could not be sent: there is no connection to Edgereel. Nothing is lost; try again once it is back.";

function unsent(form: FormData): FormFault {
  const own: string[] = Object.values(FORM_FIELDS);
  const texts = [...form.entries()].flatMap(([name, value]) =>
    typeof value === "string" && !own.includes(name) ? [[name, value] as const] : [],
  );
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value : "";
  };
  return {
    form: text(FORM_FIELDS.form),
    ok: false,
    message: MESSAGE,
    fields: {},
    values: Object.fromEntries(texts),
    nextKey: text(FORM_FIELDS.key),
    isUnsent: true,
  };
}

function unsentFile(address: string): FormFault {
  const isSong = new URL(address).searchParams.get("upload") === "song";
  const form = isSong ? SONG_FORM : UPLOAD_FORM;
  return {
    ...{ form, ok: false, message: MESSAGE, fields: {}, values: {} },
    ...{ nextKey: crypto.randomUUID(), isUnsent: true },
  };
}
