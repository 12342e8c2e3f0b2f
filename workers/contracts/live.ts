/**
 * The live channel. On connect the server sends a `snapshot`, then one `event` for each change, with
 * `seq` rising by one. A client that sees a gap sends `resync` and gets a snapshot. The client sends
 * PING as a heartbeat; the runtime answers PONG without waking the object, so both are exact strings.
 * Messages are JSON in snake_case (see wire.ts).
 */
import * as z from "zod/mini";
import { Job } from "./job.ts";
import {
  Asset,
  CharacterReference,
  Clip,
  Film,
  Project,
  RemovedScene,
  Scene,
  Song,
} from "./project.ts";

export const PING = "ping";
export const PONG = "pong";

/** Rows by kind. In an event: only those that changed, whole. */
const rows = {
  scenes: z.array(Scene),
  characterReferences: z.array(CharacterReference),
  clips: z.array(Clip),
  films: z.array(Film),
  songs: z.array(Song),
  jobs: z.array(Job),
  assets: z.array(Asset),
};

export const Snapshot = z.object({
  seq: z.int(),
  project: Project,
  ...rows,
  removedScenes: z._default(z.array(RemovedScene), []),
});
export type Snapshot = z.infer<typeof Snapshot>;

export const ProjectEvent = z.object({
  seq: z.int(),
  at: z.int(),
  project: z.optional(Project),
  scenes: z.optional(rows.scenes),
  removedScenes: z.optional(z.array(RemovedScene)),
  characterReferences: z.optional(rows.characterReferences),
  clips: z.optional(rows.clips),
  films: z.optional(rows.films),
  songs: z.optional(rows.songs),
  jobs: z.optional(rows.jobs),
  assets: z.optional(rows.assets),
  /** Ids of rows that are gone, of any kind. */
  removed: z.optional(z.array(z.uuid())),
});
export type ProjectEvent = z.infer<typeof ProjectEvent>;

export const ServerMessage = z.discriminatedUnion("type", [
  z.object({ type: z.literal("snapshot"), snapshot: Snapshot }),
  z.object({ type: z.literal("event"), event: ProjectEvent }),
  z.object({ type: z.literal("deleted") }),
]);
export type ServerMessage = z.infer<typeof ServerMessage>;

export const ClientMessage = z.object({ type: z.literal("resync") });
export type ClientMessage = z.infer<typeof ClientMessage>;
