import { describe, expect, it } from "vitest";
import { fixtures } from "../testing/fixtures.ts";
import { inOrder, moved } from "./scene-order.ts";
import { type SceneRow, sceneRows } from "./scene-rows.ts";

const IDS = ["a", "b", "c", "d"];

describe("a scene that is moved", () => {
  it("takes the place of the one it is put on, and the others make room", () => {
    expect(moved(IDS, "a", "c")).toEqual({ sceneIds: ["b", "c", "a", "d"], number: 3 });
    expect(moved(IDS, "d", "b")).toEqual({ sceneIds: ["a", "d", "b", "c"], number: 2 });
    expect(moved(IDS, "b", "d")).toEqual({ sceneIds: ["a", "c", "d", "b"], number: 4 });
  });

  it("moves nothing where it is put back, put nowhere, or gone meanwhile", () => {
    expect(moved(IDS, "b", "b")).toBeNull();
    expect(moved(IDS, "b", null)).toBeNull();
    expect(moved(IDS, "b", "gone")).toBeNull();
    expect(moved(IDS, "gone", "b")).toBeNull();
  });
});

describe("scenes in an order that the server does not know yet", () => {
  const rows = sceneRows(fixtures.clips);
  const idsOf = (some: SceneRow[]) => some.map(({ scene }) => scene.id);
  const turned = idsOf(rows).reverse();

  it("stand in it with the numbers of their places, and with their clips", () => {
    const shown = inOrder(rows, turned);
    expect(idsOf(shown)).toEqual(turned);
    expect(shown.map(({ scene }) => scene.number)).toEqual([1, 2, 3, 4]);
    expect(shown[0]?.main).toBe(rows[3]?.main);
  });

  it("stay as they are without one, and where scenes came or went meanwhile", () => {
    expect(inOrder(rows, null)).toBe(rows);
    expect(inOrder(rows, turned.slice(1))).toBe(rows);
    expect(inOrder(rows, [...turned.slice(1), "gone"])).toBe(rows);
  });
});
