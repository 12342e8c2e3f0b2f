/** The project that a program's call makes when it names none: nothing in it starts by itself. */
import type { Project } from "../../contracts/project.ts";
import { DEFAULT_MODELS } from "../../models/index.ts";
import { titleFrom } from "../project-title.ts";

export function manualProject(
  id: string,
  workspaceId: string,
  words: { title: string; idea: string; characterDescription: string },
): Pick<
  Project,
  "id" | "workspaceId" | "title" | "idea" | "characterDescription" | "mode" | "settings"
> {
  return {
    id,
    workspaceId,
    title: titleFrom(words.title),
    idea: words.idea,
    characterDescription: words.characterDescription,
    mode: "manual",
    settings: {
      sceneCount: 4,
      clipLengthS: 8,
      aspectRatio: "16:9",
      resolution: "720p",
      imageCount: 4,
      imageFormat: "png",
      generateAudio: true,
      seed: null,
      negativePrompt: null,
      imageModel: DEFAULT_MODELS.image,
      textModel: DEFAULT_MODELS.text,
      videoModel: DEFAULT_MODELS.video,
    },
  };
}
