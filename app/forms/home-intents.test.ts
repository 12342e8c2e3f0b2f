import { describe, expect, it } from "vitest";
import type { Gateway } from "../../workers/contracts/gateway.ts";
import { fixtureId, fixtures } from "../testing/fixtures.ts";
import { carryOutOnFilm, readFilmIntent } from "./home-intents.server.ts";
import { carryOutOnShell } from "./shell-intents.server.ts";

const id = fixtureId(1, 1);

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}

/** Answers every call with `values`, and keeps what was asked. */
function answering(values: Record<string, unknown>) {
  const calls: unknown[][] = [];
  const gateway = new Proxy(
    {},
    {
      get:
        (_target, name: string) =>
        async (...args: unknown[]) => {
          calls.push([name, ...args]);
          return values[name] ?? { ok: true, value: null };
        },
    },
  );
  return { calls, gateway: gateway as Gateway };
}

describe("a card of the home page", () => {
  it("asks for another film like it, for its end, or for it back", () => {
    for (const intent of ["duplicate", "delete", "restore"]) {
      expect(readFilmIntent(form({ intent, projectId: id }))?.data).toEqual({
        intent,
        projectId: id,
      });
    }
    expect(readFilmIntent(form({ idea: "A film" }))).toBeNull();
    expect(readFilmIntent(form({ intent: "burn", projectId: id }))?.success).toBe(false);
    expect(readFilmIntent(form({ intent: "delete", projectId: "../x" }))?.success).toBe(false);
  });

  it("leads to the new film, or to the line that can take its end back", async () => {
    const copy = {
      ...fixtures.scenes,
      project: { ...fixtures.scenes.project, id: fixtureId(1, 2) },
    };
    const { gateway, calls } = answering({ duplicateProject: { ok: true, value: copy } });
    const go = (intent: "duplicate" | "delete" | "restore") =>
      carryOutOnFilm(gateway, { intent, projectId: id }, "key");
    expect(await go("duplicate")).toEqual({ ok: true, value: `/projects/${fixtureId(1, 2)}` });
    expect(await go("delete")).toEqual({ ok: true, value: `/?deleted=${id}` });
    expect(await go("restore")).toEqual({ ok: true, value: "/#films" });
    expect(calls).toEqual([
      ["duplicateProject", id, "key"],
      ["deleteProject", id],
      ["restoreProject", id],
    ]);
  });

  it("is deleted once, however often it is pressed", async () => {
    const gone = { ok: false, error: { code: "not_found", message: "Gone." } };
    const { gateway } = answering({ deleteProject: gone, restoreProject: gone });
    const intent = { projectId: id } as const;
    expect(await carryOutOnFilm(gateway, { intent: "delete", ...intent }, "key")).toMatchObject({
      ok: true,
    });
    expect(await carryOutOnFilm(gateway, { intent: "restore", ...intent }, "key")).toEqual(gone);
  });
});

describe("stopping everything", () => {
  it("first keeps a quick project from going on by itself, then cancels what runs", async () => {
    const snapshot = {
      ...fixtures.clips,
      project: { ...fixtures.clips.project, mode: "quick" as const },
    };
    const { gateway, calls } = answering({ snapshot: { ok: true, value: snapshot } });
    expect(await carryOutOnShell(gateway, id, { intent: "stop-all" }, "key")).toMatchObject({
      ok: true,
    });
    expect(calls).toEqual([
      ["snapshot", id],
      ["updateProject", id, { mode: "step" }, "key"],
      ["cancelJob", id, fixtureId(2, 12)],
      ["cancelJob", id, fixtureId(2, 14)],
    ]);
  });

  it("goes on to the others when one can't be canceled, and says so", async () => {
    const refused = { ok: false, error: { code: "conflict", message: "Not now." } };
    const served = { ok: true, value: fixtures.clips };
    const { gateway, calls } = answering({ snapshot: served, cancelJob: refused });
    expect(await carryOutOnShell(gateway, id, { intent: "stop-all" }, "key")).toEqual(refused);
    expect(calls.filter(([name]) => name === "cancelJob")).toHaveLength(2);
  });
});
