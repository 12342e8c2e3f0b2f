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
import { encodeFailed, onFrames } from "./work.ts";
import type { Work } from "./work.ts";

/** Formats that ffmpeg enters at a keyframe as exactly as it is asked. */
const SEEKABLE = ["mp4", "webm"];

/**
 * One file and range for each part of the plan. `onDone` hears the frames encoded so far, and the place of
 * the clip that they belong to, from 1.
 */
export async function renderParts(
  work: Work,
  plan: FilmPlan,
  sources: readonly Source[],
  store: PartStore,
  onDone: (frames: number, clipId: string, clip: number) => void,
  quality?: EncodedPart["quality"],
): Promise<MuxPart[]> {
  const { tools, timings } = work.platform;
  const made: MuxPart[] = [];
  let encoded = 0;
  for (const [index, part] of plan.parts.entries()) {
    const frames = framesOfPart(part);
    const clip = part.how === "copy" ? part.clip : (part.pieces[0]?.clip ?? 0);
    const source = sourceAt(sources, clip);
    if (part.how === "copy") {
      made.push({ file: source.file, from: part.from, frames });
      continue;
    }
    const before = encoded;
    const file = path.join(work.folder, `part-${index + 1}.mp4`);
    const encode = { ...encodedPart(plan, part, sources, frames), quality };
    const onLine = onFrames((done) =>
      onDone(before + Math.min(done, frames), source.id, source.place),
    );
    const options = { signal: work.signal, onLine, stallMs: timings.encodeStall };
    await namingClip({ id: source.id, place: source.place, count: sources.length }, () =>
      store.part(
        file,
        contentOf(encode),
        async (kept) => (await countPackets(kept, "video")) === frames,
        async () => {
          await runTool(tools.ffmpeg, encodePart(encode, file), options).catch(encodeFailed);
          return true;
        },
      ),
    );
    made.push({ file, from: 0, frames });
    encoded += frames;
    onDone(encoded, source.id, source.place);
  }
  return made;
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
  const { format, colour, setId } = plan;
  const pieces = part.pieces.map(({ clip, from, to }) => {
    const { file, facts } = sourceAt(sources, clip);
    const look = plan.looks[clip];
    if (look === undefined) throw new Error(`The plan has no look for clip ${clip + 1}`);
    const { stream, startS } = facts.video;
    return { file, stream, startS, canSeek: SEEKABLE.includes(facts.format), from, to, look };
  });
  return { format, colour, setId, pieces, seam: part.seam, frames };
}

function sourceAt(sources: readonly Source[], clip: number): Source {
  const source = sources[clip];
  if (source === undefined) throw new Error(`The plan names a clip ${clip + 1} that there is not`);
  return source;
}
