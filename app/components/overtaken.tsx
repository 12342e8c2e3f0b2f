/** Somebody else saved while one was editing: the other text, and the choice between the two. */
import { useHydrated } from "../live/use-hydrated.ts";

export type OvertakenProps = {
  /** Such as `Scene 2`. */
  what: string;
  /** How it reads now. */
  now: string;
  onKeep: () => void;
  onTake: () => void;
};

/** Without scripts the choice is made by saving again, or by not saving. */
export function Overtaken({ what, now, onKeep, onTake }: OvertakenProps) {
  const isHydrated = useHydrated();
  return (
    <div className="overtaken" role="alert">
      <p>{what} was changed somewhere else while you were editing. Yours is below; it now reads:</p>
      <blockquote>{now}</blockquote>
      {isHydrated ? (
        <div className="remedies">
          <button type="button" className="button" onClick={onKeep}>
            Keep mine
          </button>
          <button type="button" className="button" onClick={onTake}>
            Take that one
          </button>
        </div>
      ) : (
        <p className="quiet">Save again to put your text in its place.</p>
      )}
    </div>
  );
}
