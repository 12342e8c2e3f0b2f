/** A film's progress as one number: frames to encode, sound to mix, packets to write. */
import type { FilmPlan } from "../plan/plan.ts";
import { framesOfPart } from "../plan/parts.ts";
import type { Work } from "./work.ts";

/** What a frame of each kind of work costs, compared with encoding one. */
const SOUND_COST = 0.1;
const JOIN_COST = 0.02;

export class FilmProgress {
  readonly #work: Work;
  readonly #frames: number;
  readonly #toEncode: number;
  readonly #clips: number;
  #encoded = 0;
  #sounded = 0;
  #joined = 0;

  constructor(work: Work, plan: FilmPlan) {
    this.#work = work;
    this.#frames = plan.frames;
    this.#clips = plan.spans.length;
    this.#toEncode = plan.parts
      .filter((part) => part.how === "encode")
      .reduce((sum, part) => sum + framesOfPart(part), 0);
  }

  encoded(frames: number, clipId: string, clip: number): void {
    this.#encoded = frames;
    this.#tell(`Preparing clip ${clip} of ${this.#clips}`, {
      name: "encode",
      done: frames,
      of: this.#toEncode,
      clip_id: clipId,
    });
  }

  /** In any unit. */
  sounded(done: number, of: number): void {
    this.#sounded = of === 0 ? 0 : done / of;
    // While pictures are encoded, they are what takes the time.
    if (this.#encoded < this.#toEncode) return;
    this.#tell("Mixing the sound", { name: "sound", done, of });
  }

  joined(frames: number): void {
    this.#sounded = 1;
    this.#joined = frames;
    this.#tell("Joining the clips", { name: "join", done: frames, of: this.#frames });
  }

  #tell(doing: string, step: Parameters<Work["report"]>[2]): void {
    const all = this.#toEncode + this.#frames * (SOUND_COST + JOIN_COST);
    const sound = this.#sounded * this.#frames * SOUND_COST;
    const done = this.#encoded + sound + this.#joined * JOIN_COST;
    this.#work.report(done / all, doing, step);
  }
}
