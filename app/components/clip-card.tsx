/** The clip of a scene: its takes, the player, what each cost, and what to do when one failed. */
import { useSearchParams } from "@remix-run/react";
import { useState } from "react";
import type { Job } from "../../workers/contracts/job.ts";
import { assetPath } from "../../workers/contracts/paths.ts";
import { otherModels } from "../project/other-models.ts";
import { takeUsd } from "../project/prices.ts";
import { takesOf } from "../project/takes.ts";
import { type SceneRow, type Take, isReady, isWorking } from "../project/scene-rows.ts";
import { usualSeconds } from "../project/usual.ts";
import { chosenPortrait } from "../project/portraits.ts";
import { badgeWords, clockwork, doingWords, reasonWords } from "../words/job-words.ts";
import { usd } from "../words/money.ts";
import { CheckNotes } from "./check-notes.tsx";
import { ClipPlayer } from "./clip-player.tsx";
import type { Desk } from "./desk.ts";
import { FailureNote } from "./failure-note.tsx";
import { JobButton } from "./job-button.tsx";
import { JobNotes } from "./job-notes.tsx";
import { OwnClip } from "./own-clip.tsx";
import { ShootTake } from "./shoot-take.tsx";
import { StateMark } from "./state-mark.tsx";
import { TakeSwitcher } from "./take-switcher.tsx";
import { TrimClip } from "./trim-clip.tsx";
import { Waiting } from "./waiting.tsx";

export function ClipCard({ row, desk }: { row: SceneRow; desk: Desk }) {
  const { take, show } = useShownTake(row);
  const ratio = desk.snapshot.project.settings.aspectRatio.replace(":", "-");
  return (
    <article className="clip" aria-label={`Clip of scene ${row.scene.number}`}>
      <div className={`picture ratio-${ratio}`}>
        {take === null ? (
          <p className="quiet fine">Not shot yet</p>
        ) : isReady(take) ? (
          <Player take={take} row={row} desk={desk} />
        ) : isWorking(take) ? (
          <Developing take={take} desk={desk} />
        ) : (
          <Failed take={take} row={row} desk={desk} />
        )}
      </div>
      {take === null ? null : (
        <TakeSwitcher row={row} shown={take} desk={desk} onShow={(clipId) => show(clipId)} />
      )}
      {take === null ? null : <Caption take={take} row={row} desk={desk} />}
      {row.failedSince === null || row.failedSince === take ? null : (
        <FailedSince take={row.failedSince} row={row} desk={desk} />
      )}
      {take === null || take.asset === null ? null : (
        <TrimClip key={take.clip.id} row={row} take={take} desk={desk} />
      )}
      {take === null ||
      row.state === "working" ||
      (take.asset === null && take.clip.own == null) ? null : (
        <ShootTake row={row} shown={take} desk={desk} onShot={() => show(null)} />
      )}
      <OwnClip row={row} desk={desk} />
    </article>
  );
}

/** The take that somebody flipped to, else the one that matters now. Null shows that one again. */
function useShownTake(row: SceneRow): { take: Take | null; show: (clipId: string | null) => void } {
  const [asked] = useSearchParams();
  const [picked, show] = useState<string | null | undefined>(undefined);
  const clipId = picked === undefined ? asked.get("take") : picked;
  const take = takesOf(row).find(({ clip }) => clip.id === clipId) ?? row.main;
  return { take, show };
}

function Player({ take, row, desk }: { take: Take; row: SceneRow; desk: Desk }) {
  if (take.asset === null) return null;
  const { id: projectId } = desk.snapshot.project;
  const { posterAssetId, durationMs } = take.asset;
  return (
    <ClipPlayer
      key={take.asset.id}
      src={assetPath(projectId, take.asset.id)}
      poster={posterAssetId === null ? null : assetPath(projectId, posterAssetId)}
      label={`Scene ${row.scene.number}, take ${take.clip.take}`}
      lengthS={durationMs === null ? null : durationMs / 1000}
    />
  );
}

/** The chosen portrait, developing: the tone rises with honest progress or with the usual time. */
function Developing({ take, desk }: { take: Take; desk: Desk }) {
  const { job } = take;
  const portrait = chosenPortrait(desk.snapshot);
  if (job === null) return null;
  const clock = clockwork(job, desk.now, usualSeconds(job, desk));
  return (
    <div className="developing">
      {portrait?.asset == null ? null : (
        <img src={assetPath(desk.snapshot.project.id, portrait.asset.id)} alt="" />
      )}
      <p>
        <span>{doingWords(job)}</span>
        {take.clip.own == null ? <span className="mono">{clock.words}</span> : null}
      </p>
      <progress
        max={1}
        value={clock.progress ?? clock.elapsedShare}
        data-known={clock.progress !== null}
        aria-label={clock.progress === null ? "Elapsed of the usual time" : "Progress"}
      />
    </div>
  );
}

function Failed({ take, row, desk }: { take: Take; row: SceneRow; desk: Desk }) {
  if (take.job === null) return null;
  const subject = `Scene ${row.scene.number}: `;
  return (
    <div className="failed-take">
      {take.clip.own == null ? (
        <Failure job={take.job} row={row} desk={desk} subject={subject} buttonClass="button" />
      ) : (
        <OwnFailure job={take.job} subject={subject} />
      )}
    </div>
  );
}

/** A newer take failed while an older one stays in the film. */
function FailedSince({ take, row, desk }: { take: Take; row: SceneRow; desk: Desk }) {
  if (take.job === null) return null;
  const subject = `Take ${take.clip.take} failed: `;
  return (
    <div className="failed-since fine">
      {take.clip.own == null ? (
        <Failure job={take.job} row={row} desk={desk} subject={subject} />
      ) : (
        <OwnFailure job={take.job} subject={subject} />
      )}
    </div>
  );
}

/** What somebody sent in is not for a model to make again. */
function OwnFailure({ job, subject }: { job: Job; subject: string }) {
  return (
    <>
      <p className="fault">
        <span>
          {subject}
          {reasonWords(job)}
        </span>
      </p>
      <p className="fine">Choose another file below, or shoot the scene. Nothing was billed.</p>
    </>
  );
}

type FailureProps = {
  job: Job;
  row: SceneRow;
  desk: Desk;
  subject: string;
  buttonClass?: string;
};

function Failure({ job, row, desk, ...rest }: FailureProps) {
  const { aspectRatio } = desk.snapshot.project.settings;
  return (
    <FailureNote
      job={job}
      desk={desk}
      verb="Shoot again"
      usd={againUsd(job, row, desk)}
      wordsId={wordsIdOf(row.scene)}
      others={otherModels(desk.models, job, { lengthS: row.scene.lengthS, aspectRatio })}
      {...rest}
    />
  );
}

/** The id of the field with the words of a scene. */
export function wordsIdOf({ id }: SceneRow["scene"]): string {
  return `words-${id}`;
}

/** A program's own order is shot again as it was; any other take is shot as the scene reads now. */
function againUsd(job: Job, row: SceneRow, desk: Desk): number {
  const { project } = desk.snapshot;
  if (project.mode === "manual" && job.estimateUsd > 0) return job.estimateUsd;
  return takeUsd(desk.models, project.settings, row.scene);
}

function Caption({ take, row, desk }: { take: Take; row: SceneRow; desk: Desk }) {
  const { job, clip, asset } = take;
  if (job === null) return null;
  const badge = badgeWords(job);
  // Nothing is generated of a file that somebody sent in.
  const isChecking = clip.own != null && isWorking(take);
  const tone = (
    { Generating: "working", Ready: "done", Failed: "failed", Canceled: "waiting" } as const
  )[badge];
  return (
    <div className="caption">
      <StateMark tone={tone}>{isChecking ? "Checking" : badge}</StateMark>
      <span className="mono quiet">
        take {clip.take} · {clip.own == null ? takeFacts(take) : `“${clip.own.fileName}”`}
      </span>
      <span className="end">
        {isWorking(take) ? (
          <JobButton intent="cancel" job={job} desk={desk}>
            Cancel
          </JobButton>
        ) : null}
        {asset === null ? null : (
          <a
            className="button plain"
            href={assetPath(desk.snapshot.project.id, asset.id, { download: true })}
            aria-label={`Download scene ${row.scene.number}`}
          >
            Download
          </a>
        )}
      </span>
      {asset === null ? null : <span className="mono quiet video-id">{asset.id}</span>}
      <Waiting job={job} />
      <JobNotes job={job} />
      {asset === null ? null : <CheckNotes asset={asset} />}
    </div>
  );
}

/** The model of a take, its price and its seed. */
function takeFacts({ clip, job }: Take): string {
  return [
    job?.model ?? "",
    usd(job?.estimateUsd ?? 0),
    clip.seed == null ? "" : `seed ${clip.seed}`,
    (job?.attemptCount ?? 0) > 1 ? `attempt ${job?.attemptCount}` : "",
  ]
    .filter((words) => words !== "")
    .join(" · ");
}
