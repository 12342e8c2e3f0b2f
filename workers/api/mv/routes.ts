/** The predecessor's API, complete, in the order in which a film is made. */
import { createScenes } from "./create-scenes.ts";
import {
  getCharacterReference,
  getCharacterReferenceInfo,
  getVideo,
  getVideoInfo,
} from "./files.ts";
import { generateCharacterReference } from "./generate-character-reference.ts";
import { generateVideo } from "./generate-video.ts";
import { getConfigFlavors } from "./get-config-flavors.ts";
import { getScenes } from "./get-scenes.ts";
import { readCall } from "./read-call.ts";
import { stitchVideos } from "./stitch-videos.ts";
import { uploadAudio, uploadCharacterReference } from "./uploads.ts";

export const mvRoutes = [
  generateCharacterReference,
  getCharacterReference,
  getCharacterReferenceInfo,
  uploadCharacterReference,
  createScenes,
  getScenes,
  generateVideo,
  getVideo,
  getVideoInfo,
  uploadAudio,
  stitchVideos,
  getConfigFlavors,
  readCall,
];
