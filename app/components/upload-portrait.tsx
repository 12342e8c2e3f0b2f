/** A picture of one's own as the character. */
import { LIMITS } from "../../workers/contracts/limits.ts";
import { UPLOAD_FORM } from "../forms/outcome.ts";
import type { Desk } from "./desk.ts";
import { IntentForm } from "./intent-form.tsx";

const MEGABYTES = LIMITS.uploadImageBytes / 1024 / 1024;

export function UploadPortrait({ desk }: { desk: Desk }) {
  return (
    <details className="edit upload fine" open={desk.fault?.form === UPLOAD_FORM}>
      <summary className="quiet">Upload your own</summary>
      <IntentForm
        name={UPLOAD_FORM}
        intent="upload-portrait"
        formKey={desk.formKey}
        fault={desk.fault}
        className="edit-form"
        encType="multipart/form-data"
      >
        {({ isSending }) => (
          <>
            <label className="field">
              <span>PNG, JPEG or WebP, at most {MEGABYTES} MB</span>
              <input
                type="file"
                name="file"
                required
                accept="image/png,image/jpeg,image/webp"
                onChange={({ currentTarget }) => {
                  const isTooLarge =
                    (currentTarget.files?.[0]?.size ?? 0) > LIMITS.uploadImageBytes;
                  currentTarget.setCustomValidity(
                    isTooLarge
                      ? `The picture is larger than ${MEGABYTES} MB. Make it smaller and choose it again.`
                      : "",
                  );
                  if (isTooLarge) currentTarget.reportValidity();
                }}
              />
            </label>
            <button className="button" disabled={isSending}>
              {isSending ? "Uploading…" : "Upload · free"}
            </button>
          </>
        )}
      </IntentForm>
    </details>
  );
}
