/** A song for the film. Beside the plan's form, not in it: a form within a form is none. */
import { LIMITS } from "../../workers/contracts/limits.ts";
import { SONG_FORM } from "../forms/outcome.ts";
import type { Desk } from "./desk.ts";
import { IntentForm } from "./intent-form.tsx";

const MEGABYTES = LIMITS.uploadAudioBytes / 1024 / 1024;

export function UploadSong({ desk }: { desk: Desk }) {
  return (
    <IntentForm
      name={SONG_FORM}
      intent="upload-song"
      action={`/projects/${desk.snapshot.project.id}?upload=song`}
      formKey={desk.formKey}
      fault={desk.fault}
      className="upload-song"
      encType="multipart/form-data"
    >
      {({ isSending }) => (
        <div className="field-row">
          <label className="field">
            <span>A song: MP3, M4A, WAV, FLAC or Ogg, at most {MEGABYTES} MB</span>
            <input
              type="file"
              name="file"
              required
              accept="audio/*,.mp3,.m4a,.wav,.flac,.ogg"
              onChange={({ currentTarget }) => {
                const isTooLarge = (currentTarget.files?.[0]?.size ?? 0) > LIMITS.uploadAudioBytes;
                currentTarget.setCustomValidity(
                  isTooLarge
                    ? `The song is larger than ${MEGABYTES} MB. Save it as MP3 and choose it again.`
                    : "",
                );
                if (isTooLarge) currentTarget.reportValidity();
              }}
            />
          </label>
          <button className="button" disabled={isSending}>
            {isSending ? "Uploading…" : "Upload the song"}
          </button>
        </div>
      )}
    </IntentForm>
  );
}
