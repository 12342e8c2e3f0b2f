import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { exportPath } from "../../workers/contracts/paths.ts";
import { fixtures } from "../testing/fixtures.ts";
import { Everything } from "./everything.tsx";

describe("Everything", () => {
  const { film } = fixtures;

  it("is one ZIP as soon as there is a file, film or not", () => {
    const link = `href="${exportPath(film.project.id)}"`;
    expect(renderToStaticMarkup(<Everything snapshot={film} />)).toContain(link);
    expect(renderToStaticMarkup(<Everything snapshot={{ ...film, assets: [] }} />)).toBe("");
  });
});
