/** What a project says about itself: the line under its title, the tab's title, what just arrived. */
import type { Snapshot } from "../../workers/contracts/live.ts";
import { waitingWords } from "../words/job-words.ts";
import { countWords, sceneWords, shorten } from "../words/lists.ts";
import { filmReel } from "./film-reel.ts";
import { isUploaded, portraitSets } from "./portraits.ts";
import { type SceneRow, clipCounts, hasReadyTake, sceneRows } from "./scene-rows.ts";
import { isRewriting } from "./rewrites.ts";
import { activeJobs } from "./stations.ts";

export type NowTone = "yours" | "working" | "done" | "waiting";
export type Now = { tone: NowTone; sentence: string; short: string };

/** The one thing that matters now. `short` is for the tab, `sentence` for the page. */
export function nowOf(snapshot: Snapshot): Now {
  return needed(snapshot) ?? outOfCredit(snapshot) ?? working(snapshot) ?? resting(snapshot);
}

/** What runs goes on, but nothing else begins. */
function outOfCredit({ jobs }: Snapshot): Now | null {
  const waiting = jobs.find((job) => job.phase === "waiting_for_credit");
  const sentence = waiting === undefined ? null : waitingWords(waiting);
  return sentence === null ? null : { tone: "waiting", short: "Out of credit", sentence };
}

function needed(snapshot: Snapshot): Now | null {
  const yours = (short: string, sentence: string): Now => ({ tone: "yours", short, sentence });
  switch (snapshot.project.need) {
    case "choose_character":
      return yours("Choose a portrait", "Choose the portrait that plays the part.");
    case "retry_character":
      if (snapshot.characterReferences.length === 0) {
        return yours("Draw the character", "There is no portrait yet. Draw the character.");
      }
      return snapshot.characterReferences.some((portrait) => portrait.assetId !== null)
        ? yours("Draw again", "A portrait failed. Draw it again, or go on with what has arrived.")
        : yours("Draw again", "No portrait arrived. Draw the character again.");
    case "retry_script":
      if (!snapshot.jobs.some(({ kind }) => kind === "script")) {
        return yours("Write the scenes", "There are no scenes yet. Write them.");
      }
      return yours("Write again", "The scenes could not be written. Try again.");
    case "shoot_clips":
      return yours("Scenes ready", "Read the scenes, change what you like, then shoot the clips.");
    case "retry_clips":
      return yours(...failedClips(sceneRows(snapshot)));
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

/** What failed, short and as a sentence: scenes without any clip, else takes newer than a good one. */
function failedClips(rows: SceneRow[]): [short: string, sentence: string] {
  const gaps = rows.filter((row) => row.state === "failed").map((row) => row.scene.number);
  const since = rows.filter((row) => row.failedSince !== null).map((row) => row.scene.number);
  if (gaps.length > 0) {
    const [clips, them] = gaps.length === 1 ? ["clip", "it"] : ["clips", "them"];
    const said = `The ${clips} for ${sceneWords(gaps)} failed. Shoot again`;
    const canCut = rows.some(hasReadyTake);
    return ["A clip failed", canCut ? `${said}, or cut a film without ${them}.` : `${said}.`];
  }
  if (since.length > 0) {
    return [
      "A take failed",
      `The newest take of ${sceneWords(since)} failed. The one before it stays.`,
    ];
  }
  return ["Clips need you", "Some clips are missing. Shoot them, or cut a film without them."];
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
    const { short, about } = writing(snapshot, 80);
    return doing(short, `${short}${about}.`);
  }
  const rewriting = rows.find((row) => isRewriting(snapshot, row.scene.id));
  if (rewriting !== undefined) {
    const words = `Writing scene ${rewriting.scene.number} anew`;
    return doing(words, `${words}.`);
  }
  if (activeJobs(snapshot, "character").length > 0) {
    const words = "Drawing the character";
    if (snapshot.project.mode === "manual") return doing(words, `${words}.`);
    return doing(words, `${words}: “${shorten(snapshot.project.characterDescription, 80)}”.`);
  }
  return null;
}

/**
 * What a script job does. In a manual project without number and idea: what a program asked for
 * stands in its own call, and the project's words may be those of an earlier one.
 * @param ideaChars how much of the idea is said, in characters
 */
export function writing(snapshot: Snapshot, ideaChars: number): { short: string; about: string } {
  const { mode, settings, idea } = snapshot.project;
  if (mode === "manual") return { short: "Writing the scenes", about: "" };
  const short = `Writing ${countWords(settings.sceneCount, "scene")}`;
  return { short, about: ` about “${shorten(idea, ideaChars)}”` };
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
  if (snapshot.project.mode === "manual") {
    return {
      tone: "waiting",
      short: "Made by a program",
      sentence: "A program makes this film step by step.",
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
  const moved = after.jobs.filter((job) => statusBefore.get(job.id) !== job.status);
  const ended = new Map(moved.map((job) => [job.id, job.status]));
  const known = new Set([...before.characterReferences, ...before.songs].map((row) => row.id));
  for (const slot of portraitSets(after)[0]?.slots ?? []) {
    const status = slot.job === null ? undefined : ended.get(slot.job.id);
    if (status === "succeeded") sentences.push(`Option ${slot.option} arrived.`);
    if (status === "failed") sentences.push(`Option ${slot.option} failed.`);
    if (isUploaded(slot) && !known.has(slot.reference.id)) {
      sentences.push(`Option ${slot.option} was uploaded.`);
    }
  }
  for (const song of after.songs) {
    if (!known.has(song.id)) sentences.push(`The song “${song.title}” was uploaded.`);
  }
  const numbers = new Map(after.scenes.map((scene) => [scene.id, scene.number]));
  for (const job of moved) {
    if (job.kind !== "script" || job.status !== "succeeded") continue;
    sentences.push(
      job.targetId === null
        ? `${countWords(after.scenes.length, "scene")} written.`
        : `Scene ${numbers.get(job.targetId) ?? "?"} was written anew.`,
    );
  }
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
