/**
 * A flavor: a named set of parameters and words for a kind of film. It stands between what a person
 * asked for, which goes first, and what Edgereel does by itself.
 */
import type { AspectRatio, ImageFormat, Resolution } from "../../contracts/models.ts";

export type Flavor = {
  /** What requests call it: lower case, words joined by hyphens. */
  name: string;
  label: string;
  description: string;
  image: {
    /** Like `1:1`. */
    aspectRatio: string;
    safetyFilterLevel: string;
    personGeneration: string;
    format: ImageFormat;
    negativePrompt: string | null;
    /** Words for `portraitPrompt`; empty for a plain portrait. */
    look: string;
  };
  /** What the text model is told of the film; see `ScriptStyle`. */
  scenes: {
    characterCharacteristics: string;
    videoType: string;
    videoCharacteristics: string;
    cameraAngle: string;
    sceneCount: number;
    guidance: string;
  };
  video: {
    aspectRatio: AspectRatio;
    /** Seconds of one clip. */
    durationS: number;
    generateAudio: boolean;
    resolution: Resolution;
    /** A template for `videoRules`, with `{aspect_ratio}` in it. */
    rules: string;
    /** Words for `clipPrompt`; empty where the scene alone decides. */
    look: string;
  };
};
