/**
 * Faults ordered in a prompt: `[[emu:fail=E005]]`, `[[emu:fail=E005@video]]` or `@owner/name` for one
 * kind or model only, `[[emu:fail=PA*2]]` for the first two predictions that carry exactly this marker.
 */
import type { ModelKind } from "../models/model.ts";
import type { Input, Json } from "../prediction.ts";
import type { Fault } from "./catalogue.ts";
import { isFault } from "./catalogue.ts";

const MARKER = /\[\[emu:fail=([\w-]+)(?:@([\w./-]+))?(?:\*(\d+))?\]\]/g;

export type Marker = {
  /** As it stands in the prompt. */
  text: string;
  fault: Fault;
  /** How many predictions it is for; null for all that carry it. */
  limit: number | null;
};

/** The text without its markers, so that they do not show in pictures and scenes. */
export function withoutMarkers(text: string): string {
  return text.replace(MARKER, "").replace(/ {2,}/g, " ").trim();
}

/** The markers of an input that are meant for this model. */
export function markersIn(input: Input, model: { slug: string; kind: ModelKind }): Marker[] {
  const matches = textsIn(input).flatMap((text) => [...text.matchAll(MARKER)]);
  return matches.flatMap(([text, name = "", target, limit]) => {
    const isMeant = target === undefined || target === model.kind || target === model.slug;
    if (!isFault(name) || !isMeant) return [];
    return [{ text, fault: name, limit: limit === undefined ? null : Number(limit) }];
  });
}

/** Every text of an input but pictures that are sent as data. */
export function textsIn(value: Json): string[] {
  if (typeof value === "string") return value.startsWith("data:") ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return value === null || typeof value !== "object" ? [] : Object.values(value).flatMap(textsIn);
}
