/** Files of the workspace by their id alone, whichever project they belong to, and files coming in. */
import { fail, ok, type Result } from "../../contracts/errors.ts";
import { type Asset, NOTHING_DERIVED } from "../../contracts/project.ts";
import type { Config, Env } from "../../env.ts";
import { assetKey, extensionFor, isAssetId } from "../../media/keys.ts";
import { signAssetUrl } from "../../media/signed-urls.ts";
import { storeUpload } from "../../media/store-upload.ts";
import { type AssetFile, projectOf } from "../../project/project-stub.ts";
import { createStitcher } from "../../stitch/client.ts";
import { manualProject } from "./manual-project.ts";

export type Found = AssetFile & { projectId: string };

export type NewFile = {
  media: "image" | "audio";
  contentType: string;
  chunks: Uint8Array[];
  /** A song's title; for a picture what its project is called when one is made for it. */
  title: string;
  /** Null makes a project for it. */
  projectId: string | null;
  /** Its id, where the caller must be able to say it again: then it is added once. */
  assetId?: string;
};

export type Library = {
  /** Null for an id that names nothing, nothing of this workspace, or something deleted. */
  find(assetId: string): Promise<Found | null>;
  /** The file whole, in memory: for pictures. */
  read(found: Found): Promise<Result<ArrayBuffer>>;
  /**
   * Saves a file and has it decoded before it counts. Errors: `not_found` (the project),
   * `asset_invalid` (it can't be decoded), `stitch_unavailable` (nobody can look at it now),
   * `internal` (storage); then nothing stays.
   */
  add(file: NewFile): Promise<Result<Found>>;
};

/** A probe of an upload must not outlive its signed address by much. */
const PROBE_URL_MS = 15 * 60 * 1000;

export function createLibrary(
  env: Env,
  config: Config,
  ports: { now: () => number; newId: () => string },
): Library {
  const { workspaceId, internalOrigin, mediaSigningKey } = config;
  const stitcher = createStitcher({
    baseUrl: config.stitcherUrl,
    container: env.STITCHERS,
    fetch: (url, init) => fetch(url, init),
  });

  async function find(assetId: string): Promise<Found | null> {
    if (!isAssetId(assetId)) return null;
    const object = await env.MEDIA.head(assetKey(workspaceId, assetId));
    const projectId = object?.customMetadata?.["project"];
    return projectId === undefined ? null : owned(projectId, assetId);
  }

  /** Only the project itself knows whether the file counts. */
  async function owned(projectId: string, assetId: string): Promise<Found | null> {
    const file = await projectOf(env, projectId).assetFile(assetId);
    return file.ok ? { ...file.value, projectId } : null;
  }

  async function decode(
    assetId: string,
    file: NewFile,
  ): Promise<Result<Pick<Asset, "width" | "height" | "durationMs" | "hasAudio">>> {
    const extension = extensionFor(file.contentType);
    const address = { workspaceId, assetId, extension };
    const expiresAt = ports.now() + PROBE_URL_MS;
    const url = await signAssetUrl(mediaSigningKey, internalOrigin, address, expiresAt);
    const probed = await stitcher.probe(url, file.media);
    if (!probed.ok) return probed;
    const { video, audio, duration_ms } = probed.value;
    const isImage = file.media === "image";
    return ok({
      width: isImage ? (video?.width ?? null) : null,
      height: isImage ? (video?.height ?? null) : null,
      durationMs: isImage ? null : Math.round(duration_ms),
      hasAudio: isImage ? null : audio !== null,
    });
  }

  async function attach(assetId: string, projectId: string, file: NewFile): Promise<Result<null>> {
    const project = projectOf(env, projectId);
    const key = assetKey(workspaceId, assetId);
    const begun = await project.perform({ type: "begin_upload", assetId }, null);
    if (!begun.ok) return begun;
    const { chunks, contentType, media, title } = file;
    const metadata = { project: projectId };
    const stored = await storeUpload(env.MEDIA, key, chunks, contentType, metadata);
    if (!stored.ok) return stored;
    const decoded = await decode(assetId, file);
    if (!decoded.ok) {
      // Another run of the same upload may have attached it meanwhile.
      if ((await owned(projectId, assetId)) === null) await env.MEDIA.delete(key);
      return decoded;
    }
    const { bytes } = stored.value;
    const asset = {
      id: assetId,
      media,
      contentType,
      bytes,
      isChecked: true,
      ...decoded.value,
      ...NOTHING_DERIVED,
    };
    const done = await project.perform({ type: "attach_upload", asset, title }, null);
    return done.ok ? ok(null) : done;
  }

  async function add(file: NewFile): Promise<Result<Found>> {
    const assetId = file.assetId ?? ports.newId();
    const projectId = file.projectId ?? ports.newId();
    const project = projectOf(env, projectId);
    if (file.projectId === null) {
      const words = { title: file.title, idea: "", characterDescription: "" };
      const made = manualProject(projectId, workspaceId, words);
      const created = await project.perform({ type: "create", project: made }, null);
      if (!created.ok) return created;
    }
    const before = file.assetId === undefined ? null : await owned(projectId, assetId);
    if (before !== null) return ok(before);
    const attached = await attach(assetId, projectId, file);
    if (!attached.ok) {
      if (file.projectId === null) await project.perform({ type: "remove" }, null);
      return attached;
    }
    const found = await project.assetFile(assetId);
    return found.ok ? ok({ ...found.value, projectId }) : found;
  }

  return {
    find,
    add,
    read: async (found) => {
      const object = await env.MEDIA.get(found.key);
      return object === null
        ? fail("asset_missing", "The picture's file is gone from the store. Make it again.")
        : ok(await object.arrayBuffer());
    },
  };
}
