import { describe, expect, it } from "vitest";
import { sniff } from "./media-types.ts";

function bytes(latin1: string): Uint8Array {
  return Uint8Array.from(latin1, (letter) => letter.charCodeAt(0));
}

describe("sniff", () => {
  it.each([
    ["\x89PNG\r\n\x1a\n rest", "image/png"],
    ["\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"],
    ["RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"],
    ["\x00\x00\x00\x18ftypisom....", "video/mp4"],
    ["\x00\x00\x00\x18ftypmp42....", "video/mp4"],
    ["\x00\x00\x00\x14ftypqt  ....", "video/quicktime"],
    ["\x00\x00\x10\x00moov....", "video/quicktime"],
    ["\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm", "video/webm"],
    ["\x00\x00\x00\x18ftypM4A ....", "audio/mp4"],
    ["ID3\x04\x00", "audio/mpeg"],
    ["\xff\xfb\x90\x64", "audio/mpeg"],
    ["\xff\xf3\x40\xc0", "audio/mpeg"],
    ["RIFF\x10\x00\x00\x00WAVEfmt ", "audio/wav"],
    ["OggS\x00\x02", "audio/ogg"],
    ["fLaC\x00\x00", "audio/flac"],
  ])("knows %j as %s", (head, contentType) => {
    expect(sniff(bytes(head)).type?.contentType).toBe(contentType);
  });

  it.each([
    ["<!DOCTYPE html><html>", "a web page"],
    ['{"detail":"not found"}', "JSON text"],
    ['<svg xmlns="http://www.w3.org/2000/svg">', "an XML document"],
    ["GIF89a\x01\x00", "a GIF picture"],
    ["\x00\x00\x00\x18ftypavif....", "an AVIF or HEIC picture"],
    ["\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska", "a Matroska video"],
    ["sorry, no video today", "plain text"],
    ["\xff\xf1\x50\x80", "a file of an unknown kind"],
    ["RIFF\x10\x00\x00\x00AVI LIST", "a file of an unknown kind"],
    ["\x00\x00\x00\x00\x00\x00", "a file of an unknown kind"],
    ["", "a file of an unknown kind"],
  ])("does not keep %j: %s", (head, label) => {
    expect(sniff(bytes(head))).toEqual({ type: null, label });
  });
});
