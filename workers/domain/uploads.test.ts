import { describe, expect, it } from "vitest";
import { NOTHING_DERIVED } from "../contracts/project.ts";
import { Bench, times } from "./testing.ts";
import type { UploadCommand } from "./uploads.ts";

const PICTURE = "00000000-0000-4000-8000-0000000000a1";
const SONG = "00000000-0000-4000-8000-0000000000a2";

function attach(id: string, media: "image" | "audio"): UploadCommand {
  const isImage = media === "image";
  return {
    type: "attach_upload",
    title: "Dawn",
    asset: {
      id,
      media,
      contentType: isImage ? "image/png" : "audio/mpeg",
      bytes: 5,
      width: isImage ? 30 : null,
      height: isImage ? 20 : null,
      durationMs: isImage ? null : 1_000,
      hasAudio: isImage ? null : true,
      isChecked: true,
      ...NOTHING_DERIVED,
    },
  };
}

function bench(mode: "manual" | "step" = "manual"): Bench {
  const made = new Bench();
  made.create(mode);
  return made;
}

const begin = (assetId: string): UploadCommand => ({ type: "begin_upload", assetId });
const prune = (assetId: string) => `prune:${assetId}`;

describe("an upload", () => {
  it("is written down before the file, with a time at which it is given up", () => {
    const project = bench();
    project.tell(begin(PICTURE));
    expect([...project.state.uploads.keys()]).toEqual([PICTURE]);
    expect(project.wakeups.get(prune(PICTURE))?.dueAt).toBe(project.now + times.pruneAfter);
    expect(project.state.assets.size).toBe(0);
  });

  it("becomes a portrait to choose from, after those that are there", () => {
    const project = bench("step");
    project.tell(begin(PICTURE));
    expect(project.tell(attach(PICTURE, "image"))).not.toBeNull();
    expect([...project.state.characterReferences.values()].at(-1)).toMatchObject({
      option: 3,
      jobId: null,
      assetId: PICTURE,
      prompt: "",
      seed: null,
    });
    expect(project.state.assets.get(PICTURE)).toMatchObject({ isSimulated: false, bytes: 5 });
    expect(project.state.uploads.size).toBe(0);
    expect(project.wakeups.has(prune(PICTURE))).toBe(false);
    const id = [...project.state.characterReferences.keys()].at(-1) ?? "";
    expect(project.tell({ type: "choose", characterReferenceId: id })).not.toBeNull();
    expect(project.state.project?.characterReferenceId).toBe(id);
  });

  it("becomes a song under its title", () => {
    const project = bench();
    project.tell(begin(SONG));
    project.tell(attach(SONG, "audio"));
    expect([...project.state.songs.values()]).toMatchObject([{ assetId: SONG, title: "Dawn" }]);
    expect(project.state.characterReferences.size).toBe(0);
  });

  it("is attached once, however often it is said", () => {
    const project = bench();
    for (const command of [
      begin(SONG),
      attach(SONG, "audio"),
      begin(SONG),
      attach(SONG, "audio"),
    ]) {
      expect(project.tell(command)).not.toBeNull();
    }
    expect([project.state.songs.size, project.state.uploads.size]).toEqual([1, 0]);
    expect(project.wakeups.has(prune(SONG))).toBe(false);
  });

  it("is refused where nobody wrote it down, and after it was given up", () => {
    const project = bench();
    expect(project.tell(attach(SONG, "audio"))).toBeNull();
    project.tell(begin(SONG));
    project.tell({ type: "pruned", assetId: SONG });
    expect(project.tell(attach(SONG, "audio"))).toBeNull();
    expect([project.state.assets.size, project.state.songs.size]).toEqual([0, 0]);
  });

  it("is refused by a deleted project", () => {
    const project = bench();
    project.tell(begin(SONG));
    project.tell({ type: "remove" });
    expect(project.tell(attach(SONG, "audio"))).toBeNull();
    expect(project.tell(begin(PICTURE))).toBeNull();
  });
});
