import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Env } from "../env.ts";
import type { ProjectSummary } from "../contracts/project.ts";
import { workspaceOf } from "./workspace-stub.ts";

const fresh = () => workspaceOf(env as unknown as Env, crypto.randomUUID());

function summary(id: string, updatedAt: number): ProjectSummary {
  return {
    id,
    title: "A title",
    idea: "An idea",
    mode: "quick",
    station: "character",
    need: null,
    isWorking: true,
    isSimulated: true,
    posterAssetId: null,
    filmAssetId: null,
    filmMs: null,
    sceneCount: 0,
    clipsReady: 0,
    spentUsd: 0,
    createdAt: 1,
    updatedAt,
  };
}

describe("a workspace", () => {
  it("gives one key one project, and refuses it for another request", async () => {
    const workspace = fresh();
    const [first, second] = [crypto.randomUUID(), crypto.randomUUID()];
    expect(await workspace.reserve("key", "request", first)).toEqual({ ok: true, value: first });
    expect(await workspace.reserve("key", "request", second)).toEqual({ ok: true, value: first });
    expect(await workspace.reserve("key", "another", second)).toMatchObject({
      error: { code: "conflict" },
    });
  });

  it("keeps the newer of two lines that crossed on their way", async () => {
    const workspace = fresh();
    const id = crypto.randomUUID();
    await workspace.put({ ...summary(id, 20), title: "Newer" });
    await workspace.put({ ...summary(id, 10), title: "Older" });
    await workspace.put({ ...summary(id, 20), spentUsd: 1 });
    expect(await workspace.list()).toMatchObject([{ title: "A title", spentUsd: 1 }]);
  });

  it("reads lines from before films and clips were counted", async () => {
    const workspace = fresh();
    const id = crypto.randomUUID();
    const { filmMs: _ms, sceneCount: _scenes, clipsReady: _clips, ...old } = summary(id, 1);
    await workspace.put(old as ProjectSummary);
    expect(await workspace.list()).toEqual([summary(id, 1)]);
  });

  it("lists the newest change first, each project once, and forgets the deleted", async () => {
    const workspace = fresh();
    const [a, b] = [crypto.randomUUID(), crypto.randomUUID()];
    await workspace.put(summary(a, 10));
    await workspace.put(summary(b, 20));
    await workspace.put(summary(a, 30));
    expect((await workspace.list()).map((each) => each.id)).toEqual([a, b]);
    await workspace.remove(a);
    expect((await workspace.list()).map((each) => each.id)).toEqual([b]);
  });
});
