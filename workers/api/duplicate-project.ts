/** A new project from an old one, with the chosen portrait's file copied in the store. */
import type { Result } from "../contracts/errors.ts";
import type { Snapshot } from "../contracts/live.ts";
import type { Asset } from "../contracts/project.ts";
import { duplicateOf, portraitIdOf } from "../domain/duplicate.ts";
import type { Config, Env } from "../env.ts";
import { assetKey } from "../media/keys.ts";
import { projectOf } from "../project/project-stub.ts";
import { workspaceOf } from "../workspace/workspace-stub.ts";

/**
 * Safe to repeat under its key: what is there already stays, and goes on where it stopped. Until the
 * portrait's file is there nobody sees the project, and after a day it is given up. Errors: `not_found`,
 * `conflict` (the key).
 */
export async function duplicateProject(
  env: Env,
  { workspaceId, isOffline }: Pick<Config, "workspaceId" | "isOffline">,
  sourceId: string,
  key: string,
): Promise<Result<Snapshot>> {
  const source = await projectOf(env, sourceId).snapshot();
  if (!source.ok) return source;
  const workspace = workspaceOf(env, workspaceId);
  const newId = () => crypto.randomUUID();
  const reserved = await workspace.reserve(key, `duplicate ${sourceId}`, newId());
  if (!reserved.ok) return reserved;
  const id = reserved.value;
  const project = projectOf(env, id);
  const there = await project.snapshot();
  if (there.ok) return there;
  const portrait = chosenPortrait(source.value);
  const from = portrait === null ? null : await env.MEDIA.get(assetKey(workspaceId, portrait.id));
  const step = {
    type: "begin" as const,
    ...duplicateOf({
      source: source.value,
      id,
      // Without its file the portrait is left behind.
      portrait: from === null ? null : portrait,
      isSimulated: isOffline,
      now: Date.now(),
      newId,
    }),
  };
  const begun = await project.perform({ type: "import", step }, null);
  if (!begun.ok) return begun;
  if (from !== null) {
    const assetId = portraitIdOf(id);
    await env.MEDIA.put(assetKey(workspaceId, assetId), from.body, {
      ...(from.httpMetadata === undefined ? {} : { httpMetadata: from.httpMetadata }),
      customMetadata: { project: id },
    });
    for (const last of [{ type: "keep_file" as const, assetId }, { type: "complete" as const }]) {
      const done = await project.perform({ type: "import", step: last }, null);
      if (done.ok) continue;
      // The same call under the same key may have been quicker.
      const whole = await project.snapshot();
      return whole.ok ? whole : done;
    }
  }
  return project.snapshot();
}

function chosenPortrait({ project, characterReferences, assets }: Snapshot): Asset | null {
  const chosen = characterReferences.find(({ id }) => id === project.characterReferenceId);
  return assets.find(({ id }) => id === chosen?.assetId) ?? null;
}
