/** A clip of one's own for a scene, folded: choosing the file, how far it is, and what went wrong. */
import type { SceneRow } from "../project/scene-rows.ts";
import { useHydrated } from "../live/use-hydrated.ts";
import { type OwnClipState, useOwnClip } from "../live/use-own-clip.ts";
import type { Desk } from "./desk.ts";

const TYPES = "video/mp4,video/quicktime,video/webm,.mp4,.mov,.webm";

export function OwnClip({ row, desk }: { row: SceneRow; desk: Desk }) {
  const { scene } = row;
  const isHydrated = useHydrated();
  const { state, send, cancel } = useOwnClip(desk.snapshot.project.id, scene.id);
  const isIdle = state.stage === "idle";
  return (
    <details className="edit fine own-clip" open={isIdle ? undefined : true}>
      <summary className="quiet">Use a clip of your own · free</summary>
      <div className="edit-form">
        {isSending(state) ? (
          <Progress state={state} number={scene.number} onCancel={cancel} />
        ) : (
          <>
            <Why state={state} onAgain={send} onGiveUp={cancel} />
            <label className="field">
              <span>MP4, MOV or WebM, at most 500 MB</span>
              <input
                type="file"
                accept={TYPES}
                disabled={!isHydrated}
                aria-label={`Your own clip for scene ${scene.number}`}
                onChange={(event) => {
                  const file = event.currentTarget.files?.[0];
                  event.currentTarget.value = "";
                  if (file !== undefined) send(file);
                }}
              />
            </label>
            <noscript>Sending a file in parts needs scripts, and they are off here.</noscript>
          </>
        )}
      </div>
    </details>
  );
}

type SendingState = Extract<OwnClipState, { sentBytes: number }>;

function isSending(state: OwnClipState): state is SendingState {
  return "sentBytes" in state;
}

const DOING: Record<SendingState["stage"], string> = {
  sending: "Sending",
  waiting: "The connection is lost. Trying again:",
  finishing: "All of it is here. Looking at",
};

type ProgressProps = { state: SendingState; number: number; onCancel: () => void };

function Progress({ state, number, onCancel }: ProgressProps) {
  const { stage, fileName, bytes, sentBytes } = state;
  return (
    <>
      <p className="own-name">
        {DOING[stage]} “{fileName}”{" "}
        <span className="mono quiet">
          {megabytes(sentBytes)} of {megabytes(bytes)} MB
        </span>
      </p>
      <progress max={bytes} value={sentBytes} aria-label={`Upload of a clip for scene ${number}`} />
      <button type="button" className="button plain" onClick={onCancel}>
        Cancel the upload
      </button>
    </>
  );
}

type WhyProps = { state: OwnClipState; onAgain: (file: File) => void; onGiveUp: () => void };

/** Why there is no clip although one was chosen, and how to go on. */
function Why({ state, onAgain, onGiveUp }: WhyProps) {
  if (state.stage === "cut_off") {
    return (
      <div className="remedies">
        <p className="own-name">
          “{state.fileName}” was not sent to its end. Choose it again: it goes on where it stopped.
        </p>
        <button type="button" className="button plain" onClick={onGiveUp}>
          Give it up
        </button>
      </div>
    );
  }
  if (state.stage !== "failed") return null;
  const { file } = state;
  return (
    <div className="remedies" role="alert">
      <p className="fault own-name">
        <span>{state.message}</span>
      </p>
      {file === null ? null : (
        <button type="button" className="button plain" onClick={() => onAgain(file)}>
          Go on sending “{file.name}”
        </button>
      )}
    </div>
  );
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
