import { describe, expect, it } from "vitest";
import { assetPath } from "../../workers/contracts/paths.ts";
import type { Film } from "../../workers/contracts/project.ts";
import { fixtures, STARTED_AT } from "../testing/fixtures.ts";
import { renderInPage } from "../testing/render.tsx";
import type { Desk } from "./desk.ts";
import { PublishFilm } from "./publish-film.tsx";

const { film: snapshot } = fixtures;
const [film] = snapshot.films;
const BASE = "https://media.example/w/default/assets/";

function shown(change: Partial<Film>, more: Partial<Desk> = {}): Promise<string> {
  const desk: Desk = {
    snapshot,
    now: STARTED_AT,
    models: [],
    expectedSeconds: { character: 10, script: 10, clip: 60, film: 20 },
    formKey: "key-12345678",
    fault: null,
    ...more,
  };
  return renderInPage(<PublishFilm film={{ ...film!, ...change }} desk={desk} />);
}

describe("the link of a published film", () => {
  const own = assetPath(snapshot.project.id, film?.assetId ?? "");

  it("is its public address, without a signature, where the deployment has one", async () => {
    const html = await shown({ publishedAt: STARTED_AT }, { publishedBase: BASE });
    expect(html).toContain(`href="${BASE}${film?.assetId}"`);
    expect(html).not.toContain(own);
  });

  it("is this server's where it has none", async () => {
    for (const more of [{}, { publishedBase: null }]) {
      expect(await shown({ publishedAt: STARTED_AT }, more)).toContain(`href="${own}"`);
    }
  });

  it("is not there before it is published", async () => {
    expect(await shown({}, { publishedBase: BASE })).not.toContain("href=");
  });
});
