/** Duplicating and bringing back over real objects and real R2. */
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import { CreateProject } from "../contracts/requests.ts";
import { type Env, parseConfig } from "../env.ts";
import { assetKey } from "../media/keys.ts";
import { projectOf } from "../project/project-stub.ts";
import { NOTHING_DERIVED } from "../contracts/project.ts";
import { createGateway } from "./gateway.ts";

const bindings = env as unknown as Env;
const config = parseConfig(env);
if (!config.ok) throw new Error(config.error.message);
const gateway = createGateway(bindings, config.value);
const { workspaceId } = config.value;

const BYTES = "the portrait's bytes";

async function make(mode: "step" | "manual" = "manual"): Promise<string> {
  const input = CreateProject.parse({ idea: "A fox", characterDescription: "Red", mode });
  const made = await gateway.createProject(input, crypto.randomUUID());
  if (!made.ok) throw new Error(made.error.message);
  return made.value.project.id;
}

/** A picture that is chosen, lying in R2. */
async function givePortrait(projectId: string): Promise<string> {
  const id = crypto.randomUUID();
  const project = projectOf(bindings, projectId);
  await project.perform({ type: "begin_upload", assetId: id }, null);
  await bindings.MEDIA.put(assetKey(workspaceId, id), BYTES, {
    httpMetadata: { contentType: "image/png" },
  });
  const kind = { media: "image" as const, contentType: "image/png", bytes: BYTES.length };
  const size = { width: 3, height: 2, durationMs: null, hasAudio: null, isChecked: true };
  const asset = { id, ...kind, ...size, ...NOTHING_DERIVED };
  await project.perform({ type: "attach_upload", asset, title: "" }, null);
  const snapshot = await gateway.snapshot(projectId);
  const reference = snapshot.ok ? snapshot.value.characterReferences[0]?.id : undefined;
  await gateway.chooseCharacter(projectId, reference ?? "");
  return id;
}

async function listed(): Promise<string[]> {
  const list = await gateway.listProjects();
  return list.ok ? list.value.map(({ id }) => id) : [];
}

describe("a duplicate", () => {
  it("has a portrait of its own that outlives the first project", async () => {
    const source = await make();
    const portrait = await givePortrait(source);
    const copy = await gateway.duplicateProject(source, crypto.randomUUID());
    if (!copy.ok) throw new Error(copy.error.message);
    const { project, characterReferences, assets, jobs } = copy.value;
    expect(jobs).toEqual([]);
    expect(project.characterReferenceId).toBe(characterReferences[0]?.id);
    expect(assets).toMatchObject([{ contentType: "image/png", bytes: BYTES.length }]);
    expect(await listed()).toContain(project.id);
    await gateway.deleteProject(source);
    await purge(source, portrait);
    const file = await projectOf(bindings, project.id).assetFile(assets[0]?.id ?? "");
    if (!file.ok) throw new Error(file.error.message);
    expect(await (await bindings.MEDIA.get(file.value.key))?.text()).toBe(BYTES);
  });

  it("is one, however often it is asked for under one key", async () => {
    const source = await make();
    await givePortrait(source);
    const key = crypto.randomUUID();
    const twice = [1, 2].map(() => gateway.duplicateProject(source, key));
    const again = [...(await Promise.all(twice)), await gateway.duplicateProject(source, key)];
    const ids = again.map((answer) => (answer.ok ? answer.value.project.id : answer.error.message));
    expect(new Set(ids).size).toBe(1);
  });

  it("is none of a project that is not there", async () => {
    const answer = await gateway.duplicateProject(crypto.randomUUID(), crypto.randomUUID());
    expect(answer).toMatchObject({ error: { code: "not_found" } });
  });
});

describe("a deleted project", () => {
  it("is told of, comes back into the list, and its files are there", async () => {
    const id = await make();
    const portrait = await givePortrait(id);
    expect(await gateway.deletion(id)).toMatchObject({ error: { code: "not_found" } });
    await gateway.deleteProject(id);
    expect(await listed()).not.toContain(id);
    expect(await gateway.activity(id, null)).toMatchObject({ error: { code: "not_found" } });
    expect(await gateway.deletion(id)).toMatchObject({ ok: true, value: { projectId: id } });
    expect(await gateway.restoreProject(id)).toMatchObject({ value: { project: { id } } });
    expect(await listed()).toContain(id);
    expect(await projectOf(bindings, id).assetFile(portrait)).toMatchObject({ ok: true });
  });

  it("is gone for good once its files are", async () => {
    const id = await make();
    const portrait = await givePortrait(id);
    await gateway.deleteProject(id);
    await purge(id, portrait);
    expect(await gateway.restoreProject(id)).toMatchObject({ error: { code: "not_found" } });
    expect(await gateway.deletion(id)).toMatchObject({ error: { code: "not_found" } });
  });
});

/** The day has passed. */
async function purge(projectId: string, assetId: string): Promise<void> {
  const stub = bindings.PROJECTS.get(bindings.PROJECTS.idFromName(projectId));
  await runInDurableObject(stub, async (_object, { storage }) => {
    storage.sql.exec("UPDATE wakeups SET due_at = 0 WHERE key = 'purge'");
    await storage.setAlarm(Date.now());
  });
  const key = assetKey(workspaceId, assetId);
  await vi.waitFor(async () => expect(await bindings.MEDIA.head(key)).toBeNull(), 10_000);
  await vi.waitFor(async () => {
    expect(await gateway.deletion(projectId)).toMatchObject({ ok: false });
  }, 10_000);
}
