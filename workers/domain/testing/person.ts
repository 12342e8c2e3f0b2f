/** A person at the page, who asks for whatever comes to mind. */
import { isTerminal } from "../../contracts/job.ts";
import type { StartJobs } from "../../contracts/requests.ts";
import type { SceneCommand } from "../scenes.ts";
import type { Bench } from "../testing.ts";

/** Does something that may or may not be possible now. `how` chooses what, `pick` with which row. */
export function ask(bench: Bench, how: number, pick: number): void {
  const { state } = bench;
  const jobs = [...state.jobs.values()];
  const jobId = at(jobs, pick)?.id ?? "";
  switch (how % 13) {
    case 0:
    case 1:
      bench.tell({ type: "cancel", jobId });
      return;
    case 2:
    case 3: {
      const ended = jobs.filter(({ status }) => isTerminal(status));
      bench.tell({ type: "retry", jobId: at(ended, pick)?.id ?? jobId });
      return;
    }
    case 4: {
      const ready = [...state.characterReferences.values()].filter(({ assetId }) => assetId);
      bench.tell({ type: "choose", characterReferenceId: at(ready, pick)?.id ?? "" });
      return;
    }
    case 5: {
      const sceneId = at([...state.scenes.values()], pick)?.id ?? "";
      bench.tell({ type: "edit_scene", sceneId, input: { description: `Words ${pick}` } });
      return;
    }
    case 6:
      bench.cut({ allowMissing: true });
      return;
    case 7:
      if (pick % 40 === 0) bench.tell({ type: "remove" });
      else if (pick % 40 < 20) bench.tell({ type: "restore" });
      return;
    case 8:
      arrange(bench, pick);
      return;
    case 9: {
      const sceneId = at([...state.scenes.values()], pick)?.id ?? "";
      bench.tell({ type: "rewrite_scene", sceneId, input: { wish: "" } });
      return;
    }
    case 10: {
      const ready = [...state.characterReferences.values()].filter(({ assetId }) => assetId);
      bench.tell({ type: "vary", characterReferenceId: at(ready, pick)?.id ?? "" });
      return;
    }
    default:
      bench.tell({ type: "start", input: at(STARTS, pick) ?? { kind: "clip" } });
  }
}

/** Puts a scene in, takes one out, brings one back, or moves one. */
function arrange(bench: Bench, pick: number): void {
  const { scenes, removedScenes } = bench.state;
  const sceneId = at([...scenes.values()], pick)?.id ?? "";
  const goneId = at([...removedScenes.values()], pick)?.scene.id ?? "";
  const input = { description: "Put in", negativeDescription: "", number: pick + 1 };
  const commands: SceneCommand[] = [
    { type: "add_scene", input },
    { type: "remove_scene", sceneId },
    { type: "restore_scene", sceneId: goneId },
    { type: "move_scene", sceneId, number: (pick % 7) + 1 },
  ];
  const command = at(commands, pick);
  if (command !== undefined) bench.tell(command);
}

const STARTS: StartJobs[] = [{ kind: "clip" }, { kind: "character", count: 1 }, { kind: "script" }];

/** One of the list, where there is any. */
export function at<T>(list: readonly T[], pick: number): T | undefined {
  return list[pick % Math.max(1, list.length)];
}
