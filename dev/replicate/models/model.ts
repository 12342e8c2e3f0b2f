/** What the emulator knows of one model, and what it has to make for one prediction. */
import type { Input, Json } from "../prediction.ts";
import type { Fields } from "./field.ts";

export type ModelKind = "image" | "video" | "text" | "music";

/** A downloaded input picture; sizes are pixels, null when the format is unknown. */
export type Reference = { path: string; size: { width: number; height: number } | null };

/** One thing to make. Lengths are seconds, sizes pixels. */
export type Work =
  | {
      kind: "image";
      prompt: string;
      count: number;
      width: number;
      height: number;
      format: "png" | "jpg" | "webp";
    }
  | {
      kind: "video";
      prompt: string;
      lengthS: number;
      width: number;
      height: number;
      fps: number;
      hasAudio: boolean;
    }
  | { kind: "text"; prompt: string; systemPrompt: string | null }
  | { kind: "music"; prompt: string; lengthS: number; format: "wav" | "mp3" };

export type Model = {
  slug: string;
  kind: ModelKind;
  text: string;
  fields: Fields;
  /** `chunks` are pieces of text to be joined; `structured` is `{ json_output, text, response_id }`. */
  output: "url" | "urls" | "chunks" | "structured";
  /** US dollars, an estimate: Replicate publishes no table that could be cited. */
  price: { unit: "image" | "second" | "run"; usd: number };
  /** Fields with pictures, most important first: they become the references of the work. */
  pictures: readonly string[];
  /** Seconds from start to end; for clips, what is added to the time the render really takes. */
  latencyS: number;
  /** A combination the schema allows and the model refuses, in its words; null when it runs. */
  refuse(input: Input): string | null;
  /** `input` has its defaults. */
  plan(input: Input, references: readonly Reference[]): Work;
};

export function textOf(input: Input, name: string): string {
  const value = input[name];
  return typeof value === "string" ? value : "";
}

export function numberOf(input: Input, name: string, otherwise: number): number {
  const value = input[name];
  return typeof value === "number" ? value : otherwise;
}

export function has(input: Input, name: string): boolean {
  const value: Json | undefined = input[name];
  return Array.isArray(value) ? value.length > 0 : typeof value === "string" && value !== "";
}

/** How much of `price.unit` a piece of work uses. */
export function quantityOf(work: Work): number {
  return work.kind === "image" ? work.count : work.kind === "video" ? work.lengthS : 1;
}
