/** Makes the encoded parts of a film's picture, each a file of its own. */
import path from "node:path";
import { namingClip } from "../fault.ts";
import { encodePart } from "../ffmpeg/picture.ts";
import type { EncodedPart } from "../ffmpeg/picture.ts";
import { runTool } from "../ffmpeg/run.ts";
import type { MuxPart } from "../mux/mux.ts";
import { countPackets } from "../mux/packets.ts";
import { framesOfPart } from "../plan/parts.ts";
import type { Part } from "../plan/parts.ts";
import type { FilmPlan } from "../plan/plan.ts";
import type { Source } from "./sources.ts";
import type { PartStore } from "./store.ts";
import { Slots } from "../service/slots.ts";
import { encodeFailed, onFrames } from "./work.ts";
import type { Work } from "./work.ts";

/** Formats that ffmpeg enters at a keyframe as exactly as it is asked. */
const SEEKABLE = ["mp4", "webm"];

/**
 * One file and range for each part of the plan. `onDone` hears the frames encoded so far, and the place of
 * the clip that they belong to, from 1. While `beside` goes on, it counts as one of the parts that are made
 * at once, so that memory is bounded.
 */
export async function renderParts(
  work: Work,
  plan: FilmPlan,
  sources: readonly Source[],
  store: PartStore,
  onDone: (frames: number, clipId: string, clip: number) => void,
  how: { quality?: EncodedPart["quality"]; beside?: Promise<unknown> } = {},
): Promise<MuxPart[]> {
  const { tools, timings } = work.platform;
  const atOnce = partsAtOnce(plan.format);
  const slots = new Slots(atOnce);
  const failed = new AbortController();
  const signal = AbortSignal.any([work.signal, failed.signal]);
  const { quality, beside } = how;
  // Whoever started that work hears how it ends.
  if (atOnce > 1) slots.run(signal, async () => beside).catch(() => undefined);
  const encoded = plan.parts.map(() => 0);
  const making = plan.parts.map(async (part, index): Promise<MuxPart> => {
    const frames = framesOfPart(part);
    const clip = part.how === "copy" ? part.clip : (part.pieces[0]?.clip ?? 0);
    const source = sourceAt(sources, clip);
    if (part.how === "copy") return { file: source.file, from: part.from, frames };
    const file = path.join(work.folder, `part-${index + 1}.mp4`);
    const encode = { ...encodedPart(plan, part, sources, frames), quality };
    const tell = (done: number) => {
      encoded[index] = Math.min(done, frames);
      const all = encoded.reduce((sum, each) => sum + each, 0);
      onDone(all, source.id, source.place);
    };
    const options = { signal, onLine: onFrames(tell), stallMs: timings.encodeStall };
    const make = () =>
      store.part(
        file,
        contentOf(encode),
        async (kept) => (await countPackets(kept, "video")) === frames,
        async () => {
          await runTool(tools.ffmpeg, encodePart(encode, file), options).catch(encodeFailed);
          return true;
        },
      );
    const place = { id: source.id, place: source.place, count: sources.length };
    await slots.run(signal, () => namingClip(place, make));
    tell(frames);
    return { file, from: 0, frames };
  });
  // Every process has ended before the folder goes.
  await Promise.all(making.map((each) => each.catch((error: unknown) => failed.abort(error))));
  signal.throwIfAborted();
  return Promise.all(making);
}

/**
 * A part is short, and most of it is one thread waiting for another. Large frames are made one part after
 * another: their encoder fills the processors by itself, and takes the memory of several.
 */
function partsAtOnce({ width, height }: FilmPlan["format"]): number {
  return width * height <= 1280 * 720 ? 2 : 1;
}

/** All that decides what the part looks like; its files by what is in them, not by where they lie. */
function contentOf(part: EncodedPart): { content: unknown; inputs: string[] } {
  const pieces = part.pieces.map((piece) => ({ ...piece, file: "" }));
  const content = encodePart({ ...part, pieces }, "");
  return { content, inputs: part.pieces.map((piece) => piece.file) };
}

function encodedPart(
  plan: FilmPlan,
  part: Extract<Part, { how: "encode" }>,
  sources: readonly Source[],
  frames: number,
): EncodedPart {
  const { format, colour, setIds } = plan;
  const pieces = part.pieces.map(({ clip, from, to }) => {
    const { file, facts } = sourceAt(sources, clip);
    const look = plan.looks[clip];
    if (look === undefined) throw new Error(`The plan has no look for clip ${clip + 1}`);
    const { stream, startS } = facts.video;
    return { file, stream, startS, canSeek: SEEKABLE.includes(facts.format), from, to, look };
  });
  const { seam } = part;
  const setId = seam === null ? setIds.alone : setIds.seam;
  return { format, colour, setId, pieces, seam, frames };
}

function sourceAt(sources: readonly Source[], clip: number): Source {
  const source = sources[clip];
  if (source === undefined) throw new Error(`The plan names a clip ${clip + 1} that there is not`);
  return source;
}
