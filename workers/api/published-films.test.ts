import { expect, it } from "vitest";
import { parseConfig } from "../env.ts";
import { assetKey } from "../media/keys.ts";
import { cloudAddress } from "./mv/locations.ts";
import { publishedBase } from "./published-films.ts";

const FILM = "0b7f1c9e-6a55-4f0e-9d1b-2f4f3f6d7a10";
const VARIABLES = {
  REPLICATE_API_TOKEN: "r8_secret",
  PUBLIC_ORIGIN: "https://films.example",
  MEDIA_SIGNING_KEY: btoa("k".repeat(32)),
  SERVE_FROM_CLOUD: "1",
  STORAGE_BUCKET: "edgereel-media",
  R2_S3_ENDPOINT: "https://account.r2.cloudflarestorage.com",
  R2_ACCESS_KEY_ID: "an-id",
  R2_SECRET_ACCESS_KEY: "a-key",
};

function configOf(more: { R2_PUBLIC_ORIGIN?: string }) {
  const config = parseConfig({ ...VARIABLES, ...more });
  if (!config.ok) throw new Error(config.error.message);
  return config.value;
}

it("is the address that the API tells of a published film", async () => {
  const config = configOf({ R2_PUBLIC_ORIGIN: "https://media.example" });
  const file = { key: assetKey(config.workspaceId, FILM), isPublished: true };
  const told = await cloudAddress(config, file, 0);
  expect(told?.url).toBe(`https://media.example/w/default/assets/${FILM}`);
  expect(`${publishedBase(config)}${FILM}`).toBe(told?.url);
});

it("is nothing where the bucket is not public: an address that expires is not passed on", () => {
  expect(publishedBase(configOf({}))).toBeNull();
});
