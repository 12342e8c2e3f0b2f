/** The page of one project: the screen, the stations, and the film strip under all of it. */
import { Link } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import type { AppInfo } from "../../workers/contracts/gateway.ts";
import { isTerminal } from "../../workers/contracts/job.ts";
import type { Snapshot } from "../../workers/contracts/live.ts";
import type { UsualTime } from "../../workers/contracts/usual-times.ts";
import type { ModelInfo } from "../../workers/contracts/models.ts";
import type { FormFault } from "../forms/outcome.ts";
import { useOnePlayer } from "../live/use-one-player.ts";
import { useNow } from "../live/use-now.ts";
import { usePreview } from "../live/use-preview.ts";
import { useOnline } from "../live/use-online.ts";
import { useProjectChannel } from "../live/use-project-channel.ts";
import { arrivals, documentTitle } from "../project/status.ts";
import { lineWords } from "../words/line-words.ts";
import { CharacterSection } from "./character-section.tsx";
import { BringBack } from "./deleted-project.tsx";
import { FilmSection } from "./film-section.tsx";
import { FilmStrip } from "./film-strip.tsx";
import { Masthead, SimulatedTag } from "./masthead.tsx";
import type { Desk } from "./desk.ts";
import { ScenesSection } from "./scenes-section.tsx";
import { Screen } from "./screen.tsx";
import { ShellBar } from "./shell-bar.tsx";
import { Shortcuts } from "./shortcuts.tsx";

export type ProjectPageProps = {
  snapshot: Snapshot;
  models: readonly ModelInfo[];
  info: AppInfo;
  usualTimes?: readonly UsualTime[];
  formKey: string;
  servedAt: number;
  fault: FormFault | null;
};

export function ProjectPage(props: ProjectPageProps) {
  const { snapshot, link, isDeleted } = useProjectChannel(props.snapshot);
  useOnePlayer();
  const preview = usePreview();
  const isOnline = useOnline();
  const said = useArrivals(snapshot);
  const isWorking = snapshot.jobs.some((job) => !isTerminal(job.status));
  const now = useNow(props.servedAt, isWorking);
  useEffect(() => {
    document.title = documentTitle(snapshot);
  }, [snapshot]);
  const desk: Desk = {
    snapshot,
    now,
    models: props.models,
    expectedSeconds: props.info.expectedSeconds,
    usualTimes: props.usualTimes ?? [],
    publishedBase: props.info.publishedBase,
    formKey: props.formKey,
    fault: props.fault,
  };
  return (
    <div className="page project">
      <Masthead>
        {snapshot.project.isSimulated ? <SimulatedTag /> : null}
        <Link to={`/projects/${snapshot.project.id}/activity`}>Activity</Link>
      </Masthead>
      <ShellBar snapshot={snapshot} notice={lineWords(isOnline, link)} />
      {isDeleted ? (
        <Deleted />
      ) : (
        <main>
          <Screen desk={desk} preview={preview} />
          <CharacterSection desk={desk} />
          <ScenesSection desk={desk} />
          <FilmSection desk={desk} />
        </main>
      )}
      <FilmStrip snapshot={snapshot} now={now} usual={desk} onPlay={preview.open} />
      <Shortcuts snapshot={snapshot} />
      <p className="unseen" aria-live="polite">
        {said}
      </p>
    </div>
  );
}

function Deleted() {
  return (
    <main className="deleted">
      <p className="fault" role="alert">
        This project was deleted. For a day it can come back.
      </p>
      <div className="ways">
        <BringBack />
        <a className="button" href="/">
          All films
        </a>
      </div>
    </main>
  );
}

/** What arrived with the newest change, for people who hear the page. */
function useArrivals(snapshot: Snapshot): string {
  const before = useRef(snapshot);
  const [said, setSaid] = useState("");
  useEffect(() => {
    const sentences = arrivals(before.current, snapshot);
    before.current = snapshot;
    if (sentences.length > 0) setSaid(sentences.join(" "));
  }, [snapshot]);
  return said;
}
