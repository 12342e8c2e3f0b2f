import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { FilmRequest, JobRequest } from "./protocol.ts";

const first = {
  protocol: 1,
  job_id: randomUUID(),
  kind: "film",
  upload: { part_url: "http://127.0.0.1/{part}", part_bytes: 5 * 1024 * 1024 },
  progress_url: null,
  clips: [{ id: randomUUID(), url: "http://127.0.0.1/clip", length_s: null }],
  output: null,
};

describe("a film's request", () => {
  it("of the first version means what it meant: hard cuts, bars, sound left alone", () => {
    expect(JobRequest.parse(first)).toMatchObject({
      clips: [{ in_s: 0, out_s: null, fit: null, still: null }],
      joins: [],
      fit: "pad",
      sound: { normalize: null, level_clips: false, suppress_clips: false, music: null },
      missing: "refuse",
      renditions: [],
      parts_url: null,
    });
  });

  it.each([
    ["a join too many", { joins: [{ kind: "cut" }] }],
    ["a join longer than two seconds", { joins: [{ kind: "crossfade", length_s: 2.1 }] }],
    ["an odd width", { output: { width: 321, height: 180, fps: null } }],
    ["a rendition with a name that is a path", { renditions: [rendition("../film")] }],
    ["a version that is not known", { protocol: 3 }],
  ])("is refused for %s", (_name, change) => {
    expect(FilmRequest.safeParse({ ...first, ...change }).success).toBe(false);
  });

  it("says a join's length and way where it is left open", () => {
    const clips = [first.clips[0], first.clips[0]];
    const { joins } = FilmRequest.parse({ ...first, clips, joins: [{ kind: "wipe" }] });
    expect(joins).toEqual([{ kind: "wipe", length_s: 0.5, direction: "left" }]);
  });
});

function rendition(name: string) {
  return { kind: "audio", name, upload: first.upload };
}
