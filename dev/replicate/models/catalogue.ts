/** All models the emulator knows, and how they are found and shown. */
import { createHash } from "node:crypto";
import { toOpenApi } from "./field.ts";
import { IMAGE_MODELS } from "./image.ts";
import type { Model } from "./model.ts";
import { MUSIC_MODELS, TEXT_MODELS } from "./text-and-music.ts";
import { VIDEO_MODELS } from "./video.ts";

export const MODELS: readonly Model[] = [
  ...IMAGE_MODELS,
  ...VIDEO_MODELS,
  ...TEXT_MODELS,
  ...MUSIC_MODELS,
];

/** The account's own deployments are `edgereel/<model name>`, one for each model. */
export const ACCOUNT = "edgereel";

const bySlug = new Map(MODELS.map((model) => [model.slug, model]));
const byVersion = new Map(MODELS.map((model) => [versionOf(model), model]));
const byDeployment = new Map(
  MODELS.map((model) => [`${ACCOUNT}/${model.slug.split("/")[1] ?? ""}`, model]),
);

/** A model's version: 64 hex digits, the same in every emulator. */
export function versionOf(model: Model): string {
  return createHash("sha256").update(`edgereel offline ${model.slug}`).digest("hex");
}

export function findModel(slug: string): Model | null {
  return bySlug.get(slug) ?? null;
}

export function findDeployment(name: string): Model | null {
  return byDeployment.get(name) ?? null;
}

/** `owner/name`, `owner/name:<64 hex>` or `<64 hex>`; null for anything else. */
export function findVersion(version: string): Model | null {
  const [slug, hash] = version.split(":", 2);
  if (hash === undefined) return bySlug.get(version) ?? byVersion.get(version) ?? null;
  const model = byVersion.get(hash) ?? null;
  return model !== null && model.slug === slug ? model : null;
}

/** Fixed, so that two emulators show the same model. */
const PUBLISHED_AT = "2025-10-01T00:00:00.000000Z";

export function presentVersion(model: Model): Record<string, unknown> {
  return {
    id: versionOf(model),
    created_at: PUBLISHED_AT,
    cog_version: "0.14.0",
    openapi_schema: {
      openapi: "3.0.2",
      info: { title: "Cog", version: "0.1.0" },
      paths: {},
      components: { schemas: { Input: toOpenApi(model.fields), Output: outputSchema(model) } },
    },
  };
}

export function presentModel(model: Model): Record<string, unknown> {
  const [owner, name] = model.slug.split("/");
  return {
    url: `https://replicate.com/${model.slug}`,
    owner,
    name,
    description: model.text,
    visibility: "public",
    github_url: null,
    paper_url: null,
    license_url: null,
    run_count: 0,
    cover_image_url: null,
    default_example: null,
    is_official: true,
    latest_version: presentVersion(model),
  };
}

function outputSchema(model: Model): Record<string, unknown> {
  switch (model.output) {
    case "url":
      return { type: "string", format: "uri", title: "Output" };
    case "urls":
      return { type: "array", items: { type: "string", format: "uri" }, title: "Output" };
    case "chunks":
      return {
        type: "array",
        items: { type: "string" },
        title: "Output",
        "x-cog-array-type": "iterator",
        "x-cog-array-display": "concatenate",
      };
    case "structured":
      return {
        type: "object",
        title: "Output",
        properties: {
          json_output: { type: "object" },
          text: { type: "string" },
          response_id: { type: "string" },
        },
      };
  }
}
