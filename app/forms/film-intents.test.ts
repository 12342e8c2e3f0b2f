import { expect, it } from "vitest";
import { fixtureId } from "../testing/fixtures.ts";
import { anchorOf, parseIntent } from "./project-intents.server.ts";

const filmId = fixtureId(7, 1);

function parse(fields: Record<string, string>) {
  const data = new FormData();
  data.append("intent", "publish-film");
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return parseIntent(data);
}

it("publishes a film or takes it back, and returns to the films", () => {
  for (const [word, isPublished] of [
    ["yes", true],
    ["no", false],
  ] as const) {
    const parsed = parse({ filmId, isPublished: word });
    expect(parsed.ok && parsed.intent).toEqual({ intent: "publish-film", filmId, isPublished });
    expect(parsed.ok && anchorOf(parsed.intent)).toBe("#film");
  }
});

it("refuses what says neither, and a film that can't be one", () => {
  expect(parse({ filmId, isPublished: "maybe" }).ok).toBe(false);
  expect(parse({ filmId }).ok).toBe(false);
  expect(parse({ filmId, isPublished: "constructor" }).ok).toBe(false);
  expect(parse({ filmId: "7", isPublished: "yes" }).ok).toBe(false);
});
