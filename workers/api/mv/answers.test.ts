/** What the four calls answer when their work has ended. */
import { describe, expect, it } from "vitest";
import { type ErrorCode, fail } from "../../contracts/errors.ts";
import { foundFile } from "../../testing/fake-works.ts";
import { ImagesAnswer, ScenesAnswer, StitchAnswer, VideoAnswer } from "./answers.ts";
import {
  A,
  ask,
  B,
  CALL,
  detailOf,
  GONE,
  IMAGES,
  PROJECT,
  readExactly,
  SCENES,
  STITCH,
  VIDEO,
  withState,
} from "../../testing/ask-mv.ts";
import { asset, ended, failed, made } from "./testing/outcomes.ts";

describe("a call that succeeds", () => {
  it("answers pictures in the order of their seeds, with their bytes", async () => {
    const state = ended(
      made("character", { asset: asset(A, "image") }),
      made("character", { asset: asset(B, "image") }, { warnings: ["Asked twice."] }),
    );
    const http = withState(state);
    http.works.files.set(B, foundFile(B, "image", "image/png"));
    const response = await ask(http, IMAGES);
    expect([response.status, response.headers.get("Cache-Control")]).toEqual([200, "no-store"]);
    const body = await readExactly(response, ImagesAnswer);
    expect(body["images"]).toMatchObject([
      { id: A, path: `/api/mv/get_character_reference/${A}`, base64: "AQID", cloud_url: null },
      { id: B, base64: "AQID" },
    ]);
    expect(body.metadata).toMatchObject({
      character_description: "Silver robot",
      model_used: "maker/model",
      num_images_requested: 2,
      num_images_generated: 2,
      parameters_used: { aspect_ratio: "1:1", output_format: "png", seed: 7 },
      config_flavor: "default",
      failures: [],
      warnings: [expect.stringContaining("odd"), "Asked twice."],
      project_id: PROJECT,
      generation_timestamp: "2026-01-01T00:00:12Z",
    });
    const command = http.works.opened[0]?.command;
    if (command?.ok !== true || command.value.type !== "draw") throw new Error("draw expected");
    expect(command.value.orders.map(({ seed }) => seed)).toEqual([7, 8]);
  });

  it("leaves the bytes out with include_base64=false, and says null for a file that is gone", async () => {
    const state = ended(made("character", { asset: asset(B, "image") }));
    const light = await ask(withState(state), `${IMAGES}?include_base64=false`);
    const body = await readExactly(light, ImagesAnswer);
    expect(body["images"]).toEqual([expect.not.objectContaining({ base64: expect.anything() })]);
    const full = await readExactly(await ask(withState(state), IMAGES), ImagesAnswer);
    expect(full["images"]).toMatchObject([{ id: B, base64: null }]);
  });

  it("answers the pictures that came, and names each that did not", async () => {
    const state = ended(
      failed("character", "content_refused"),
      made("character", { asset: asset(B, "image") }),
    );
    const response = await ask(withState(state), IMAGES);
    expect(response.status).toBe(200);
    const { metadata } = await readExactly(response, ImagesAnswer);
    expect(metadata).toMatchObject({
      num_images_requested: 2,
      num_images_generated: 1,
      failures: [{ index: 0, code: "content_refused", message: "It ended with content_refused." }],
    });
  });

  it("answers scenes as the model wrote them, and where they are as files", async () => {
    const scenes = [{ description: "It wakes", negativeDescription: "text" }];
    const response = await ask(withState(ended(made("script", { scenes }))), SCENES);
    expect(response.status).toBe(200);
    const body = await readExactly(response, ScenesAnswer);
    expect(body).toMatchObject({
      scenes: [{ description: "It wakes", negative_description: "text" }],
      output_files: {
        json: `/api/mv/get_scenes/${PROJECT}?format=json`,
        markdown: `/api/mv/get_scenes/${PROJECT}?format=markdown`,
      },
      metadata: {
        idea: "A flower",
        number_of_scenes: 1,
        parameters_used: {
          character_characteristics: "sarcastic, dramatic, emotional, and lovable",
          video_type: "video",
          video_characteristics: "vlogging, realistic, 4k, cinematic",
          camera_angle: "front",
          number_of_scenes: 1,
        },
      },
    });
  });

  it("answers a clip, and says that its character was not found", async () => {
    const state = ended(made("clip", { asset: asset(B, "video") }));
    const response = await ask(withState(state), VIDEO);
    expect(response.status).toBe(200);
    const body = await readExactly(response, VideoAnswer);
    const warning = expect.stringContaining(`There is no character reference ${GONE}`);
    expect(body).toMatchObject({
      video_id: B,
      video_path: `/api/mv/get_video/${B}`,
      video_url: `/api/mv/get_video/${B}`,
      character_reference_warning: warning,
      metadata: {
        prompt: "It kneels",
        backend_used: "replicate",
        parameters_used: { aspect_ratio: "16:9", duration: 8, generate_audio: true },
        character_reference_id: null,
        character_reference_warning: warning,
        warnings: [warning],
        duration_seconds: 8.042,
        processing_time_seconds: 12.5,
      },
    });
    expect(body.metadata).not.toHaveProperty("cloud_urls");
  });

  it("answers a film, and names each video that was left out", async () => {
    const state = ended(made("film", { asset: asset(B, "video") }));
    const response = await ask(withState(state), STITCH);
    expect(response.status).toBe(200);
    const body = await readExactly(response, StitchAnswer);
    expect(body).toMatchObject({
      video_id: B,
      video_url: `/api/mv/get_video/${B}`,
      audio_overlay_applied: false,
      warnings: [expect.stringContaining(GONE)],
      metadata: {
        input_video_ids: [A, GONE, A],
        num_videos_stitched: 2,
        missing_video_ids: [GONE],
        merge_time_seconds: 10,
        total_processing_time_seconds: 12.5,
        storage_backend: "local",
        stitched_video_id: B,
        video_duration_seconds: 8.042,
      },
    });
  });
});

describe("a call that fails", () => {
  it.each<[string, ErrorCode, number, string, string | undefined, string | null]>([
    [IMAGES, "content_refused", 422, "ImageGenerationError", "CONTENT_POLICY_VIOLATION", null],
    [VIDEO, "content_refused", 422, "VideoGenerationError", "CONTENT_POLICY_VIOLATION", null],
    [VIDEO, "rate_limited", 429, "RateLimitExceeded", "RATE_LIMIT_EXCEEDED", "30"],
    [VIDEO, "credit_exhausted", 402, "CreditExhausted", undefined, null],
    [SCENES, "provider_unavailable", 502, "SceneGenerationError", "provider_unavailable", "30"],
    [VIDEO, "perhaps_billed", 502, "VideoGenerationError", "perhaps_billed", null],
    [STITCH, "stitch_unavailable", 503, "StitchingError", "stitch_unavailable", "30"],
    [STITCH, "stitch_failed", 500, "StitchingError", "stitch_failed", null],
    [VIDEO, "provider_timeout", 504, "VideoGenerationError", "provider_timeout", "30"],
    [SCENES, "provider_misconfigured", 500, "ConfigurationError", "AUTHENTICATION_ERROR", null],
    [SCENES, "models_changed", 503, "ConfigurationError", undefined, null],
    [SCENES, "canceled", 409, "SceneGenerationError", "canceled", null],
  ])("%s with %s is a %d", async (path, code, status, error, errorCode, retryAfter) => {
    const http = withState(ended(failed("clip", code)));
    const response = await ask(http, path);
    expect(response.status).toBe(status);
    expect(response.headers.get("Retry-After")).toBe(retryAfter);
    expect(response.headers.get("Location")).toBe(CALL);
    const detail = await detailOf(response);
    expect(detail).toMatchObject({
      error,
      message: `It ended with ${code}.`,
      billed: "perhaps",
      timestamp: "2026-01-01T00:00:12Z",
      request_id: response.headers.get("X-Request-Id"),
    });
    expect(detail["error_code"]).toBe(errorCode);
    expect(detail["backend_used"]).toBe(path === VIDEO ? "replicate" : undefined);
    // After a 5xx the same request must meet the same work again.
    expect(http.works.delivered).toHaveLength(status < 500 ? 1 : 0);
  });

  it("tells of every picture why it was not made", async () => {
    const state = ended(
      failed("character", "provider_timeout"),
      failed("character", "content_refused"),
    );
    const response = await ask(withState(state), IMAGES);
    expect(response.status).toBe(504);
    expect((await detailOf(response))["details"]).toMatchObject({
      failures: [
        { index: 0, code: "provider_timeout" },
        { index: 1, code: "content_refused" },
      ],
    });
  });

  it.each<[ErrorCode, number, string]>([
    ["not_found", 404, "NotFound"],
    ["conflict", 409, "Conflict"],
    ["invalid_request", 400, "ValidationError"],
  ])("before it begins, with %s, is a %d", async (code, status, error) => {
    const http = withState(ended());
    http.works.refusal = fail(code, "So it is.");
    const response = await ask(http, SCENES);
    expect(response.status).toBe(status);
    expect(await detailOf(response)).toMatchObject({ error, message: "So it is." });
    expect(response.headers.get("Location")).toBeNull();
    expect(http.works.waits).toEqual([]);
  });
});
