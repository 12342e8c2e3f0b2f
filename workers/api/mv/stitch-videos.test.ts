/** What stitch-videos orders, and how it tells what came of it. */
import { describe, expect, it } from "vitest";
import { foundFile } from "../../testing/fake-works.ts";
import { json, testHttp, type TestHttp } from "../../testing/test-http.ts";
import { jobExample } from "../examples.ts";
import { IMAGE, NOBODY, SONG, VIDEO } from "./testing/bad-fields.ts";

const OTHER = "9e36b1d4-7c08-4a5f-a2e9-1f4d8b6c0a73";
const FILM = "c41d7f96-2e5a-4b83-b6f0-8d3a9c2e7b15";

function withFiles(): TestHttp {
  const http = testHttp();
  for (const id of [VIDEO, OTHER]) http.works.files.set(id, foundFile(id, "video", "video/mp4"));
  http.works.files.set(SONG, foundFile(SONG, "audio", "audio/mpeg"));
  http.works.files.set(IMAGE, foundFile(IMAGE, "image", "image/png"));
  return http;
}

const stitch = (http: TestHttp, body: Record<string, unknown>, headers = {}) =>
  http.send("POST", "/api/mv/stitch-videos", json({ video_ids: [VIDEO, OTHER], ...body }, headers));

/** The order that a body becomes. */
async function ordered(body: Record<string, unknown>) {
  const http = withFiles();
  const response = await stitch(http, body, { Prefer: "respond-async" });
  expect([response.status, await response.text()]).toEqual([202, expect.any(String)]);
  const command = http.works.opened[0]?.command;
  if (command?.ok !== true || command.value.type !== "stitch") throw new Error("Nothing ordered");
  return command.value.order;
}

/** The answer to a body whose film came with `warnings`. */
async function answered(body: Record<string, unknown>, warnings: string[]) {
  const http = withFiles();
  const { asset } = foundFile(FILM, "video", "video/mp4");
  const job = { ...jobExample, kind: "film" as const, status: "succeeded" as const, warnings };
  const outcome = { job, order: null, asset, scenes: null, wasCreated: false };
  http.works.state = { ...http.works.state, isDone: true, outcomes: [outcome] };
  const response = await stitch(http, body);
  expect(response.status).toBe(200);
  return response.json();
}

describe("what is ordered", () => {
  it("is plain cuts with the sound as it is, unless more is asked", async () => {
    expect(await ordered({})).toMatchObject({
      joins: [{ kind: "cut" }],
      keep: "clips",
      output: null,
      normalizeAudio: false,
      suppressClipAudio: false,
      music: null,
      unreadable: "refuse",
    });
  });

  it("is everything that the body names", async () => {
    const order = await ordered({
      transition: "dip-white",
      transition_duration: 1.5,
      audio_overlay_id: SONG,
      normalize_audio: true,
      suppress_video_audio: true,
      width: 640,
      height: 360,
      allow_missing: true,
    });
    expect(order).toMatchObject({
      joins: [{ kind: "dip_white", lengthS: 1.5 }],
      output: { width: 640, height: 360, fps: null },
      normalizeAudio: true,
      suppressClipAudio: true,
      music: { assetId: SONG, contentType: "audio/mpeg", duck: false },
      unreadable: "leave_out",
    });
  });

  it.each([NOBODY, IMAGE, VIDEO])("is nothing for %s as the song", async (id) => {
    const http = withFiles();
    const response = await stitch(http, { audio_overlay_id: id });
    expect(response.status).toBe(404);
    expect(http.works.opened).toEqual([]);
  });
});

describe("the answer", () => {
  it("tells that the song is in the film, and how long it is", async () => {
    expect(
      await answered({ audio_overlay_id: SONG, suppress_video_audio: true }, []),
    ).toMatchObject({
      audio_overlay_applied: true,
      audio_overlay_warning: null,
      metadata: {
        audio_overlay_id: SONG,
        audio_overlay_applied: true,
        audio_overlay_duration_seconds: 8,
        video_audio_suppressed: true,
      },
    });
  });

  it("tells why a film has no song", async () => {
    const why = "The film has no music. The song can't be decoded. Choose another one.";
    expect(await answered({ audio_overlay_id: SONG }, [why])).toMatchObject({
      audio_overlay_applied: false,
      audio_overlay_warning: why,
      metadata: { audio_overlay_applied: false, audio_overlay_warning: why },
    });
    expect(await answered({}, [])).toMatchObject({
      audio_overlay_applied: false,
      audio_overlay_warning: null,
      metadata: { audio_overlay_id: null, audio_overlay_duration_seconds: null },
    });
  });

  it("counts out the videos that could not be read", async () => {
    const why = "Clip 2 of 2: The file is cut off. It was left out.";
    const body = { video_ids: [VIDEO, NOBODY, OTHER], allow_missing: true };
    expect(await answered(body, [why])).toMatchObject({
      metadata: { num_videos_stitched: 1, missing_video_ids: [NOBODY, OTHER] },
      warnings: [expect.stringContaining(NOBODY), why],
    });
  });
});
