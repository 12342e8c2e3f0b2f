/** A picture of the character or a song that comes with a form, with scripts or without. */
import type { ErrorBody, Result } from "../../workers/contracts/errors.ts";
import { ok } from "../../workers/contracts/errors.ts";
import type { Gateway } from "../../workers/contracts/gateway.ts";
import { FORM_FIELDS, type FormFault, SONG_FORM, UPLOAD_FORM } from "./outcome.ts";
import { statusOf } from "./read-form.server.ts";

/** Only these forms send files, so their bodies are never read as a whole. */
export function isUpload(request: Request): boolean {
  return /^multipart\/form-data\b/i.test(request.headers.get("Content-Type") ?? "");
}

export type FileUpload = {
  form: string;
  /** Where the page returns to without scripts. */
  anchor: string;
  send: "uploadPortrait" | "uploadSong";
};

const PORTRAIT: FileUpload = { form: UPLOAD_FORM, anchor: "#character", send: "uploadPortrait" };
const SONG: FileUpload = { form: SONG_FORM, anchor: "#film", send: "uploadSong" };

/** Its address says which, as that is known before the body is read. */
export function uploadOf(request: Request): FileUpload {
  return new URL(request.url).searchParams.get("upload") === "song" ? SONG : PORTRAIT;
}

/** `isPlain`: sent without scripts, and answered with a redirect. */
export async function uploadFile(
  gateway: Gateway,
  projectId: string,
  { send }: FileUpload,
  request: Request,
): Promise<Result<{ isPlain: boolean }>> {
  const received = await gateway[send](projectId, request);
  return received.ok ? ok({ isPlain: !(FORM_FIELDS.enhanced in received.value) }) : received;
}

/** What else stood in the form is not known where it could not be read. */
export function uploadFault(
  { form }: FileUpload,
  error: ErrorBody,
  nextKey: string,
): { fault: FormFault; status: number } {
  const { message } = error;
  const fault: FormFault = { form, ok: false, message, fields: {}, values: {}, nextKey };
  return { fault, status: statusOf(error) };
}
