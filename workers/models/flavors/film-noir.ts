import type { Flavor } from "./flavor.ts";

export const FILM_NOIR = {
  name: "cinematic-film-noir",
  label: "Film noir",
  description:
    "A crime story of the 1940s in black and white: hard light, wet streets, and a secret.",
  image: {
    aspectRatio: "1:1",
    safetyFilterLevel: "block_medium_and_above",
    personGeneration: "allow_adult",
    format: "png",
    negativePrompt: null,
    look: "Black-and-white photograph in the manner of a 1940s crime film: one hard light from the side, deep shadows, a bare dark wall behind, both eyes still clearly seen. Hair and clothes of the 1940s where nothing else is said.",
  },
  scenes: {
    characterCharacteristics: "weary, sharp-tongued, guarded, and haunted by an old mistake",
    videoType: "film noir",
    videoCharacteristics:
      "black and white, hard low-key light, deep shadows, a city of the 1940s, fine film grain",
    cameraAngle: "low and slightly tilted",
    sceneCount: 6,
    guidance:
      "Set the story at night, among rain, smoke, blinds, staircases and street lamps. Begin with something lost or hidden, let suspicion grow from scene to scene, and end on a choice that costs the character something. Danger is felt through shadows, glances and sounds; violence stays outside the picture.",
  },
  video: {
    aspectRatio: "16:9",
    durationS: 8,
    generateAudio: true,
    resolution: "720p",
    rules:
      "Composed for a {aspect_ratio} frame, with strong diagonals and the face well inside it. One continuous shot with a slow, deliberate camera. No colour anywhere. No subtitles, captions, titles, readable signs or other text in the picture.",
    look: "Black and white with fine grain. Hard light from one side, through blinds or from a street lamp, with long shadows and wet ground that reflects it. Sound: rain, footsteps and a distant city, no music.",
  },
} as const satisfies Flavor;
