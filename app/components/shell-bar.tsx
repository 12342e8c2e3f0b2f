/** The five stations, always in view: how far each is, what waits for the person, what was spent. */
import type { Snapshot } from "../../workers/contracts/live.ts";
import { clipCounts, sceneRows } from "../project/scene-rows.ts";
import { stations } from "../project/stations.ts";
import { usd } from "../words/money.ts";
import { StateMark } from "./state-mark.tsx";

export type ShellBarProps = {
  snapshot: Snapshot;
  /** Where the stations are, on a page that is not the project's own. */
  base?: string;
  /** Said under the bar while the line is down. */
  notice: string | null;
};

export function ShellBar({ snapshot, base = "", notice }: ShellBarProps) {
  const { project } = snapshot;
  return (
    <nav className="shell-bar" aria-label="Stations">
      <ol>
        {stations(snapshot).map(({ name, label, state, words }) => (
          <li key={name} data-state={state}>
            <a href={`${base}#${name}`}>
              <StateMark tone={state}>{label}</StateMark>
              <span className="words">{words}</span>
            </a>
          </li>
        ))}
      </ol>
      <div className="end">
        <Counts snapshot={snapshot} />
        <span
          className="mono spent"
          title="Estimated cost of everything that was or may have been billed"
        >
          {usd(project.spentUsd)}
          <span className="quiet">{project.isSimulated ? " simulated" : " so far"}</span>
        </span>
      </div>
      <p className="line-notice" role="status">
        {notice}
      </p>
    </nav>
  );
}

function Counts({ snapshot }: { snapshot: Snapshot }) {
  const { loading, succeeded, failed } = clipCounts(sceneRows(snapshot));
  if (loading + succeeded + failed === 0) return null;
  return (
    <span className="counts mono">
      <span className="loading">{loading} loading</span> /{" "}
      <span className="succeeded">{succeeded} succeeded</span> /{" "}
      <span className="failed">{failed} failed</span>
    </span>
  );
}
