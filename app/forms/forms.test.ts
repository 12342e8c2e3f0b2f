import { describe, expect, it } from "vitest";
import { LIMITS } from "../../workers/contracts/limits.ts";
import { IdempotencyKey } from "../../workers/contracts/requests.ts";
import { fixtureId } from "../testing/fixtures.ts";
import { parseCreateProject } from "./create-project.server.ts";
import type { ErrorBody } from "../../workers/contracts/errors.ts";
import type { Gateway } from "../../workers/contracts/gateway.ts";
import { anchorOf, carryOut, parseIntent } from "./project-intents.server.ts";
import { intentKey, schemaFault } from "./read-form.server.ts";

function form(fields: Record<string, string | string[]>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of [value].flat()) data.append(name, one);
  }
  return data;
}

const film = { idea: "The moon goes out.", characterDescription: "A keeper in yellow." };
const scene = fixtureId(5, 1);
const job = fixtureId(2, 1);

describe("parseCreateProject", () => {
  it("takes the schema's defaults for what is left out or empty", () => {
    const parsed = parseCreateProject(form({ ...film, sceneCount: "", videoModel: "" }));
    expect(parsed.data).toMatchObject({ ...film, mode: "quick", sceneCount: 4, clipLengthS: 8 });
    expect(parsed.data).not.toHaveProperty("videoModel");
  });

  it("reads the options", () => {
    const options = { mode: "step", sceneCount: "6", clipLengthS: "4.5", aspectRatio: "9:16" };
    const parsed = parseCreateProject(form({ ...film, ...options }));
    expect(parsed.data).toMatchObject({ ...options, sceneCount: 6, clipLengthS: 4.5 });
  });

  it.each([
    ["idea", { ...film, idea: "   " }, "The idea is empty"],
    ["idea", { ...film, idea: "x".repeat(LIMITS.ideaChars + 1) }, "longer than 2000 characters"],
    ["characterDescription", { idea: "x" }, "The character is empty"],
    ["sceneCount", { ...film, sceneCount: "many" }, ""],
    ["clipLengthS", { ...film, clipLengthS: "99" }, "at most 15 seconds"],
    ["videoModel", { ...film, videoModel: "rm -rf" }, "A model is named like"],
  ])("refuses a bad %s and keeps what was typed", (name, fields, words) => {
    const sent = form({ ...fields, form: "create", key: "secret-key" });
    const parsed = parseCreateProject(sent);
    const fault = schemaFault(sent, parsed.error?.issues ?? [], "next-key");
    expect(fault.fields[name]).toContain(words);
    expect(Object.keys(fault.fields)).toEqual([name]);
    expect(fault).toMatchObject({ form: "create", values: fields, nextKey: "next-key" });
    expect(fault.values).not.toHaveProperty("key");
  });
});

describe("parseIntent", () => {
  it.each([
    [{ intent: "choose-character", characterReferenceId: fixtureId(4, 2) }, "#character"],
    [{ intent: "retry", jobId: job }, ""],
    [{ intent: "edit-project", characterDescription: "A calm keeper" }, "#character"],
    [{ intent: "edit-project", idea: "The moon comes back" }, "#scenes"],
    [{ intent: "start", kind: "character", count: "4" }, "#character"],
    [{ intent: "start", kind: "clip" }, "#clips"],
    [{ intent: "start", kind: "film", allowMissing: "yes" }, "#film"],
    [{ intent: "edit-scene", sceneId: scene, description: "New", version: "1" }, `#scene-${scene}`],
    [{ intent: "add-scene", description: "New", number: "2", lengthS: "4" }, "#scenes"],
    [{ intent: "remove-scene", sceneId: scene }, "#scenes"],
    [{ intent: "restore-scene", sceneId: scene }, `#scene-${scene}`],
    [{ intent: "move-scene", sceneId: scene, number: "3" }, `#scene-${scene}`],
    [{ intent: "rewrite-scene", sceneId: scene, wish: "" }, `#scene-${scene}`],
    [{ intent: "vary-portrait", characterReferenceId: fixtureId(4, 2) }, "#character"],
  ])("reads %o", (fields, anchor) => {
    const parsed = parseIntent(form(fields));
    expect(parsed.ok && anchorOf(parsed.intent)).toBe(anchor);
  });

  it("shoots the named scenes, or all that have none", () => {
    const named = parseIntent(
      form({ intent: "start", kind: "clip", sceneId: [scene, fixtureId(5, 2)] }),
    );
    expect(named).toMatchObject({ intent: { jobs: { sceneIds: [scene, fixtureId(5, 2)] } } });
    const all = parseIntent(form({ intent: "start", kind: "clip" }));
    expect(all).toEqual({ ok: true, intent: { intent: "start", jobs: { kind: "clip" } } });
  });

  it("cuts a film with gaps only when the form says so", () => {
    expect(parseIntent(form({ intent: "start", kind: "film" }))).toMatchObject({
      intent: { jobs: { allowMissing: false } },
    });
  });

  it("tries again as before, with another model, or without sound", () => {
    const retry = { intent: "retry", jobId: job };
    const change = (fields: Record<string, string>) => parseIntent(form({ ...retry, ...fields }));
    expect(change({})).toEqual({ ok: true, intent: { ...retry, change: {} } });
    expect(change({ model: "google/veo-3.1" })).toMatchObject({
      intent: { change: { model: "google/veo-3.1" } },
    });
    expect(change({ generateAudio: "no" })).toMatchObject({
      intent: { change: { generateAudio: false } },
    });
    expect(change({ model: "rm -rf" }).ok).toBe(false);
  });

  it("tries refused jobs again only with the button that says so", () => {
    const edit = { intent: "edit-scene", sceneId: scene, description: "New", retryJobId: job };
    expect(parseIntent(form(edit))).toMatchObject({ intent: { retryJobIds: [] } });
    expect(parseIntent(form({ ...edit, again: "yes" }))).toMatchObject({
      intent: { retryJobIds: [job] },
    });
  });

  it("does not save a character without words", () => {
    const emptied = parseIntent(form({ intent: "edit-project", characterDescription: " " }));
    expect(!emptied.ok && emptied.issues[0]).toMatchObject({ path: ["characterDescription"] });
  });

  it("lets a negative description be cleared, but not the description", () => {
    const edit = { intent: "edit-scene", sceneId: scene };
    expect(parseIntent(form({ ...edit, negativeDescription: "" }))).toMatchObject({
      ok: true,
      intent: { change: { negativeDescription: "" } },
    });
    const emptied = parseIntent(form({ ...edit, description: "" }));
    expect(!emptied.ok && emptied.issues[0]).toMatchObject({ path: ["description"] });
  });

  it("names the field of a scene that can't be added", () => {
    const bare = parseIntent(form({ intent: "add-scene", description: " " }));
    expect(!bare.ok && bare.issues[0]).toMatchObject({ path: ["description"] });
    const long = parseIntent(form({ intent: "add-scene", description: "x".repeat(100_000) }));
    expect(!long.ok && long.issues[0]?.message).toContain("longer than 2000 characters");
  });

  it.each([[{}], [{ intent: "pay" }], [{ intent: "retry", jobId: "7" }], [{ intent: "start" }]])(
    "refuses %o with a sentence",
    (fields) => {
      const parsed = parseIntent(form(fields));
      expect(!parsed.ok && parsed.issues[0]?.message).toBeTruthy();
    },
  );
});

describe("carryOut", () => {
  const key = "key-12345678";
  const edit = { intent: "edit-scene" as const, sceneId: scene, change: { description: "New" } };

  function answering(editError: ErrorBody | null) {
    const calls: unknown[][] = [];
    const answer = async (...args: unknown[]) => {
      calls.push(args);
      return editError === null ? { ok: true, value: null } : { ok: false, error: editError };
    };
    const gateway = { editScene: answer, updateProject: answer, retryJob: answer };
    return { calls, gateway: gateway as unknown as Gateway };
  }

  it("saves the words first, then tries each job again under a key of its own", async () => {
    const { calls, gateway } = answering(null);
    expect(await carryOut(gateway, "p", { ...edit, retryJobIds: [job, scene] }, key)).toBeNull();
    expect(calls).toEqual([
      ["p", scene, edit.change],
      ["p", job, {}, `${key}.0`],
      ["p", scene, {}, `${key}.1`],
    ]);
  });

  it("tries nothing again where that was not asked, or the words could not be saved", async () => {
    const saved = answering(null);
    await carryOut(saved.gateway, "p", { ...edit, retryJobIds: [] }, key);
    expect(saved.calls).toHaveLength(1);
    const error: ErrorBody = { code: "conflict", message: "Changed elsewhere." };
    const refused = answering(error);
    const change = { characterDescription: "New" };
    const intent = { intent: "edit-project" as const, change, retryJobIds: [job] };
    expect(await carryOut(refused.gateway, "p", intent, key)).toEqual(error);
    expect(refused.calls).toEqual([["p", change, key]]);
  });
});

describe("intentKey", () => {
  const key = "11111111-1111-4111-8111-111111111111.create";

  it("is the same for the same form sent twice, with scripts or without", async () => {
    const one = await intentKey(form({ ...film, key }), "fallback-key");
    expect(await intentKey(form({ ...film, key, enhanced: "1" }), "other-key-1")).toBe(one);
    expect(IdempotencyKey.safeParse(one).success).toBe(true);
  });

  it("differs when the back button sends an old key with a new idea", async () => {
    const one = await intentKey(form({ ...film, key }), "fallback-key");
    expect(await intentKey(form({ ...film, idea: "Another.", key }), "fallback-key")).not.toBe(one);
  });

  it("works without a usable key, and with a very long one", async () => {
    expect(await intentKey(form({ ...film, key: "a b" }), "fallback-key")).toMatch(
      /^fallback-key\./,
    );
    const long = await intentKey(form({ ...film, key: "k".repeat(128) }), "fallback-key");
    expect(IdempotencyKey.safeParse(long).success).toBe(true);
  });
});
