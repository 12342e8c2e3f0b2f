/** One line for a project in the list of films. */
import type { ProjectSummary } from "../../workers/contracts/project.ts";
import { runtime } from "../words/runtime.ts";
import type { NowTone } from "./status.ts";

const NEED_WORDS: Record<NonNullable<ProjectSummary["need"]>, string> = {
  choose_character: "Choose a portrait",
  retry_character: "Draw the character again",
  retry_script: "Write the scenes again",
  shoot_clips: "Scenes ready to shoot",
  retry_clips: "A clip failed",
  cut_film: "Ready to cut",
  retry_film: "Cut the film again",
};

const WORKING_WORDS: Record<ProjectSummary["station"], string> = {
  character: "Drawing the character",
  scenes: "Writing the scenes",
  clips: "Shooting clips",
  film: "Cutting the film",
  finished: "Working",
};

export function summaryState(summary: ProjectSummary): { tone: NowTone; words: string } {
  if (summary.need !== null) return { tone: "yours", words: NEED_WORDS[summary.need] };
  const isManual = summary.mode === "manual";
  if (summary.isWorking) {
    // A program may draw, write and shoot in any order, so its station does not tell what runs.
    return { tone: "working", words: isManual ? "Working" : workingWords(summary) };
  }
  if (summary.filmAssetId !== null) {
    const length = summary.filmMs === null ? "" : ` · ${runtime(summary.filmMs / 1000)}`;
    return { tone: "done", words: `Film ready${length}` };
  }
  return { tone: "waiting", words: isManual ? "Made by a program" : "Paused" };
}

function workingWords({ station, sceneCount, clipsReady }: ProjectSummary): string {
  return station === "clips" && sceneCount > 0
    ? `Shooting, ${clipsReady} of ${sceneCount} ready`
    : WORKING_WORDS[station];
}
