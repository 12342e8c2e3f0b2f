import { writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { show } from "../testing/clips.ts";
import {
  clip,
  common,
  ended,
  leftFiles,
  shelf,
  submit,
  web,
  withService,
} from "../testing/service.ts";

withService();

describe("the check of a clip over HTTP", () => {
  it("gives what was found, a poster, a strip and a mezzanine, each at its own address", async () => {
    const to = (name: string) => {
      const part_url = web.url(`/${name}/{part}?s=secret`);
      return { upload: { part_url, part_bytes: 5 * 1024 * 1024 } };
    };
    const request = {
      ...common(),
      ...{ kind: "check", url: web.serve("/clip", clip) },
      ...{ strip: { ...to("strip"), frames: 4 }, mezzanine: { ...to("mezzanine"), output: null } },
    };
    await submit(request);
    const { result, ...report } = await ended(request.job_id);
    expect(report).toMatchObject({ status: "succeeded", error: null });
    expect(result?.media).toMatchObject({ duration_ms: 1000, video: { frames: 24 } });
    expect(result?.findings).toMatchObject({ black_share: 0, silent_share: 0 });
    expect(result?.files?.map(({ name }) => name)).toEqual(["strip", "mezzanine"]);
    const got = {
      poster: web.film(`/${request.job_id}/`),
      strip: web.film("/strip/"),
      mezzanine: web.film("/mezzanine/"),
    };
    expect(result?.bytes).toBe(got.poster.byteLength);
    expect(result?.files?.map(({ bytes }) => bytes)).toEqual([
      got.strip.byteLength,
      got.mezzanine.byteLength,
    ]);
    const shown: Record<string, { size: string; frames: number }> = {
      poster: { size: "320x180", frames: 1 },
      strip: { size: "640x90", frames: 1 },
      mezzanine: { size: "320x180", frames: 24 },
    };
    for (const [name, bytes] of Object.entries(got)) {
      await writeFile(shelf.path(name), bytes);
      expect(await show(shelf.path(name))).toMatchObject(shown[name] ?? {});
    }
    expect(await leftFiles()).toEqual([]);
  });

  it("fails for a clip that is none", async () => {
    const url = web.serve("/text", import.meta.filename);
    const request = { ...common(), kind: "check", url, strip: null, mezzanine: null };
    await submit(request);
    expect(await ended(request.job_id)).toMatchObject({
      ...{ status: "failed", result: null, error: { code: "input_invalid" } },
    });
    expect(await leftFiles()).toEqual([]);
  });
});
