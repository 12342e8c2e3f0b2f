/** The last line of a project's downloads: all of it at once. */
import type { Snapshot } from "../../workers/contracts/live.ts";
import { exportPath } from "../../workers/contracts/paths.ts";

export function Everything({ snapshot }: { snapshot: Pick<Snapshot, "project" | "assets"> }) {
  if (snapshot.assets.length === 0) return null;
  return (
    <li className="print">
      <span>
        Everything
        <span className="quiet"> in one ZIP: pictures, clips, songs, films and the record</span>
      </span>
      <span className="end">
        <a className="button plain" href={exportPath(snapshot.project.id)} download>
          Download the ZIP
        </a>
      </span>
    </li>
  );
}
