/** One scene: what happens on the left, its clip on the right. */
import { assetPath } from "../../workers/contracts/paths.ts";
import { chosenPortrait } from "../project/portraits.ts";
import type { SceneRow } from "../project/scene-rows.ts";
import { timecode } from "../words/timecode.ts";
import { ClipCard } from "./clip-card.tsx";
import type { Desk } from "./desk.ts";
import { EditScene } from "./edit-scene.tsx";
import { RewriteNote } from "./rewrite-note.tsx";
import { SceneTools } from "./scene-tools.tsx";

export type SceneCardProps = {
  row: SceneRow;
  desk: Desk;
  /** Scenes in the film. */
  count: number;
  /** The person takes it out now. */
  onRemove: (sceneId: string) => void;
};

export function SceneCard({ row, desk, count, onRemove }: SceneCardProps) {
  const { scene } = row;
  return (
    <li className="scene-row" id={`scene-${scene.id}`}>
      <article className="scene" aria-label={`Scene ${scene.number}`}>
        <header>
          <h3>Scene {scene.number}</h3>
          <CharacterChip desk={desk} />
          <span className="mono quiet">{timecode(scene.lengthS)}</span>
        </header>
        <p className="description">{scene.description}</p>
        {scene.negativeDescription === "" ? null : (
          <details className="fine not-seen">
            <summary className="quiet">Not in the picture</summary>
            <p className="quiet">{scene.negativeDescription}</p>
          </details>
        )}
        <RewriteNote scene={scene} desk={desk} />
        <div className="scene-tools">
          <EditScene row={row} desk={desk} />
          <SceneTools scene={scene} desk={desk} count={count} onRemove={onRemove} />
        </div>
      </article>
      <ClipCard row={row} desk={desk} />
    </li>
  );
}

/** Who plays in it. */
function CharacterChip({ desk }: { desk: Desk }) {
  const { project } = desk.snapshot;
  const portrait = chosenPortrait(desk.snapshot);
  if (portrait?.asset == null) return null;
  return (
    <a className="character-chip fine" href="#character">
      <img src={assetPath(project.id, portrait.asset.id)} alt="" width={20} height={20} />
      <span>Option {portrait.option}</span>
    </a>
  );
}
