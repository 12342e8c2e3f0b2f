import { describe, expect, it } from "vitest";
import { parsePrediction, progressFromLogs, TERMINAL } from "./prediction.ts";

const ID = "a5fx7rawgsrmc0cphme99z248m";

describe("parsePrediction", () => {
  it("reads a whole one", () => {
    expect(
      parsePrediction({
        id: ID,
        model: "google/veo-3.1",
        version: "hidden",
        input: { prompt: "x" },
        output: "https://replicate.delivery/a.mp4",
        error: "",
        logs: "done",
        status: "succeeded",
        source: "api",
        data_removed: false,
        created_at: "2025-05-01T18:29:28.326000Z",
        started_at: "2025-05-01T18:29:28Z",
        completed_at: null,
        metrics: { predict_time: 3.29, total_time: 3.3, image_count: 1 },
        webhook: "https://edge.test/hook",
        urls: { get: "x" },
      }),
    ).toEqual({
      id: ID,
      model: "google/veo-3.1",
      version: "hidden",
      status: "succeeded",
      input: { prompt: "x" },
      output: "https://replicate.delivery/a.mp4",
      error: null,
      logs: "done",
      predictTimeS: 3.29,
      totalTimeS: 3.3,
      webhook: "https://edge.test/hook",
      dataRemoved: false,
      createdAt: Date.UTC(2025, 4, 1, 18, 29, 28, 326),
      startedAt: Date.UTC(2025, 4, 1, 18, 29, 28),
      completedAt: null,
    });
  });

  it("needs no more than id and status, and keeps a status it does not know", () => {
    expect(parsePrediction({ id: ID, status: "dreaming" })).toMatchObject({
      status: "dreaming",
      output: null,
      error: null,
      logs: null,
      webhook: null,
      input: {},
      predictTimeS: null,
      createdAt: null,
      dataRemoved: false,
    });
    expect(TERMINAL).not.toContain("dreaming");
    expect(TERMINAL).toContain("aborted");
  });

  it("survives odd types around them", () => {
    expect(
      parsePrediction({
        id: ID,
        status: "failed",
        error: { detail: "boom" },
        logs: 7,
        metrics: [],
        input: null,
        created_at: "yesterday",
        model: {},
      }),
    ).toMatchObject({
      error: '{"detail":"boom"}',
      logs: null,
      input: {},
      createdAt: null,
      model: null,
    });
  });

  it.each([
    null,
    7,
    "x",
    [],
    {},
    { id: ID },
    { id: "", status: "starting" },
    { id: 1, status: "x" },
  ])("%j is none", (value) => expect(parsePrediction(value)).toBeNull());
});

describe("progressFromLogs", () => {
  it.each([
    [null, null],
    ["loading weights", null],
    ["battery at 50% of", null],
    ["  0%|          | 0/16", 0],
    ["  0%|   | 0/16\r 44%|####  | 7/16 [00:01]", 0.44],
    ["100%|######| 16/16\nsaving", 1],
    ["999%| |", 1],
    [`${"x".repeat(100_000)} 12%|#|`, 0.12],
  ])("%j", (logs, progress) => expect(progressFromLogs(logs)).toBe(progress));
});
