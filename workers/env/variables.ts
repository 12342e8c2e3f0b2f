/** The variables of `wrangler.toml`, `.dev.vars` and the launcher, as the platform gives them. */

/** Every variable is text and may be missing; what that means is said at `Config`. */
export type Variables = {
  ENVIRONMENT?: string;
  OFFLINE_MODELS?: string;
  REPLICATE_API_TOKEN?: string;
  REPLICATE_API_BASE_URL?: string;
  REPLICATE_TIMEOUT?: string;
  PUBLIC_ORIGIN?: string;
  INTERNAL_ORIGIN?: string;
  STITCHER_URL?: string;
  MEDIA_SIGNING_KEY?: string;
  SERVE_FROM_CLOUD?: string;
  STORAGE_BUCKET?: string;
  R2_S3_ENDPOINT?: string;
  R2_ACCESS_KEY_ID?: string;
  R2_SECRET_ACCESS_KEY?: string;
  PRESIGNED_URL_EXPIRY?: string;
  R2_PUBLIC_ORIGIN?: string;
  TIME_SCALE?: string;
  MV_DEBUG_MODE?: string;
  CORS_ORIGINS?: string;
};
