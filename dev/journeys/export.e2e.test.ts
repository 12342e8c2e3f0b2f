/** A film leaves one deployment as a ZIP and goes on in another that never heard of it. */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ImportState } from "../../workers/contracts/imports.ts";
import type { Snapshot } from "../../workers/contracts/live.ts";
import { fromWire } from "../../workers/contracts/wire.ts";
import { readZip } from "../../workers/testing/read-zip.ts";
import { startStack, type Stack } from "../harness/stack.ts";
import {
  createFilm,
  isFinished,
  jobsOf,
  ledger,
  look,
  probeAsset,
  send,
  SHORT_FILM,
  untilProject,
} from "./client.ts";

const SETTINGS = { env: { TIME_SCALE: "0.02" } };

/** What a person would call the same: no ids, no times of this deployment. */
function story({ project, scenes, clips, films, jobs }: Snapshot) {
  const { title, idea, characterDescription, settings, spentUsd, mode, station, need } = project;
  const takes = new Map(clips.map(({ id, take }) => [id, take]));
  const numbers = new Map(scenes.map(({ id, number }) => [id, number]));
  return {
    project: { title, idea, characterDescription, settings, spentUsd, mode, station, need },
    scenes: scenes.map(({ number, description, lengthS, selectedClipId }) => ({
      ...{ number, description, lengthS },
      chosen: takes.get(selectedClipId ?? ""),
    })),
    clips: clips.map(({ sceneId, take, prompt, lengthS, shotLengthS, inS, outS }) => ({
      ...{ take, prompt, lengthS, shotLengthS, inS, outS },
      scene: numbers.get(sceneId),
    })),
    films: films.map(({ number, clipIds }) => [number, clipIds.map((id) => takes.get(id))]),
    jobs: jobs.map(({ kind, status, model, estimateUsd, billed }) => {
      return [kind, status, model, estimateUsd, billed];
    }),
  };
}

async function fileDigest(stack: Stack, projectId: string, assetId: string): Promise<string> {
  const response = await fetch(`${stack.origin}/api/projects/${projectId}/assets/${assetId}`);
  return digest(new Uint8Array(await response.arrayBuffer()));
}

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

const filmOf = ({ films }: Snapshot) => films.at(-1)?.assetId ?? "";

describe("an exported film", () => {
  let before: Snapshot;
  let filmDigest: string;
  let files: Map<string, Uint8Array>;
  beforeAll(async () => {
    const stack = await startStack(SETTINGS);
    try {
      const { project } = await createFilm(stack, SHORT_FILM);
      before = await untilProject(stack, project.id, "the film", isFinished);
      filmDigest = await fileDigest(stack, project.id, filmOf(before));
      const response = await fetch(`${stack.origin}/api/projects/${project.id}/export`);
      const zip = new Uint8Array(await response.arrayBuffer());
      expect(response.headers.get("content-length")).toBe(String(zip.length));
      files = new Map(readZip(zip).map(({ name, bytes }) => [name, bytes]));
    } finally {
      await stack.stop();
    }
  }, 180_000);

  it("has its files under names that say what they are, and no mezzanine", () => {
    const names = [...files.keys()];
    expect(names.filter((name) => name.startsWith("clips/"))).toHaveLength(2);
    expect(names).toContain("films/film 1.mp4");
    expect(names).toContain("portraits/portrait 1.png");
    expect(
      names.filter((name) => /^clips\/0\d - [\p{L}\p{N} ]+ - take 1\.mp4$/u.test(name)),
    ).toHaveLength(2);
    expect(digest(files.get("films/film 1.mp4") ?? new Uint8Array())).toBe(filmDigest);
    expect(names.at(-1)).toBe("manifest.json");
    const text = new TextDecoder().decode(files.get("manifest.json"));
    expect(text).not.toMatch(/signature|nonce|"input"|127\.0\.0\.1/);
  });

  describe("in another deployment", () => {
    let stack: Stack;
    let after: Snapshot;
    beforeAll(async () => {
      stack = await startStack(SETTINGS);
      const answer = await fetch(`${stack.origin}/api/projects/import`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: files.get("manifest.json") ?? null,
      });
      const state = fromWire(ImportState, await answer.json());
      if (!state.success) throw state.error;
      for (const { path, url } of state.data.files) {
        const put = await fetch(`${stack.origin}${url}`, {
          method: "PUT",
          body: files.get(path) ?? null,
        });
        expect([path, put.status]).toEqual([path, 204]);
      }
      const { projectId } = state.data;
      const done = await send(stack, "POST", `/api/projects/${projectId}/import`);
      expect(done.status).toBe(200);
      const snapshot = await look(stack, projectId);
      if (snapshot === null) throw new Error("The project is not there.");
      after = snapshot;
    });
    afterAll(() => stack.stop());

    it("is the same film with the same story, takes, choices and costs", async () => {
      expect(story(after)).toEqual(story(before));
      expect(after.project.spentUsd).toBeGreaterThan(0);
      expect(after.project.id).not.toBe(before.project.id);
      expect(await fileDigest(stack, after.project.id, filmOf(after))).toBe(filmDigest);
      const { video } = await probeAsset(stack, after.project.id, filmOf(after));
      expect(Math.abs(video.duration - 4)).toBeLessThan(0.1);
      const list = await send(stack, "GET", "/api/projects");
      expect(JSON.stringify(list.body)).toContain(after.project.id);
      expect(await ledger(stack)).toEqual([]);
    });

    it("goes on there: one more take, paid once, and a film with it", async () => {
      const { id } = after.project;
      const sceneIds = [after.scenes[0]?.id];
      const jobs = `/api/projects/${id}/jobs`;
      expect((await send(stack, "POST", jobs, { kind: "clip", scene_ids: sceneIds })).status).toBe(
        202,
      );
      const shot = await untilProject(stack, id, "another take", (snapshot) => {
        return jobsOf(snapshot, "clip").filter(({ status }) => status === "succeeded").length === 3;
      });
      expect(shot.clips.find(({ id: clip }) => clip === shot.scenes[0]?.selectedClipId)?.take).toBe(
        2,
      );
      expect(await ledger(stack)).toHaveLength(1);
      expect((await send(stack, "POST", jobs, { kind: "film" })).status).toBe(202);
      const cut = await untilProject(stack, id, "another film", (snapshot) => {
        return snapshot.films.length === 2 && snapshot.films[1]?.assetId != null;
      });
      const { video } = await probeAsset(stack, id, filmOf(cut));
      expect(Math.abs(video.duration - 4)).toBeLessThan(0.1);
      expect(await ledger(stack)).toHaveLength(1);
    });
  });
});
