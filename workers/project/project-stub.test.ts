/** Objects of another version, as there are in the minutes of a deploy. */
import { describe, expect, it } from "vitest";
import { FIRST_FILM_PLAN } from "../contracts/film-plan.ts";
import { ServerMessage } from "../contracts/live.ts";
import { fromWire, toWire } from "../contracts/wire.ts";
import type { Env } from "../env.ts";
import { projectOf } from "./project-stub.ts";
import before from "./testing/snapshot-of-before.json";

/** The way to an object that answers as told. */
function at(value: unknown) {
  const PROJECTS = {
    idFromName: (name: string) => name,
    get: () => ({ snapshot: async () => ({ ok: true, value }) }),
  };
  return projectOf({ PROJECTS } as unknown as Env, before.project.id);
}

describe("a project's object of the version before", () => {
  it("is understood, with what it did not know yet as it begins", async () => {
    const answer = await at(before).snapshot();
    expect(answer).toMatchObject({ ok: true, value: before });
    expect(answer.ok && answer.value.project.filmPlan).toEqual(FIRST_FILM_PLAN);
    expect(answer.ok && answer.value.removedScenes).toEqual([]);
  });

  it("is understood on the live channel, too", () => {
    const { project, clips, jobs } = before;
    const event = { seq: 9, at: 1, project, clips, jobs };
    for (const message of [
      { type: "snapshot", snapshot: before },
      { type: "event", event },
    ]) {
      expect(fromWire(ServerMessage, toWire(message))).toMatchObject({ success: true });
    }
  });
});

describe("a project's object of the version after", () => {
  it("is understood without what only that one knows", async () => {
    const project = { ...before.project, mood: "good" };
    const answer = await at({ ...before, project, moods: [] }).snapshot();
    expect(answer).toMatchObject({ ok: true, value: { seq: before.seq } });
    expect(JSON.stringify(answer)).not.toContain("mood");
  });

  it("is said to be one where it is not understood", async () => {
    const project = { ...before.project, station: "mars" };
    const answer = await at({ ...before, project }).snapshot();
    expect(answer).toMatchObject({ ok: false, error: { code: "internal" } });
  });
});
