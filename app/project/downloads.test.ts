import { expect, it } from "vitest";
import { fixtureId, fixtures } from "../testing/fixtures.ts";
import { downloadGroups } from "./downloads.ts";

const labels = (snapshot: Parameters<typeof downloadGroups>[0]) =>
  downloadGroups(snapshot).map(({ title, files }) => [title, files.map(({ label }) => label)]);

it("names each film, rendition, clip, portrait and song that has a file", () => {
  const { film } = fixtures;
  const snapshot = {
    ...film,
    films: film.films.map((one) =>
      one.number === 2
        ? { ...one, renditions: [{ kind: "9:16" as const, assetId: fixtureId(3, 20) }] }
        : one,
    ),
    songs: [{ id: "s", assetId: fixtureId(3, 21), title: "Tide", createdAt: 1 }],
  };
  expect(labels(snapshot)).toEqual([
    ["Films", ["Film 2", "Film 2, 9:16", "Film 1"]],
    ["Clips", ["Scene 1, take 1", "Scene 2, take 1", "Scene 3, take 1", "Scene 4, take 1"]],
    [
      "Portraits",
      [
        "Portrait, option 1",
        "Portrait, option 2, chosen",
        "Portrait, option 3",
        "Portrait, option 4",
      ],
    ],
    ["Songs", ["Tide"]],
  ]);
});

it("leaves out what has no file yet", () => {
  expect(labels(fixtures.clips)).toContainEqual(["Clips", ["Scene 1, take 1"]]);
  expect(labels(fixtures.started)).toEqual([]);
});
