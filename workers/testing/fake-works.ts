/** Calls, Library and Archive for tests of the HTTP line: they keep what they were asked, and make nothing. */
import { fail, ok } from "../contracts/errors.ts";
import type { Result } from "../contracts/errors.ts";
import type { Archive } from "../api/archive/archive.ts";
import { importStateExample } from "../api/archive/examples.ts";
import { snapshotExample } from "../api/examples.ts";
import type { CallRequest, Calls, StoredCall } from "../api/mv/calls.ts";
import type { Found, Library, NewFile } from "../api/mv/library.ts";
import type { OwnClips } from "../api/own-clips/own-clips.ts";
import { ownClipExample } from "../api/own-clips/routes.ts";
import { NOTHING_DERIVED } from "../contracts/project.ts";
import type { Asked } from "../domain/asked.ts";
import type { CommandState } from "../project/outcomes.ts";

export type FakeWorks = {
  calls: Calls;
  library: Library;
  archive: Archive;
  ownClips: OwnClips;
  /** Calls that got through every check, with the command each began. */
  opened: { request: CallRequest; command: Result<Asked> }[];
  /** How long each wait was to take at most, in milliseconds. */
  waits: number[];
  delivered: string[];
  /** What the next opening answers instead. */
  refusal: Result<never> | null;
  /** How every wait ends. */
  state: CommandState;
  files: Map<string, Found>;
  added: NewFile[];
};

export function fakeWorks(): FakeWorks {
  const stored = new Map<string, StoredCall>();
  const fake: FakeWorks = {
    opened: [],
    waits: [],
    delivered: [],
    refusal: null,
    state: { isDone: false, isDeleted: false, outcomes: [] },
    files: new Map(),
    added: [],
    calls: {
      open: async (request) => {
        if (fake.refusal !== null) return fake.refusal;
        const { route, echo } = request;
        const id = "00000000-0000-4000-8000-00000000ca11";
        const projectId = request.projectId ?? "00000000-0000-4000-8000-00000000aaaa";
        const call = { id, route, projectId, round: 1, echo };
        const command = await request.command(call);
        if (!command.ok) return command;
        fake.opened.push({ request, command });
        stored.set(id, call);
        return ok(call);
      },
      find: async (id) => {
        const call = stored.get(id);
        return call === undefined ? fail("not_found", "There is no such call.") : ok(call);
      },
      wait: async (_call, waitMs) => {
        fake.waits.push(waitMs);
        return ok(fake.state);
      },
      delivered: async (id) => {
        fake.delivered.push(id);
      },
    },
    library: {
      find: async (id) => fake.files.get(id) ?? null,
      read: async () => ok(new Uint8Array([1, 2, 3]).buffer),
      add: async (file) => {
        fake.added.push(file);
        const id = file.assetId ?? "00000000-0000-4000-8000-00000000f11e";
        return ok(foundFile(id, file.media, file.contentType));
      },
    },
    ownClips: {
      begin: async () => ok(ownClipExample),
      list: async () => ok([ownClipExample]),
      receive: async () => ok(ownClipExample),
      complete: async () => ok(snapshotExample),
      giveUp: async () => ok(null),
    },
    archive: {
      export: async () => fail("not_found", "There is no such project."),
      begin: async () => ok(importStateExample),
      state: async () => ok(importStateExample),
      receive: async () => ok(null),
      complete: async () => ok(snapshotExample),
    },
  };
  return fake;
}

export function foundFile(
  id: string,
  media: "image" | "video" | "audio",
  contentType: string,
): Found {
  return {
    projectId: "00000000-0000-4000-8000-00000000aaaa",
    key: `w/default/assets/${id}`,
    fileName: "file",
    origin: { prompt: "A prompt", model: "maker/model", seed: 7 },
    isPublished: false,
    asset: {
      id,
      media,
      contentType,
      bytes: 3,
      width: 16,
      height: 9,
      durationMs: media === "image" ? null : 8_000,
      hasAudio: media === "image" ? null : true,
      isChecked: true,
      ...NOTHING_DERIVED,
      isSimulated: true,
      createdAt: 1_767_225_600_000,
    },
  };
}
