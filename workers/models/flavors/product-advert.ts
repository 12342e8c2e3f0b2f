import type { Flavor } from "./flavor.ts";

export const PRODUCT_ADVERT = {
  name: "product-advert",
  label: "Product advert",
  description: "A clean studio commercial: the product is the hero, and a person shows what for.",
  image: {
    aspectRatio: "1:1",
    safetyFilterLevel: "block_medium_and_above",
    personGeneration: "allow_adult",
    format: "png",
    negativePrompt: null,
    look: "Advertising photograph from a studio: one large soft light, a seamless pale background, natural skin, calm colours, a friendly and confident look, empty hands.",
  },
  scenes: {
    characterCharacteristics: "friendly, confident, curious, and honestly delighted",
    videoType: "product commercial",
    videoCharacteristics:
      "clean studio, large soft light, crisp texture, true colours, shallow focus, 4k",
    cameraAngle: "eye level, close to the product",
    sceneCount: 3,
    guidance:
      "The product of the idea is the hero. It is seen in every scene, in focus, and each description names its shape, colour and material in the same words. First the need that it answers, then the product at work in the character's hands, last the product in its best light with the character behind it. Its merits are shown, never spoken or written, and its surface carries no readable words.",
  },
  video: {
    aspectRatio: "16:9",
    durationS: 8,
    generateAudio: true,
    resolution: "1080p",
    rules:
      "Composed for a {aspect_ratio} frame, with the product well inside it and free space around it. One continuous, smooth shot. The product keeps its shape, colour and material from the first frame to the last. No subtitles, captions, prices, slogans or other text in the picture.",
    look: "A clean studio with a seamless background, one large soft light and gentle reflections. Crisp texture, true colours, shallow focus on the product. Sound: a quiet room and the product's own sounds, no music and no voice-over.",
  },
} as const satisfies Flavor;
