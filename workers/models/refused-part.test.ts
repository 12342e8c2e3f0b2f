import { describe, expect, it } from "vitest";
import { classifyFailure, classifyRefusal } from "./failure.ts";

const FAILED = { status: "failed" };

describe("refused content", () => {
  it.each([
    ["The request failed because the input text may contain sensitive information.", "text"],
    ["InputTextSensitiveContentDetected", "text"],
    ["This prompt contains words that violate Google's Responsible AI practices.", "text"],
    [
      "The prompt could not be submitted. It contains sensitive words that violate our policies.",
      "text",
    ],
    ["The request failed because the input image may contain sensitive information.", "image"],
    ["The request failed because the input image may contain real person.", "image"],
    [
      "Veo could not generate videos because the input image violates Vertex AI's usage guidelines. If you think this was an error, send feedback.",
      "image",
    ],
    [
      "Sorry, we can't create videos from input images containing celebrity or their likenesses. Please remove the reference and try again.",
      "image",
    ],
    ["The request failed because the output audio may contain sensitive information.", "sound"],
    ["OutputAudioSensitiveContentDetected", "sound"],
    [
      "We encountered an issue with the audio for your prompt, which means we could not create your video. You have not been charged for this attempt.",
      "sound",
    ],
    ["The request failed because the output video may contain sensitive information.", null],
    ["The output video may be related to copyright restrictions.", null],
    ["NSFW content detected. Try running it again, or try a different prompt.", null],
    [
      "The input or output was flagged as sensitive. Please try again with different inputs. (E005) (x9d2)",
      null,
    ],
  ])("%s", (text, part) => {
    const failure = classifyFailure(text, FAILED);
    expect(failure).toMatchObject({ kind: "moderation", refused: part });
    expect(failure.error.code).toBe("content_refused");
    const said = { text: "the words", image: "a picture", sound: "the sound" };
    expect(failure.error.message).toContain(part === null ? "this content" : said[part as "text"]);
    const error = { code: "content_refused", message: "No.", detail: text } as const;
    expect(classifyRefusal(error)).toEqual({ kind: "moderation", refused: part });
  });

  it("is no part of any other failure", () => {
    const failure = classifyFailure("Input validation error: image is not allowed here", FAILED);
    expect(failure).toMatchObject({ kind: "input", refused: null });
  });
});

describe("a create that was refused", () => {
  it.each([
    ["provider_rejected", "input"],
    ["provider_misconfigured", "configuration"],
  ] as const)("with %s is %s", (code, kind) => {
    expect(classifyRefusal({ code, message: "No." })).toEqual({ kind, refused: null });
  });
});
