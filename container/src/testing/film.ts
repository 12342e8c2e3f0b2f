/** A film made from files for a test, as the service makes it but without its HTTP side. */
import { randomUUID } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import path from "node:path";
import { FilmRequest } from "../protocol.ts";
import { renderFilm } from "../render/film.ts";
import type { ClipShelf } from "./clips.ts";
import { show } from "./clips.ts";
import { testPlatform } from "./platform.ts";
import type { TestPlatform } from "./platform.ts";
import type { TestWeb } from "./web.ts";

/** A file, or a file with what the request says of it; "" is no file. */
export type Use = string | ({ file: string } & Partial<FilmRequest["clips"][number]>);

export function filmOf(web: TestWeb, uses: readonly Use[], changes: Partial<FilmRequest> = {}) {
  return FilmRequest.parse({
    protocol: 2,
    job_id: randomUUID(),
    kind: "film",
    upload: { part_url: web.url("/{part}"), part_bytes: 5 * 1024 * 1024 },
    progress_url: null,
    output: null,
    clips: uses.map((use) => {
      const { file, ...asked } = typeof use === "string" ? { file: use } : use;
      const url = file === "" ? null : web.serve(`/${path.basename(file)}`, file);
      return { id: randomUUID(), url, length_s: null, ...asked };
    }),
    ...changes,
  } satisfies FilmRequest);
}

/** Also returns the plan as it was logged, what ffprobe says, and every progress that was told. */
export async function makeFilm(
  places: { shelf: ClipShelf; web: TestWeb; platform?: TestPlatform },
  uses: readonly Use[],
  changes: Partial<FilmRequest> = {},
) {
  const platform = places.platform ?? testPlatform();
  const folder = await mkdtemp(path.join(places.shelf.folder, "job-"));
  const told: number[] = [];
  const { signal } = new AbortController();
  const work = { platform, folder, signal, report: (progress: number) => told.push(progress) };
  const rendered = await renderFilm(work, filmOf(places.web, uses, changes));
  const planned = platform.logged.find((event) => event.event === "film_planned");
  return { ...rendered, plan: planned?.plan ?? "", shown: await show(rendered.file), told };
}
