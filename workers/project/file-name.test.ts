import { describe, expect, it } from "vitest";
import { type Asset, NOTHING_DERIVED } from "../contracts/project.ts";
import { Bench } from "../domain/testing.ts";
import { fileName } from "./file-name.ts";

describe("the name of a downloaded file", () => {
  it("says what it is, also of what was derived from a clip or a film", () => {
    const bench = new Bench();
    bench.upToClips();
    for (const job of bench.jobs("clip")) bench.deliver(bench.run(job.id));
    const [clip] = bench.state.clips.values();
    const [film] = bench.state.films.values();
    const asset = bench.state.assets.get(clip?.assetId ?? "");
    if (clip === undefined || film === undefined || asset === undefined) throw new Error("no film");
    const derived = (contentType: string): Asset => {
      const media = contentType.startsWith("image/") ? "image" : "video";
      return { ...asset, id: bench.newId(), media, contentType, ...NOTHING_DERIVED };
    };
    const poster = derived("image/jpeg");
    const strip = derived("image/jpeg");
    const mezzanine = derived("video/mp4");
    const tall = derived("video/mp4");
    const whole: Asset = {
      ...asset,
      posterAssetId: poster.id,
      strip: { assetId: strip.id, frames: 12, tileWidth: 160, tileHeight: 90 },
      mezzanineAssetId: mezzanine.id,
    };
    const rows = [whole, poster, strip, mezzanine, tall];
    const renditions = [{ kind: "9:16" as const, assetId: tall.id }];
    const state = {
      ...bench.state,
      assets: new Map(rows.map((row) => [row.id, row])),
      films: new Map([[film.id, { ...film, renditions }]]),
    };
    expect(rows.map((row) => fileName(state, row.id))).toEqual([
      "a-title-scene-1-take-1.mp4",
      "a-title-scene-1-take-1-poster.jpg",
      "a-title-scene-1-take-1-frames.jpg",
      "a-title-scene-1-take-1-for-cutting.mp4",
      "a-title-film-9x16.mp4",
    ]);
    expect(fileName(state, bench.newId())).toBeNull();
  });
});
