import { describe, expect, it } from "vitest";
import {
  assetKey,
  extensionFor,
  filmPartKey,
  isAssetId,
  isWorkspaceId,
  parseAssetKey,
} from "./keys.ts";

const ASSET = "0b7f1c9e-6a55-4f0e-9d1b-2f4f3f6d7a10";

describe("assetKey", () => {
  it("puts an asset under its workspace, and reads back", () => {
    const key = assetKey("default", ASSET);
    expect(key).toBe(`w/default/assets/${ASSET}`);
    expect(parseAssetKey(key)).toEqual({ workspaceId: "default", assetId: ASSET });
  });

  it.each(["", "..", "a/b", ASSET.toUpperCase(), `${ASSET}/`, ASSET.replace("4f0e", "0f0e"), "x"])(
    "refuses the asset id %j",
    (assetId) => {
      expect(isAssetId(assetId)).toBe(false);
      expect(() => assetKey("default", assetId)).toThrow();
    },
  );

  it.each(["", "..", "a/b", "Default", "a b", "a".repeat(65), "ä"])(
    "refuses the workspace id %j",
    (workspaceId) => {
      expect(isWorkspaceId(workspaceId)).toBe(false);
      expect(() => assetKey(workspaceId, ASSET)).toThrow();
    },
  );

  it.each([`w/default/assets/${ASSET}/x`, `x/default/assets/${ASSET}`, `w/default/${ASSET}`, ""])(
    "does not read the key %j",
    (key) => expect(parseAssetKey(key)).toBeNull(),
  );
});

describe("filmPartKey", () => {
  const DIGEST = "0a".repeat(32);

  it("puts a part under its project, where no asset is", () => {
    const key = filmPartKey("default", ASSET, DIGEST);
    expect(key).toBe(`w/default/parts/${ASSET}/${DIGEST}`);
    expect(parseAssetKey(key)).toBeNull();
  });

  it.each([
    ["..", ASSET, DIGEST],
    ["default", "..", DIGEST],
    ["default", ASSET, ".."],
    ["default", ASSET, DIGEST.toUpperCase()],
  ])("refuses %s, %s, %s", (workspaceId, projectId, part) => {
    expect(() => filmPartKey(workspaceId, projectId, part)).toThrow();
  });
});

describe("extensionFor", () => {
  it.each([
    ["image/jpeg", "jpg"],
    ["Video/MP4; codecs=avc1", "mp4"],
    ["audio/mp4", "m4a"],
    ["text/html", "bin"],
    ["", "bin"],
  ])("%s is .%s", (contentType, extension) => expect(extensionFor(contentType)).toBe(extension));
});
