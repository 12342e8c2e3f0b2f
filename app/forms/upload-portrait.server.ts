/** A picture of the character that comes with a form, with scripts or without. */
import type { ErrorBody, Result } from "../../workers/contracts/errors.ts";
import { ok } from "../../workers/contracts/errors.ts";
import type { Gateway } from "../../workers/contracts/gateway.ts";
import { FORM_FIELDS, type FormFault, UPLOAD_FORM } from "./outcome.ts";
import { statusOf } from "./read-form.server.ts";

/** Only that form sends files, so its body is never read as a whole. */
export function isUpload(request: Request): boolean {
  return /^multipart\/form-data\b/i.test(request.headers.get("Content-Type") ?? "");
}

/** `isPlain`: sent without scripts, and answered with a redirect. */
export async function uploadPortrait(
  gateway: Gateway,
  projectId: string,
  request: Request,
): Promise<Result<{ isPlain: boolean }>> {
  const received = await gateway.uploadPortrait(projectId, request);
  return received.ok ? ok({ isPlain: !(FORM_FIELDS.enhanced in received.value) }) : received;
}

/** What else stood in the form is not known where it could not be read. */
export function uploadFault(
  error: ErrorBody,
  nextKey: string,
): { fault: FormFault; status: number } {
  const { message } = error;
  const fault: FormFault = {
    form: UPLOAD_FORM,
    ok: false,
    message,
    fields: {},
    values: {},
    nextKey,
  };
  return { fault, status: statusOf(error) };
}
