/** What MV_DEBUG_MODE says of a film on its way: handed over, fetching, cutting, done, cleaned up. */
import type { FilmNews } from "../domain/films.ts";
import type { Attempt } from "../domain/state.ts";
import { log } from "../platform/log.ts";
import type { Ports } from "./ports.ts";

export function tellHandedOver(ports: Ports, attempt: Attempt, videoIds: string[]): void {
  if (ports.config.isDebug) log({ event: "mv_stitch_started", ...ids(ports, attempt), videoIds });
}

export function tellNews(ports: Ports, attempt: Attempt, news: FilmNews): void {
  if (!ports.config.isDebug) return;
  const of = ids(ports, attempt);
  if (news.kind === "working") {
    const { doing, progress } = news;
    log({ event: "mv_stitch_progress", ...of, doing, progress });
  } else if (news.kind !== "unavailable") {
    const ms = ports.now() - attempt.startedAt;
    log({ event: "mv_stitch_ended", ...of, status: news.kind, ms });
  }
}

/** The parts are one object now, and the container keeps nothing. */
export function tellCleanedUp(ports: Ports, attempt: Attempt, parts: number): void {
  if (ports.config.isDebug) log({ event: "mv_stitch_cleaned_up", ...ids(ports, attempt), parts });
}

function ids(ports: Ports, attempt: Attempt): { project: string; job: string } {
  return { project: ports.state().project?.id ?? "", job: attempt.jobId };
}
