import type { Flavor } from "./flavor.ts";

export const DEFAULT = {
  name: "default",
  label: "Default",
  description: "A realistic short film with one strong character, for any idea.",
  image: {
    aspectRatio: "1:1",
    safetyFilterLevel: "block_medium_and_above",
    personGeneration: "allow_adult",
    format: "png",
    negativePrompt: null,
    look: "",
  },
  scenes: {
    characterCharacteristics: "sarcastic, dramatic, emotional, and lovable",
    videoType: "video",
    videoCharacteristics: "vlogging, realistic, 4k, cinematic",
    cameraAngle: "front",
    sceneCount: 4,
    guidance:
      "Let every scene turn on one clear feeling of the character, shown in the face and in what the hands do.",
  },
  video: {
    aspectRatio: "16:9",
    durationS: 8,
    generateAudio: true,
    resolution: "720p",
    rules:
      "Composed for a {aspect_ratio} frame, with faces and action well inside it. One continuous shot. No subtitles, captions, titles, logos or other text in the picture.",
    look: "",
  },
} as const satisfies Flavor;
