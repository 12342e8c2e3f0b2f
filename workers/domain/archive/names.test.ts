import { describe, expect, it } from "vitest";
import { ArchivePath } from "../../contracts/manifest.ts";
import type { Bench } from "../testing.ts";
import { archivePaths } from "./names.ts";
import { fullProject } from "./testing.ts";

const pathsOf = (bench: Bench): string[] => [
  ...archivePaths(bench.state, (type) => type.split("/")[1] ?? "bin").values(),
];

/** The first scene in other words. */
function withScene(description: string): Bench {
  const bench = fullProject();
  const scene = [...bench.state.scenes.values()][0];
  if (scene === undefined) throw new Error("No scene");
  const scenes = new Map(bench.state.scenes).set(scene.id, { ...scene, description });
  bench.state = { ...bench.state, scenes };
  return bench;
}

describe("names in an archive", () => {
  it("say what each file is", () => {
    expect(pathsOf(fullProject())).toEqual([
      "portraits/portrait 1.mp4",
      "portraits/portrait 2.mp4",
      "portraits/portrait 3.png",
      "clips/01 - Scene 1 - take 1.mp4",
      "posters/01 - Scene 1 - take 1.jpeg",
      "posters/01 - Scene 1 - take 1 - frames.jpeg",
      "clips/02 - Scene 2 - take 1.mp4",
      "films/film 1.mp4",
      "films/film 2.mp4",
      "films/film 2 - 9x16.mp4",
      "songs/Night the waves part 2.mpeg",
    ]);
  });

  it.each([
    [
      "The keeper's lamp: it burns/fades?",
      "clips/01 - The keepers lamp it burns fades - take 1.mp4",
    ],
    ["../../etc/passwd", "clips/01 - etc passwd - take 1.mp4"],
    ["\u202e\u0000 \u0301…", "clips/01 - take 1.mp4"],
    ["灯台の光 🔦 夜", "clips/01 - 灯台の光 夜 - take 1.mp4"],
    [`${"word ".repeat(30)}`, "clips/01 - word word word word word word word word - take 1.mp4"],
    ["𝒳".repeat(90), `clips/01 - ${"𝒳".repeat(40)} - take 1.mp4`],
  ])("of the scene %j are plain", (description, path) => {
    const paths = pathsOf(withScene(description));
    expect(paths).toContain(path);
    for (const each of paths) expect(ArchivePath.safeParse(each).success).toBe(true);
  });

  it("are never the same twice, whatever the system makes of capitals", () => {
    const bench = fullProject();
    const rows = [...bench.state.characterReferences.values()].map((row) => ({
      ...row,
      option: 1,
    }));
    const characterReferences = new Map(rows.map((row) => [row.id, row]));
    bench.state = { ...bench.state, characterReferences };
    const [song] = bench.state.songs.values();
    const file = bench.state.assets.get(song?.assetId ?? "");
    if (song === undefined || file === undefined) throw new Error("No song");
    const [id, assetId] = [bench.newId(), bench.newId()];
    const title = "night THE waves part 2";
    const songs = new Map(bench.state.songs).set(id, { ...song, id, assetId, title });
    const assets = new Map(bench.state.assets).set(assetId, { ...file, id: assetId });
    bench.state = { ...bench.state, songs, assets };
    expect(pathsOf(bench)).toEqual(
      expect.arrayContaining([
        "portraits/portrait 1.mp4",
        "portraits/portrait 1 (2).mp4",
        "portraits/portrait 1.png",
        "songs/Night the waves part 2.mpeg",
        "songs/night THE waves part 2 (2).mpeg",
      ]),
    );
  });
});
