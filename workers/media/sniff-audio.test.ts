import { describe, expect, it } from "vitest";
import { sniffAudio } from "./sniff-audio.ts";

function bytes(latin1: string): Uint8Array {
  return Uint8Array.from(latin1, (letter) => letter.charCodeAt(0));
}

describe("sniffAudio", () => {
  it.each([
    ["ID3\x04\x00", "audio/mpeg"],
    ["\xff\xfb\x90\x64", "audio/mpeg"],
    ["RIFF\x10\x00\x00\x00WAVEfmt ", "audio/wav"],
    ["\x00\x00\x00\x18ftypM4A ....", "audio/mp4"],
    // Sound alone in a plain MP4: its tracks are for the checker to look at.
    ["\x00\x00\x00\x18ftypisom....", "audio/mp4"],
    ["OggS\x00\x02", "audio/ogg"],
    ["fLaC\x00\x00", "audio/flac"],
  ])("knows %j as %s, however it is cut", (head, contentType) => {
    const whole = bytes(head);
    const one = [...whole].map((byte) => Uint8Array.of(byte));
    for (const chunks of [[whole], one, [new Uint8Array(0), whole, new Uint8Array(1_000)]]) {
      const result = sniffAudio(chunks);
      expect(result.ok ? result.value.contentType : result.error).toBe(contentType);
    }
  });

  it.each([
    ["\x89PNG\r\n\x1a\n", "That is a PNG picture."],
    ["\x00\x00\x00\x14ftypqt  ....", "That is a QuickTime video."],
    ["RIFF\x10\x00\x00\x00AVI LIST", "That is a file of an unknown kind."],
    ["<html>", "That is a web page."],
    ["", "That is a file of an unknown kind."],
  ])("refuses %j by name", (head, words) => {
    const result = sniffAudio([bytes(head)]);
    expect(result).toMatchObject({ ok: false, error: { code: "asset_invalid" } });
    expect(result.ok ? "" : result.error.message).toContain(words);
    expect(result.ok ? "" : result.error.message).toContain("Upload an MP3, WAV, M4A, Ogg or FLAC");
  });
});
