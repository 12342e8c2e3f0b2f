/** Limits that the schemas state and the pages show. Lengths are in characters, sizes in bytes. */
export const LIMITS = {
  ideaChars: 2_000,
  characterChars: 2_000,
  titleChars: 120,
  sceneChars: 2_000,
  /** That one script writes. */
  scenes: 12,
  /** That people may bring a film to by hand. */
  filmScenes: 30,
  /** The largest that every model takes. */
  seed: 2_147_483_000,
  wishChars: 300,
  portraits: 4,
  clipMinSeconds: 2,
  clipMaxSeconds: 15,
  projects: 500,
  jsonBodyBytes: 64 * 1024,
  webhookBodyBytes: 8 * 1024 * 1024,
  imageBytes: 32 * 1024 * 1024,
  videoBytes: 512 * 1024 * 1024,
  filmBytes: 4 * 1024 * 1024 * 1024,
  uploadPartBytes: 32 * 1024 * 1024,
  uploadAudioBytes: 50 * 1024 * 1024,
  /** A clip of one's own, and each part of it but the last. R2 takes no parts under 5 MiB. */
  ownClipBytes: 500 * 1024 * 1024,
  ownClipPartBytes: 8 * 1024 * 1024,
  uploadImageBytes: 10 * 1024 * 1024,
  /** In pixels, both sides. */
  uploadImageSide: 8_192,
  /** What is parsed lies in memory several times over, and an isolate has 128 MB for all it does. */
  manifestBytes: 8 * 1024 * 1024,
  manifestRows: 10_000,
  /** All files of one import together. */
  importBytes: 20 * 1024 * 1024 * 1024,
} as const;
