/** Out of one deployment and into another: what comes in is what went out, and costs nothing. */
import { describe, expect, it } from "vitest";
import { isTerminal } from "../../contracts/job.ts";
import type { Manifest } from "../../contracts/manifest.ts";
import { toWire } from "../../contracts/wire.ts";
import { Bench } from "../testing.ts";
import { fullProject, imported, manifestOf, parsed, read } from "./testing.ts";
import { withDigests, withFiles } from "./write.ts";

/** Of our rows: what a provider calls a prediction stays what it is. */
const UUID = /(?<!p-)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** With ids replaced by the order in which they come, and without what a day later is another. */
function canonical(manifest: Manifest): unknown {
  const { exportedAt: _at, project, films, ...rows } = manifest;
  const { updatedAt: _updated, ...settings } = project;
  const kept = films.map((film) => ({ ...film, publishedAt: null }));
  const names = new Map<string, string>();
  const text = JSON.stringify({ settings, films: kept, ...rows }).replaceAll(UUID, (id) => {
    const name = names.get(id) ?? `#${names.size}`;
    names.set(id, name);
    return name;
  });
  return JSON.parse(text) as unknown;
}

describe("a finished project", () => {
  const before = manifestOf(fullProject());

  it("comes in as it went out: scenes, takes, choices, orders, costs, films, files", () => {
    const after = manifestOf(imported(before));
    expect(canonical(after)).toEqual(canonical(before));
    expect(before.films).toHaveLength(2);
    expect(before.project.spentUsd).toBeGreaterThan(0);
    expect(after.jobs.every(({ order }) => order !== null)).toBe(true);
    expect(after.films.at(-1)?.renditions).toHaveLength(1);
  });

  it("has new ids throughout, and two imports share none", () => {
    const ids = (manifest: Manifest) =>
      new Set(JSON.stringify({ ...manifest, project: null }).match(UUID));
    const [first, second] = [imported(before), imported(before)].map((bench) =>
      ids(manifestOf(bench)),
    );
    const old = ids(before);
    expect(old.size).toBeGreaterThan(20);
    expect([...(first ?? [])].filter((id) => old.has(id) || second?.has(id) === true)).toEqual([]);
    expect(first?.size).toBe(old.size);
  });

  it("is finished, and waits for nothing; none of its films is published by it", () => {
    const { state } = imported(before);
    expect(state.project).toMatchObject({ station: "finished", need: null, mode: "quick" });
    expect([...state.films.values()].map(({ publishedAt }) => publishedAt)).toEqual([null, null]);
    expect(before.films.at(-1)?.publishedAt).not.toBeNull();
  });

  it("can go on: another take is one more job, and the only one", () => {
    const bench = imported(before);
    const scene = [...bench.state.scenes.values()][0]?.id ?? "";
    const answer = bench.tell({ type: "start", input: { kind: "clip", sceneIds: [scene] } });
    expect(answer?.jobs).toHaveLength(1);
    expect([...bench.effects.keys()].filter((key) => key.startsWith("submit:"))).toEqual([
      `submit:${answer?.jobs[0]?.id ?? ""}`,
    ]);
    const takes = [...bench.state.clips.values()].filter(({ sceneId }) => sceneId === scene);
    expect(takes.map(({ take }) => take)).toEqual([1, 2, 3]);
  });

  it("leaves behind what opens doors, and what can be made again", () => {
    const bench = fullProject();
    const text = JSON.stringify(manifestOf(bench));
    for (const { nonce } of bench.state.attempts.values()) expect(text).not.toContain(nonce);
    expect(text).not.toMatch(/s3cret|signature=|"uploadId"|"input":|http:\/\/provider/);
    expect(text).toContain("It could not read http://a/media/x.png?… now.");
    expect(text).toContain("Read from /media/default/y.mp4?… again.");
    const clip = [...bench.state.assets.values()].find((asset) => asset.mezzanineAssetId !== null);
    expect(clip).toBeDefined();
    expect(text).not.toContain(clip?.mezzanineAssetId);
    expect(text).toContain(clip?.posterAssetId);
  });

  it("says which files the store had lost, and points to them nowhere", () => {
    const song = before.assets.find(({ media }) => media === "audio");
    const here = before.assets.filter((asset) => asset !== song);
    const less = withFiles(before, new Map(here.map(({ id, bytes }) => [id, bytes])));
    expect(less.missing).toEqual([song?.path]);
    expect([less.songs, less.assets.length]).toEqual([[], before.assets.length - 1]);
    const nothing = withFiles(before, new Map());
    expect(nothing.missing).toHaveLength(before.assets.length);
    // The film with the song was ordered with it, so that order is not kept.
    const orders = [...imported(less).state.jobs.values()].map(({ order }) => order);
    expect(orders.filter((order) => order === null)).toHaveLength(1);
    expect(imported(nothing).state.project).toMatchObject({ station: "film", deletedAt: null });
  });

  it("has digests of the same length as the places kept for them", () => {
    const digests = new Map(
      before.assets.map(({ path }, at) => [path, String(at % 10).repeat(64)]),
    );
    const after = withDigests(before, digests);
    expect(JSON.stringify(after)).toHaveLength(JSON.stringify(before).length);
    expect(after.assets[3]?.sha256).toBe("3".repeat(64));
  });
});

describe("what was running", () => {
  function halfWay(): Bench {
    const bench = new Bench();
    bench.upToClips();
    const [first, second] = bench.jobs("clip");
    bench.run(first?.id ?? "");
    bench.begin(second?.id ?? "");
    return bench;
  }

  it("comes in as over, with the reason, and perhaps billed", () => {
    const { state } = imported(manifestOf(halfWay()));
    const jobs = [...state.jobs.values()];
    expect(jobs.every((job) => isTerminal(job.status) && job.endedAt !== null)).toBe(true);
    const clips = jobs.filter(({ kind }) => kind === "clip");
    for (const { status, error, billed } of clips) {
      expect([status, billed]).toEqual(["canceled", "perhaps"]);
      expect(error?.message).toMatch(/was running when the project was exported/);
    }
    expect([...state.attempts.values()].map(({ status }) => status)).not.toContain("running");
    expect(state.project?.spentUsd).toBeCloseTo(2 * 0.04 + 0.001 + 2 * 0.5);
  });

  it("is not begun again by the import, by time, or by another command", () => {
    const before = manifestOf(halfWay());
    const bench = imported(before);
    bench.tell({ type: "recover" });
    bench.now += 40 * 86_400_000;
    for (const { wakeup } of bench.wakeups.values()) bench.tell({ type: "wake", wakeup });
    bench.tell({ type: "update", input: { title: "Another" } });
    expect([...bench.effects.keys()].filter((key) => key !== "publish")).toEqual([]);
    expect(bench.state.jobs.size).toBe(before.jobs.length);
    expect(bench.state.project).toMatchObject({ mode: "step", need: "retry_clips" });
  });

  it("is not begun again either where the next step of a quick project had not begun", () => {
    const bench = new Bench();
    bench.upToClips("step");
    bench.tell({ type: "update", input: { title: "Before its clips" } });
    const before = manifestOf(bench);
    const quick = { ...before, project: { ...before.project, mode: "quick" as const } };
    const after = imported(quick);
    after.tell({ type: "update", input: { title: "Another" } });
    expect(after.state.jobs.size).toBe(before.jobs.length);
    expect(after.state.project?.mode).toBe("step");
  });

  it("is not cut either where all clips were in, before somebody does something", () => {
    const { films: _films, ...full } = manifestOf(fullProject());
    const jobs = full.jobs.filter(({ kind }) => kind !== "film");
    const kept = new Set(jobs.map(({ id }) => id));
    const attempts = full.attempts.filter(({ jobId }) => kept.has(jobId));
    const bench = imported({ ...full, films: [], jobs, attempts });
    expect(bench.jobs("film")).toEqual([]);
    expect(bench.state.project?.need).toBe("cut_film");
    bench.tell({ type: "update", input: { title: "Another" } });
    expect(bench.jobs("film")).toHaveLength(1);
  });

  it("hears no webhook of the predictions that run elsewhere", () => {
    const bench = halfWay();
    const nonces = (state: Bench["state"]) =>
      [...state.attempts.values()].map(({ nonce }) => nonce);
    const old = new Set(nonces(bench.state));
    const after = nonces(imported(manifestOf(bench)).state);
    expect(new Set(after).size).toBe(old.size);
    expect(after.filter((nonce) => old.has(nonce) || nonce === "")).toEqual([]);
  });

  it("can be tried again by whoever asks", () => {
    const bench = imported(manifestOf(halfWay()));
    const job = bench.jobs("clip")[0];
    expect(bench.tell({ type: "retry", jobId: job?.id ?? "" })?.jobs).toHaveLength(1);
  });
});

describe("orders of programs", () => {
  it("keep what the project has, with new ids, and go where they name files of others", () => {
    const bench = new Bench();
    bench.create("manual");
    const order = (assetId: string) => ({
      ...bench.planner.clipOrder(
        bench.state.project as never,
        { description: "A scene", negativeDescription: "", lengthS: 4 } as never,
        { assetId, contentType: "image/png" },
      ),
    });
    bench.tell({
      type: "draw",
      orders: [bench.planner.portraitOrder(bench.state.project as never, 3)],
      warnings: [],
    });
    bench.deliver(bench.run(bench.jobs("character")[0]?.id ?? ""));
    const own = [...bench.state.assets.keys()][0] ?? "";
    const scene = { description: "A scene", negativeDescription: "" };
    for (const assetId of [own, bench.newId()]) {
      const asked = { scene, sequence: null, warnings: [] };
      bench.tell({ type: "shoot", order: order(assetId), ...asked });
    }
    const { rows } = read(manifestOf(bench));
    const [portrait, mine, foreign] = rows.jobs.map(({ order: kept }) => kept);
    expect(portrait).toMatchObject({ kind: "character", seed: 3 });
    expect(mine).toMatchObject({ reference: { assetId: rows.assets[0]?.id } });
    expect(foreign).toBeNull();
  });
});

describe("a film whose scenes were changed by hand", () => {
  const bench = fullProject();
  const [scene] = [...bench.state.scenes.keys()];
  if (scene === undefined) throw new Error("No scene");
  const [, other] = [...bench.state.scenes.keys()];
  bench.tell({ type: "rewrite_scene", sceneId: other ?? "", input: { wish: "Rain" } });
  bench.tell({ type: "remove_scene", sceneId: scene });
  const before = manifestOf(bench);

  it("takes along what is out of it, with its takes, and brings it back there", () => {
    const there = imported(before);
    expect(there.state.scenes.size).toBe(1);
    const [removed] = [...there.state.removedScenes.values()];
    const sceneId = removed?.scene.id ?? "";
    const takes = [...there.state.clips.values()].filter((clip) => clip.sceneId === sceneId);
    expect(takes.length).toBeGreaterThan(0);
    there.tell({ type: "restore_scene", sceneId });
    const back = there.state.scenes.get(sceneId);
    expect(takes.map(({ id }) => id)).toContain(back?.selectedClipId);
    const rewrite = there.jobs("script").find(({ targetId }) => targetId !== null);
    expect(there.state.scenes.has(rewrite?.targetId ?? "")).toBe(true);
  });

  it("comes in also where the scene that was written anew is gone for good", () => {
    const scenes = before.scenes.filter(({ id }) => id !== other);
    const clips = before.clips.filter(({ sceneId }) => sceneId !== other);
    const kept = new Set(clips.map(({ jobId }) => jobId));
    const jobs = before.jobs.filter(({ id, kind }) => kind === "script" || kept.has(id));
    const attempts = before.attempts.filter(({ jobId }) => jobs.some(({ id }) => id === jobId));
    const rest = { ...before, scenes, clips, jobs, attempts, films: [], characterReferences: [] };
    const project = { ...before.project, characterReferenceId: null };
    const there = imported({ ...rest, project });
    expect(there.jobs("script").map(({ targetId }) => targetId)).toEqual([null, null]);
  });

  it("reads exports from before scenes could be taken out, and rows without what is new", () => {
    const { removedScenes: _none, ...old } = manifestOf(fullProject());
    const scenes = old.scenes.map(({ isAdded: _added, ...row }) => row);
    const manifest = parsed(toWire({ ...old, scenes }));
    expect(manifest.removedScenes).toEqual([]);
    expect(manifest.scenes.map(({ isAdded }) => isAdded)).toEqual([false, false]);
    expect(imported(manifest).state.scenes.size).toBe(2);
  });
});
