/** A project with everything in it, and its way out and in again. */
import { type Manifest, Manifest as ManifestSchema } from "../../contracts/manifest.ts";
import { fromWire, toWire } from "../../contracts/wire.ts";
import { Bench, T0 } from "../testing.ts";
import { type Import, readManifest } from "./read.ts";
import { writeManifest } from "./write.ts";

export const ELSEWHERE = "00000000-0000-4000-8000-00000000bbbb";

const extensionOf = (contentType: string) => contentType.split("/")[1] ?? "bin";

/** As it is read back from the archive's JSON. */
export function manifestOf(bench: Bench): Manifest {
  const { project } = bench.state;
  if (project === null) throw new Error("No project");
  const of = { exportedAt: bench.now, appVersion: "1.2.3", extensionOf };
  return parsed(toWire(writeManifest(bench.state, project, of)));
}

export function parsed(wire: unknown): Manifest {
  const read = fromWire(ManifestSchema, JSON.parse(JSON.stringify(wire)));
  if (!read.success) throw read.error;
  return read.data;
}

let count = 0;
export const freshId = () => `11111111-0000-4000-8000-${String(++count).padStart(12, "0")}`;

export function read(manifest: Manifest): Import {
  const done = readManifest(manifest, freshId);
  if (!done.ok) throw new Error(done.error.message);
  return done.value;
}

/** Begun in another deployment, a day later; its files are still to come. */
export function begun(manifest: Manifest): Bench {
  const bench = new Bench();
  bench.now = T0 + 86_400_000;
  const { project, ...others } = read(manifest);
  const moved = { ...project, id: ELSEWHERE, workspaceId: "default" };
  bench.tell({ type: "import", step: { type: "begin", ...others, project: moved } });
  return bench;
}

/** Complete. */
export function imported(manifest: Manifest): Bench {
  const bench = begun(manifest);
  for (const assetId of bench.state.uploads.keys()) {
    bench.tell({ type: "import", step: { type: "keep_file", assetId } });
  }
  if (bench.tell({ type: "import", step: { type: "complete" } }) === null)
    throw new Error("Not complete");
  return bench;
}

/**
 * Two scenes shot, one of them twice and with its derived files, a portrait and a song that were
 * uploaded, a published film with music and a rendition, and a job that failed.
 */
export function fullProject(): Bench {
  const bench = new Bench();
  bench.upToClips();
  for (const job of bench.jobs("clip")) bench.deliver(bench.run(job.id));
  upload(bench, "image", "image/png", "");
  const song = upload(bench, "audio", "audio/mpeg", "Night: the “waves” / part 2");
  derive(bench);

  const scene = [...bench.state.scenes.values()][0]?.id ?? "";
  bench.tell({ type: "start", input: { kind: "clip", sceneIds: [scene] } });
  const again = bench.jobs("clip").at(-1)?.id ?? "";
  bench.observe(bench.run(again), {
    status: "failed",
    failure: {
      kind: "input",
      error: {
        code: "provider_rejected",
        message: "It could not read http://a/media/x.png?expires=1&signature=s3cret now.",
      },
    },
  });

  const jobs = new Map(bench.state.jobs);
  const signed = "Read from /media/default/y.mp4?expires=1&signature=s3cret again.";
  jobs.set(again, { ...bench.job(again), warnings: [signed] });
  bench.state = { ...bench.state, jobs };

  const first = bench.jobs("film")[0]?.id ?? "";
  finishFilm(bench, first, []);
  bench.cut({
    options: {
      music: {
        songId: song,
        startS: 0,
        play: "loop",
        fadeInS: 0,
        fadeOutS: 2,
        gainDb: -3,
        duck: true,
      },
      renditions: ["9:16"],
    },
  });
  finishFilm(bench, bench.jobs("film").at(-1)?.id ?? "", ["9:16"]);
  const film = [...bench.state.films.values()].at(-1)?.id ?? "";
  bench.tell({ type: "publish_film", filmId: film, isPublished: true });
  return bench;
}

function upload(
  bench: Bench,
  media: "image" | "audio",
  contentType: string,
  title: string,
): string {
  const id = bench.newId();
  bench.tell({ type: "begin_upload", assetId: id });
  const facts = { width: null, height: null, durationMs: 1_000, hasAudio: true, isChecked: true };
  const nothing = { posterAssetId: null, strip: null, mezzanineAssetId: null, findings: null };
  const asset = { id, media, contentType, bytes: 7, ...facts, ...nothing };
  bench.tell({ type: "attach_upload", asset, title });
  return [...bench.state.songs.values()].at(-1)?.id ?? "";
}

/** Poster, strip and mezzanine of the first clip, as its check leaves them. */
function derive(bench: Bench): void {
  const clip = [...bench.state.clips.values()][0];
  const asset = bench.state.assets.get(clip?.assetId ?? "");
  if (asset === undefined) throw new Error("No clip");
  const [poster, strip, mezzanine] = [bench.newId(), bench.newId(), bench.newId()];
  const assets = new Map(bench.state.assets);
  const picture = { ...asset, media: "image" as const, contentType: "image/jpeg" };
  assets.set(poster, { ...picture, id: poster });
  assets.set(strip, { ...picture, id: strip });
  assets.set(mezzanine, { ...asset, id: mezzanine });
  const findings = {
    loudnessLufs: -20,
    peakDbtp: -3,
    blackShare: 0,
    frozenShare: 0.1,
    silentShare: 0,
  };
  const tiles = { assetId: strip, frames: 12, tileWidth: 160, tileHeight: 90 };
  const of = { posterAssetId: poster, strip: tiles, findings };
  assets.set(asset.id, { ...asset, ...of, mezzanineAssetId: mezzanine });
  bench.state = { ...bench.state, assets };
}

function finishFilm(bench: Bench, jobId: string, kinds: readonly "9:16"[]): void {
  const attempt = bench.begin(jobId);
  const facts = { width: 16, height: 9, durationMs: 16_000, hasAudio: true };
  const fileOf = (assetId: string) =>
    ({ assetId, bytes: 20, contentType: "video/mp4", media: "video", facts }) as const;
  bench.tell({
    type: "film",
    attemptId: attempt.id,
    news: { kind: "done", parts: "{}", warnings: [] },
    isPoll: false,
  });
  bench.tell({
    type: "film_saved",
    attemptId: attempt.id,
    file: fileOf(attempt.assetId),
    renditions: kinds.map((kind) => ({ kind, ...fileOf(bench.newId()) })),
    lost: [],
  });
}
