/** An order of an imported job, with new ids in it. */
import { type FilmOrder, Order, type Reference } from "../orders.ts";
import type { NewIds } from "./new-ids.ts";

/**
 * Null where it can't be kept: it names files of another project, or is written as no order of ours. Its
 * job is history all the same, and is made anew from the project's own words where somebody asks.
 */
export function newOrder(order: Record<string, unknown> | null, ids: NewIds): Order | null {
  const parsed = Order.safeParse(order);
  if (!parsed.success) return null;
  switch (parsed.data.kind) {
    case "script": {
      const { rewrite } = parsed.data;
      if (rewrite === null) return parsed.data;
      const sceneId = ids.find("scenes", rewrite.sceneId);
      return sceneId === null ? null : { ...parsed.data, rewrite: { ...rewrite, sceneId } };
    }
    case "character":
    case "clip": {
      const { reference } = parsed.data;
      if (reference === null) return parsed.data;
      const found = newReference(reference, ids);
      return found === null ? null : { ...parsed.data, reference: found };
    }
    case "film":
      return newFilmOrder(parsed.data, ids);
    default:
      return parsed.data satisfies never;
  }
}

function newFilmOrder(order: FilmOrder, ids: NewIds): FilmOrder | null {
  const inputs = order.inputs.map((input) => newInput(input, ids));
  const music =
    order.music === null ? null : withAsset(order.music, ids.find("assets", order.music.assetId));
  const options = newOptions(order.options, ids);
  if (!inputs.every((input) => input !== null)) return null;
  if ((order.music !== null && music === null) || (order.options !== null && options === null)) {
    return null;
  }
  return { ...order, inputs, music, options };
}

/** A still stands in for its scene, whose id is also in place of the file's. */
function newInput(input: FilmOrder["inputs"][number], ids: NewIds): typeof input | null {
  if (input.still !== null) {
    const id = ids.find("scenes", input.id);
    const { picture } = input.still;
    const found = picture === null ? null : newReference(picture, ids);
    if (id === null || (picture !== null && found === null)) return null;
    return { ...input, id, assetId: id, still: { ...input.still, picture: found } };
  }
  const id = ids.find("clips", input.id) ?? ids.find("assets", input.id);
  const found = withAsset(input, ids.find("assets", input.assetId));
  return id === null || found === null ? null : { ...found, id };
}

function newOptions(options: FilmOrder["options"], ids: NewIds): FilmOrder["options"] {
  if (options === null || options.music === null) return options;
  const songId = ids.find("songs", options.music.songId);
  return songId === null ? null : { ...options, music: { ...options.music, songId } };
}

function newReference(reference: Reference, ids: NewIds): Reference | null {
  return withAsset(reference, ids.find("assets", reference.assetId));
}

function withAsset<T extends { assetId: string }>(row: T, assetId: string | null): T | null {
  return assetId === null ? null : { ...row, assetId };
}
