/** Every file of the project in one folded list, with its size; the last line is all of it in one ZIP. */
import type { Snapshot } from "../../workers/contracts/live.ts";
import { assetPath } from "../../workers/contracts/paths.ts";
import { type FileRow, downloadGroups } from "../project/downloads.ts";
import { bytesWords } from "../words/bytes.ts";
import { countWords } from "../words/lists.ts";
import { runtime } from "../words/runtime.ts";
import { Everything } from "./everything.tsx";

export function Downloads({ snapshot }: { snapshot: Snapshot }) {
  const groups = downloadGroups(snapshot);
  const files = groups.flatMap((group) => group.files);
  if (files.length === 0) return null;
  const bytes = files.reduce((sum, { asset }) => sum + asset.bytes, 0);
  return (
    <div className="downloads">
      <details>
        <summary>
          Downloads{" "}
          <span className="mono quiet">
            {countWords(files.length, "file")} · {bytesWords(bytes)}
          </span>
        </summary>
        {groups.map(({ title, files }) => (
          <div className="group" key={title}>
            <h3>{title}</h3>
            <ul>
              {files.map((file) => (
                <File key={file.asset.id} file={file} projectId={snapshot.project.id} />
              ))}
            </ul>
          </div>
        ))}
      </details>
      <ul className="prints">
        <Everything snapshot={snapshot} />
      </ul>
    </div>
  );
}

function File({ file: { label, asset }, projectId }: { file: FileRow; projectId: string }) {
  const facts = [
    asset.durationMs === null ? "" : runtime(asset.durationMs / 1000),
    asset.width === null ? "" : `${asset.width}×${asset.height}`,
  ].filter((words) => words !== "");
  return (
    <li>
      <a href={assetPath(projectId, asset.id, { download: true })} download>
        <span className="label">{label}</span>
        <span className="mono quiet facts">{facts.join(" · ")}</span>
        <span className="mono size">{bytesWords(asset.bytes)}</span>
      </a>
    </li>
  );
}
