import { describe, expect, it } from "vitest";
import { LIMITS } from "../contracts/limits.ts";
import type { Clip } from "../contracts/project.ts";
import { doOwnClip, missingOwnParts, type OwnClipStep, ownUploads } from "./own-clips.ts";
import { Draft } from "./state.ts";
import { Bench, times } from "./testing.ts";

const FILE = "00000000-0000-4000-8000-0000000000c1";
const PART = LIMITS.ownClipPartBytes;

class Uploads {
  readonly bench = new Bench();
  readonly sceneId: string;

  constructor() {
    this.bench.upToClips("step");
    this.sceneId = [...this.bench.state.scenes.values()][0]?.id ?? "";
  }

  tell(step: OwnClipStep): boolean {
    return this.bench.tell({ type: "own_clip", step }) !== null;
  }

  begin(fileName = "storm.mp4", bytes = PART + 5, assetId = FILE): boolean {
    return this.tell({ type: "begin", assetId, sceneId: this.sceneId, fileName, bytes });
  }

  part(part: number, uploadId = "r2"): boolean {
    return this.tell({ type: "keep_part", assetId: FILE, uploadId, part, etag: `e${part}` });
  }

  get missing(): number[] {
    const own = this.bench.state.uploads.get(FILE)?.own;
    return own == null ? [] : missingOwnParts(own);
  }

  /** A whole file that waits to be looked at. */
  send(): { clip: Clip; jobId: string } {
    this.begin();
    this.tell({ type: "open", assetId: FILE, uploadId: "r2" });
    this.part(1);
    this.part(2);
    this.tell({ type: "complete", assetId: FILE, contentType: "video/mp4" });
    const clip = [...this.bench.state.clips.values()].at(-1);
    if (clip === undefined) throw new Error("No take was made");
    return { clip, jobId: clip.jobId };
  }

  checked(jobId: string, durationMs = 5_000): void {
    const { id: attemptId, stored } = this.bench.attempt(jobId);
    if (stored === null) throw new Error("Nothing is stored");
    const facts = { width: 1920, height: 1080, durationMs, hasAudio: false };
    const findings = {
      ...{ loudnessLufs: null, peakDbtp: null },
      ...{ blackShare: 1, frozenShare: 1, silentShare: 1 },
    };
    const inspection = { findings, fps: 25, poster: null, strip: null, mezzanine: null };
    this.bench.tell({ type: "checked", attemptId, facts: { ...facts, inspection }, stored });
  }
}

describe("the upload of an own clip", () => {
  it("knows which parts are to come, in whatever order they came", () => {
    const uploads = new Uploads();
    uploads.begin();
    expect(uploads.missing).toEqual([1, 2]);
    uploads.tell({ type: "open", assetId: FILE, uploadId: "r2" });
    uploads.part(2);
    uploads.part(2);
    expect(uploads.missing).toEqual([1]);
    uploads.part(1, "another upload of R2's");
    expect(uploads.missing).toEqual([1]);
    uploads.tell({ type: "reopen", assetId: FILE, uploadId: "r2" });
    expect(uploads.missing).toEqual([1, 2]);
  });

  it("is one, however often the same file is chosen for the scene", () => {
    const uploads = new Uploads();
    uploads.begin();
    uploads.begin("storm.mp4", PART + 5, uploads.bench.newId());
    expect(ownUploads(uploads.bench.state)).toHaveLength(1);
    uploads.begin("storm.mp4", PART + 6, uploads.bench.newId());
    expect(ownUploads(uploads.bench.state)).toHaveLength(2);
  });

  it("ends a day after its last part, or when it is given up", () => {
    const uploads = new Uploads();
    const { bench } = uploads;
    uploads.begin();
    uploads.tell({ type: "open", assetId: FILE, uploadId: "r2" });
    bench.now += 1_000;
    uploads.part(1);
    expect(bench.wakeups.get(`prune:${FILE}`)?.dueAt).toBe(bench.now + times.pruneAfter);
    expect(uploads.tell({ type: "give_up", assetId: FILE })).toBe(true);
    expect(uploads.tell({ type: "give_up", assetId: FILE })).toBe(true);
    expect(bench.wakeups.has(`prune:${FILE}`)).toBe(false);
    expect(uploads.part(2)).toBe(false);
  });

  it("is refused for a scene that is not there, and where too many are open", () => {
    const uploads = new Uploads();
    const bytes = 5;
    const sceneId = uploads.bench.newId();
    const step = { type: "begin" as const, assetId: FILE, sceneId, fileName: "a.mp4", bytes };
    expect(uploads.tell(step)).toBe(false);
    for (let count = 0; count < 24; count++) {
      expect(uploads.begin(`${count}.mp4`, 5, uploads.bench.newId())).toBe(true);
    }
    const draft = new Draft(uploads.bench.state, uploads.bench.context);
    const more = doOwnClip(draft, { ...step, sceneId: uploads.sceneId });
    expect(!more.ok && more.error.message).toContain("24 uploads are open");
  });
});

describe("an own clip that is whole", () => {
  it("is a take that is checked and costs nothing", () => {
    const uploads = new Uploads();
    const { bench } = uploads;
    const spent = bench.state.project?.spentUsd;
    const { clip, jobId } = uploads.send();
    expect(bench.job(jobId)).toMatchObject({
      ...{ status: "ingesting", phase: "waiting_for_checker", model: null },
      ...{ estimateUsd: 0, billed: "no", isSimulated: false },
    });
    expect(clip).toMatchObject({ take: 1, assetId: null, own: { fileName: "storm.mp4" } });
    expect(bench.effects.has(`check:${bench.attempt(jobId).id}`)).toBe(true);
    expect(bench.effects.has(`submit:${jobId}`)).toBe(false);
    expect(bench.state.uploads.size).toBe(0);
    expect(bench.state.project?.spentUsd).toBe(spent);
  });

  it("is what the film uses once it is checked, as long as it is, dark and silent as it may be", () => {
    const uploads = new Uploads();
    const { clip, jobId } = uploads.send();
    uploads.checked(jobId);
    const { bench, sceneId } = uploads;
    expect(bench.job(jobId)).toMatchObject({ status: "succeeded", warnings: [] });
    expect(bench.state.clips.get(clip.id)).toMatchObject({
      ...{ assetId: FILE, lengthS: 5, shotLengthS: 5 },
    });
    expect(bench.state.scenes.get(sceneId)?.selectedClipId).toBe(clip.id);
    expect(bench.state.assets.get(FILE)).toMatchObject({ isSimulated: false, fps: 25 });
  });

  it("that is longer than the scene is used for the scene's length", () => {
    const uploads = new Uploads();
    const { clip, jobId } = uploads.send();
    uploads.checked(jobId, 60_000);
    const after = uploads.bench.state.clips.get(clip.id);
    expect(after).toMatchObject({ lengthS: 8, shotLengthS: 60 });
    const input = { inS: 30, outS: 55 };
    expect(uploads.bench.tell({ type: "trim_clip", clipId: clip.id, input })).not.toBeNull();
  });

  it("fails with the checker's reason, keeps the file a while, and is not shot again", () => {
    const uploads = new Uploads();
    const { bench } = uploads;
    const { jobId } = uploads.send();
    const error = { code: "asset_invalid" as const, message: "It can't be decoded." };
    bench.tell({ type: "check_failed", attemptId: bench.attempt(jobId).id, error });
    expect(bench.job(jobId)).toMatchObject({ status: "failed", error });
    expect(bench.wakeups.get(`prune:${FILE}`)?.dueAt).toBe(bench.now + times.pruneAfter);
    const jobs = bench.jobs("clip").length;
    expect(bench.tell({ type: "retry", jobId })).toBeNull();
    expect(bench.jobs("clip")).toHaveLength(jobs);
  });

  it("that is canceled comes to nothing, and says nothing of money", () => {
    const uploads = new Uploads();
    const { bench } = uploads;
    const { clip, jobId } = uploads.send();
    bench.tell({ type: "cancel", jobId });
    uploads.checked(jobId);
    expect(bench.job(jobId)).toMatchObject({ status: "canceled", warnings: [] });
    expect(bench.state.clips.get(clip.id)?.assetId).toBeNull();
  });

  it("counts unchecked where the checker stays away", () => {
    const uploads = new Uploads();
    const { clip, jobId } = uploads.send();
    uploads.bench.passDeadline(jobId);
    expect(uploads.bench.job(jobId).status).toBe("succeeded");
    expect(uploads.bench.state.clips.get(clip.id)).toMatchObject({ assetId: FILE, lengthS: 8 });
  });
});
