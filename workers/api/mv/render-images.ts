/** The answer of generate_character_reference. */
import { fail } from "../../contracts/errors.ts";
import { toBase64 } from "../../media/base64.ts";
import { DEFAULT_MODELS } from "../../models/index.ts";
import type { JobOutcome } from "../../project/outcomes.ts";
import { debug } from "./debug.ts";
import { ImagesEcho, readEcho } from "./echo.ts";
import { cloudAddress, serverPath } from "./locations.ts";
import { failureOf, notesOf, type Renderer, timestamp, unique } from "./rendering.ts";
import type { RawCall } from "../route.ts";

export const renderImages: Renderer = async (call, stored, { outcomes }, { includeBase64 }) => {
  const echo = readEcho(ImagesEcho, stored);
  const images = await Promise.all(
    outcomes.flatMap((outcome) =>
      outcome.asset === null ? [] : [imageOf(call, outcome.asset.id, includeBase64)],
    ),
  );
  const failed = outcomes.flatMap((outcome, index) =>
    outcome.asset === null ? [{ outcome, index }] : [],
  );
  const [first] = failed;
  const endedAt = Math.max(0, ...outcomes.map(({ job }) => job.endedAt ?? 0));
  debug(call, {
    event: "mv_images_made",
    requestId: call.requestId,
    count: outcomes.length,
    made: images.length,
    ids: images.map(({ id }) => id),
  });
  const failures = failed.map(({ outcome, index }) => ({
    index,
    code: outcome.job.error?.code ?? "internal",
    message: outcome.job.error?.message ?? "The picture was not made.",
  }));
  if (images.length === 0 && first !== undefined) {
    const refusal = failureOf(first.outcome, "image", endedAt);
    return { ok: false, refusal: { ...refusal, details: { failures } } };
  }
  return {
    ok: true,
    body: {
      images,
      metadata: {
        characterDescription: echo.characterDescription,
        modelUsed: modelOf(outcomes),
        numImagesRequested: outcomes.length,
        numImagesGenerated: images.length,
        parametersUsed: echo.parameters,
        configFlavor: echo.flavor,
        failures,
        warnings: unique([...echo.warnings, ...outcomes.flatMap(({ job }) => notesOf(job))]),
        projectId: stored.projectId,
        generationTimestamp: timestamp(endedAt),
      },
    },
  };
};

function modelOf(outcomes: JobOutcome[]): string {
  const made = outcomes.find(({ asset }) => asset !== null) ?? outcomes[0];
  return made?.job.model ?? DEFAULT_MODELS.image;
}

async function imageOf(call: RawCall, assetId: string, includeBase64: boolean) {
  const found = await call.library.find(assetId);
  const cloud = found === null ? null : await cloudAddress(call.config, found, call.now());
  const address = {
    id: assetId,
    path: serverPath("image", assetId),
    cloudUrl: cloud?.url ?? null,
  };
  if (!includeBase64) return address;
  const bytes =
    found === null
      ? fail("asset_missing", "The picture was deleted.")
      : await call.library.read(found);
  return { ...address, base64: bytes.ok ? toBase64(new Uint8Array(bytes.value)) : null };
}
