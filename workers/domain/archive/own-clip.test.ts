import { describe, expect, it } from "vitest";
import { Manifest } from "../../contracts/manifest.ts";
import { fromWire } from "../../contracts/wire.ts";
import version1 from "./manifest-1.json" with { type: "json" };
import { readManifest } from "./read.ts";

const OLD = "00000000-0000-4000-8000-00000000000f";

describe("a clip that somebody sent in, in an archive", () => {
  it.each([true, false])("names its file by the new id, or none where it has none", (hasFile) => {
    const read = fromWire(Manifest, structuredClone(version1));
    const [clip] = read.data?.clips.filter(({ assetId }) => assetId !== null) ?? [];
    if (!read.success || clip === undefined) throw new Error("The manifest has no clip");
    clip.own = { fileName: "storm.mp4", assetId: OLD };
    if (!hasFile) clip.assetId = null;
    const result = readManifest(read.data, () => crypto.randomUUID());
    const own = result.ok ? result.value.rows.clips.filter((each) => each.own != null) : [];
    expect(own).toHaveLength(1);
    expect(own[0]?.own).toMatchObject({ fileName: "storm.mp4" });
    expect(own[0]?.own?.assetId).not.toBe(OLD);
    if (hasFile) expect(own[0]?.own?.assetId).toBe(own[0]?.assetId);
  });
});
