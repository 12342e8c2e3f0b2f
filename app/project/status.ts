/** What a project says about itself: the line under its title, the tab's title, what just arrived. */
import type { Snapshot } from "../../workers/contracts/live.ts";
import { countWords, sceneWords, shorten } from "../words/lists.ts";
import { filmReel } from "./film-reel.ts";
import { portraitSets } from "./portraits.ts";
import { clipCounts, sceneRows } from "./scene-rows.ts";
import { activeJobs } from "./stations.ts";

export type NowTone = "yours" | "working" | "done" | "waiting";
export type Now = { tone: NowTone; sentence: string; short: string };

/** The one thing that matters now. `short` is for the tab, `sentence` for the page. */
export function nowOf(snapshot: Snapshot): Now {
  return needed(snapshot) ?? working(snapshot) ?? resting(snapshot);
}

function needed(snapshot: Snapshot): Now | null {
  const rows = sceneRows(snapshot);
  const gaps = rows.filter((row) => row.state === "failed").map((row) => row.scene.number);
  const yours = (short: string, sentence: string): Now => ({ tone: "yours", short, sentence });
  switch (snapshot.project.need) {
    case "choose_character":
      return yours("Choose a portrait", "Choose the portrait that plays the part.");
    case "retry_character":
      return yours("Draw again", "No portrait arrived. Draw the character again.");
    case "retry_script":
      return yours("Write again", "The scenes could not be written. Try again.");
    case "shoot_clips":
      return yours("Scenes ready", "Read the scenes, change what you like, then shoot the clips.");
    case "retry_clips":
      return gaps.length === 0
        ? yours("Clips need you", "Some clips are missing. Shoot them, or cut a film without them.")
        : yours(
            "A clip failed",
            `The clips for ${sceneWords(gaps)} failed. Shoot again, or cut a film without ${gaps.length === 1 ? "it" : "them"}.`,
          );
    case "cut_film":
      return yours("Clips ready", "The clips are in. Cut the film.");
    case "retry_film":
      return yours(
        "Cutting failed",
        "The film could not be cut. Your clips are safe; cut it again.",
      );
    case null:
      return null;
  }
}

function working(snapshot: Snapshot): Now | null {
  const doing = (short: string, sentence: string): Now => ({ tone: "working", short, sentence });
  if (filmReel(snapshot).cutting !== null) {
    return doing("Cutting the film", "Cutting the film.");
  }
  const rows = sceneRows(snapshot);
  const shooting = rows.filter((row) => row.state === "working");
  if (shooting.length === 1 && shooting[0]?.main != null) {
    const { scene, main } = shooting[0];
    const words = `Shooting scene ${scene.number}, take ${main.clip.take}`;
    return doing(words, `${words}.`);
  }
  if (shooting.length > 1) {
    const done = clipCounts(rows).succeeded;
    return doing(
      `Shooting, ${done} of ${rows.length} ready`,
      `Shooting ${sceneWords(shooting.map((row) => row.scene.number))}.`,
    );
  }
  if (activeJobs(snapshot, "script").length > 0) {
    const count = countWords(snapshot.project.settings.sceneCount, "scene");
    return doing(
      `Writing ${count}`,
      `Writing ${count} about “${shorten(snapshot.project.idea, 80)}”.`,
    );
  }
  if (activeJobs(snapshot, "character").length > 0 || snapshot.jobs.length === 0) {
    return doing(
      "Drawing the character",
      `Drawing the character: “${shorten(snapshot.project.characterDescription, 80)}”.`,
    );
  }
  return null;
}

function resting(snapshot: Snapshot): Now {
  const film = filmReel(snapshot).current;
  if (film !== null) {
    const gaps = film.film.missingScenes;
    return gaps.length === 0
      ? { tone: "done", short: "Film ready", sentence: "The film is ready." }
      : {
          tone: "done",
          short: "Film ready",
          sentence: `The film is ready, without ${sceneWords(gaps)}.`,
        };
  }
  return {
    tone: "waiting",
    short: "Paused",
    sentence: "Nothing is running. Start the next step below.",
  };
}

export function documentTitle(snapshot: Snapshot): string {
  return `${nowOf(snapshot).short} · ${snapshot.project.title} · Edgereel`;
}

/** Sentences for what arrived or failed between two states, for the polite live region. */
export function arrivals(before: Snapshot, after: Snapshot): string[] {
  const sentences: string[] = [];
  const statusBefore = new Map(before.jobs.map((job) => [job.id, job.status]));
  const ended = new Map(
    after.jobs
      .filter((job) => statusBefore.get(job.id) !== job.status)
      .map((job) => [job.id, job.status]),
  );
  for (const slot of portraitSets(after)[0]?.slots ?? []) {
    const status = slot.job === null ? undefined : ended.get(slot.job.id);
    if (status === "succeeded") sentences.push(`Option ${slot.option} arrived.`);
    if (status === "failed") sentences.push(`Option ${slot.option} failed.`);
  }
  if (before.scenes.length === 0 && after.scenes.length > 0) {
    sentences.push(`${countWords(after.scenes.length, "scene")} written.`);
  }
  const numbers = new Map(after.scenes.map((scene) => [scene.id, scene.number]));
  for (const clip of after.clips) {
    const status = ended.get(clip.jobId);
    const name = `The clip of scene ${numbers.get(clip.sceneId) ?? "?"}`;
    if (status === "succeeded") sentences.push(`${name} is ready.`);
    if (status === "failed") sentences.push(`${name} failed.`);
  }
  for (const film of after.films) {
    const status = ended.get(film.jobId);
    if (status === "succeeded") sentences.push("The film is ready.");
    if (status === "failed") sentences.push("The film could not be cut.");
  }
  return sentences;
}
