/** Reads a file's facts without decoding it, and says in plain words why a file is not usable. */
import { stat } from "node:fs/promises";
import { ServiceFault } from "../fault.ts";
import { formatOf } from "../ffmpeg/formats.ts";
import { ToolFailure } from "../ffmpeg/run.ts";
import type { Platform } from "../platform.ts";
import type { Media } from "../protocol.ts";
import { audioFacts, videoFacts } from "./facts.ts";
import type { FileFacts } from "./facts.ts";
import { copyFacts } from "./copy-facts.ts";
import { noPackets, probe } from "./ffprobe.ts";
import type { Answer } from "./ffprobe.ts";
import { sniff } from "./sniff.ts";

export type Kind = Media["media"];

const NOUN: Record<Kind, string> = { image: "a picture", video: "a clip", audio: "a song" };

/**
 * Throws ServiceFault `input_invalid` for what is not a file of the expected kind, also for one with no
 * frame or no sound in it. Says nothing of whether the file decodes to its end.
 */
export async function readFile(
  platform: Platform,
  file: string,
  expected: Kind,
  signal: AbortSignal,
): Promise<FileFacts> {
  const plain = await sniff(file);
  if (plain !== null) throw invalid(sentences(expected)[plain]);
  try {
    return await factsOf(file, await probe(platform, file, signal), expected);
  } catch (error) {
    throw asInvalid(error, "The file is not media that can be read.");
  }
}

/** A failed tool as `input_invalid` with its log; anything else as it is. */
export function asInvalid(error: unknown, message: string): unknown {
  if (!(error instanceof ToolFailure) || error.reason === "missing") return error;
  const why = error.reason === "exit" ? message : "The file takes too long to be read.";
  return invalid(`${why} Make it again or choose another one.`, error);
}

export function invalid(message: string, cause?: ToolFailure): ServiceFault {
  const detail = cause === undefined ? {} : { detail: cause.detail, cause };
  return new ServiceFault("input_invalid", message, detail);
}

async function factsOf(file: string, answer: Answer, expected: Kind): Promise<FileFacts> {
  const format = formatOf(answer.format.format_name);
  if (format === null) throw invalid("The file is of a format that is not accepted.");
  const pictures = answer.streams.filter((s) => s.codec_type === "video");
  const picture = pictures.find((stream) => stream["disposition:attached_pic"] !== "1");
  const sound = answer.streams.find((stream) => stream.codec_type === "audio");
  const { size } = await stat(file);
  const facts: FileFacts = {
    format: format.name,
    bytes: size,
    video: null,
    audio: sound === undefined ? null : audioFacts(sound, answer.format.duration),
  };
  if (picture !== undefined && expected !== "audio") {
    const packets = answer.packets.get(picture.index) ?? noPackets();
    const video = videoFacts(picture, packets);
    const mayCopy = format.name === "mp4" && picture.is_avc === "true" && pictures.length === 1;
    facts.video = mayCopy ? await copyFacts(file, video, packets) : video;
  }
  expectKind(facts, format.kinds, expected, picture !== undefined);
  return facts;
}

function expectKind(
  facts: FileFacts,
  kinds: readonly Kind[],
  expected: Kind,
  hasPicture: boolean,
): void {
  const frames = facts.video?.frames ?? 0;
  if (expected === "audio") {
    if (facts.audio !== null && kinds.includes("audio")) return;
    throw invalid(`The file has no sound, but ${NOUN.audio} was expected. Choose another file.`);
  }
  const isPicture = kinds.includes("image") && (frames <= 1 || !kinds.includes("video"));
  if (expected === "image") {
    if (kinds.includes("image") && frames === 1) return;
    throw invalid(`The file is not one picture, but ${NOUN.image} was expected. Make it again.`);
  }
  if (isPicture) {
    throw invalid("The file is a picture, but a clip was expected. Make it again.");
  }
  if (!hasPicture) {
    throw invalid("The file has no picture, but a clip was expected. Make it again.");
  }
  if (frames === 0) throw invalid("The clip has no frames. Make it again.");
  if (facts.video?.width === 0) {
    throw invalid(
      "The clip's picture is too large, or has no size at all. Make it again, smaller.",
    );
  }
}

function sentences(expected: Kind) {
  const noun = NOUN[expected];
  return {
    empty: "The file is empty. Make it again.",
    text: `The file is text, but ${noun} was expected. Make it again.`,
    playlist: `The file is a playlist that names other files, but ${noun} was expected. Make it again.`,
    animated_webp:
      "The file is an animated WebP, which is not accepted. Use MP4, WebM or GIF for moving pictures.",
    cut_off: "The file is cut off before its end. Make it again.",
    encrypted: "The file is encrypted, and there is no key for it here. Make it again.",
  };
}
