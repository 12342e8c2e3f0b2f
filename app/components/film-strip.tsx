/** The film strip: one frame for each scene, as wide as it is long. Progress, navigator and film in one. */
import type { Snapshot } from "../../workers/contracts/live.ts";
import { assetPath } from "../../workers/contracts/paths.ts";
import { chosenPortrait } from "../project/portraits.ts";
import { type SceneRow, sceneRows } from "../project/scene-rows.ts";
import { clockwork } from "../words/job-words.ts";
import { timecode } from "../words/timecode.ts";

export type FilmStripProps = { snapshot: Snapshot; now: number; expectedSeconds: number };

const WORDS: Record<Exclude<SceneRow["state"], "failed">, string> = {
  empty: "not shot",
  working: "generating",
  ready: "ready",
};

export function FilmStrip({ snapshot, now, expectedSeconds }: FilmStripProps) {
  const rows = sceneRows(snapshot);
  const { mode, settings } = snapshot.project;
  // Only where scenes are sure to come does the strip stand before them.
  if (rows.length === 0 && mode === "manual") return null;
  return (
    <nav className="strip" aria-label="Film strip">
      <ol>
        {rows.length === 0
          ? Array.from({ length: settings.sceneCount }, (_, index) => (
              <li key={index} style={{ flexGrow: settings.clipLengthS }} data-state="empty">
                <span className="frame">
                  <span className="number">{index + 1}</span>
                </span>
              </li>
            ))
          : rows.map((row) => (
              <Frame
                key={row.scene.id}
                row={row}
                snapshot={snapshot}
                developed={developedShare(row, now, expectedSeconds)}
              />
            ))}
      </ol>
    </nav>
  );
}

/** 0 to 1: the provider's own progress where it tells, else the share of the usual time. */
function developedShare(row: SceneRow, now: number, expectedSeconds: number): number {
  if (row.state !== "working" || row.main?.job == null) return 0;
  const clock = clockwork(row.main.job, now, expectedSeconds);
  return clock.progress ?? clock.elapsedShare;
}

function Frame(props: { row: SceneRow; snapshot: Snapshot; developed: number }) {
  const { row, snapshot, developed } = props;
  const { scene, main, state } = row;
  const portrait = chosenPortrait(snapshot);
  const projectId = snapshot.project.id;
  // A clip from before posters shows who is in it.
  const picture = main?.asset?.posterAssetId ?? portrait?.asset?.id ?? null;
  return (
    <li style={{ flexGrow: scene.lengthS }} data-state={state}>
      <a className="frame" href={`#scene-${scene.id}`}>
        {state === "ready" && picture !== null ? (
          <img src={assetPath(projectId, picture)} alt="" />
        ) : state === "working" && portrait?.asset != null ? (
          <span className="tone" style={{ width: `${Math.round(developed * 100)}%` }}>
            <img src={assetPath(projectId, portrait.asset.id)} alt="" />
          </span>
        ) : null}
        <span className="number">
          <span className="unseen">Scene </span>
          {scene.number}
        </span>
        {state === "failed" ? (
          <span className="word">Failed</span>
        ) : (
          <span className="unseen">{WORDS[state]}</span>
        )}
        <span className="length mono">{timecode(scene.lengthS)}</span>
      </a>
    </li>
  );
}
