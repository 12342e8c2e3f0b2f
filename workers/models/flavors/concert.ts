import type { Flavor } from "./flavor.ts";

/** The clips bring the hall's sound only: music made clip by clip would fight the film's one song. */
export const CONCERT = {
  name: "concert-music-video",
  label: "Concert music video",
  description: "A stadium show that rises with a song, from backstage to the last chorus.",
  image: {
    aspectRatio: "1:1",
    safetyFilterLevel: "block_medium_and_above",
    personGeneration: "allow_adult",
    format: "png",
    negativePrompt: null,
    look: "Stage portrait: a bright, soft light on the face, coloured light along hair and shoulders from behind, and a dark stadium stage with haze and small lights far out of focus.",
  },
  scenes: {
    characterCharacteristics: "magnetic, fearless, playful, and close to the crowd",
    videoType: "concert music video",
    videoCharacteristics:
      "stadium concert at night, sweeping stage light, haze, vivid colour, high energy, 4k",
    cameraAngle: "low, from the front row",
    sceneCount: 4,
    guidance:
      "Let the scenes rise like a song: the wait backstage, the entrance, the crowd joining in, the last chorus with light and confetti. The character performs and the crowd answers with raised hands. All movement follows a steady beat, so that the scenes can be cut to music. Where the character sings, show it from afar or from the side, because a song is laid under the pictures later.",
  },
  video: {
    aspectRatio: "16:9",
    durationS: 8,
    generateAudio: true,
    resolution: "720p",
    rules:
      "Composed for a {aspect_ratio} frame, with the performer well inside it and the crowd at its edges. One continuous shot that moves with a steady beat. No subtitles, lyrics, captions, titles, logos, screens with words or other text in the picture.",
    look: "A huge stadium at night, beams of coloured light through haze, a sea of raised hands. Saturated colour and strong contrast, the performer always brighter than the stage. Sound: the crowd and the hall, no music and no singing.",
  },
} as const satisfies Flavor;
