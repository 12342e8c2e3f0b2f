/** News from outside, each to the part of the domain that it concerns. */
import { begin, createAnswered, held, listed, paced, polled, recover } from "./attempts.ts";
import type { NewsCommand } from "./commands.ts";
import type { Wakeup } from "./effects.ts";
import { deadlinePassed, modelsChanged } from "./ending.ts";
import { filmNews, filmPolled, filmSaved } from "./films.ts";
import { checked, checkFailed, checkUnavailable, latePassed, saved, saveFailed } from "./ingest.ts";
import { failJob, isLive } from "./jobs.ts";
import { isCutting } from "./leftovers.ts";
import { observe } from "./observe.ts";
import type { Draft } from "./state.ts";
import { goOnWithout } from "./unreadable.ts";
import { forgetUpload } from "./uploads.ts";

export function hear(draft: Draft, command: NewsCommand): void {
  switch (command.type) {
    case "wake":
      return wake(draft, command.wakeup);
    case "recover":
      return recover(draft);
    case "held":
      return held(draft);
    case "unreadable":
      return goOnWithout(draft, command.row);
    case "begin":
      return begin(draft, command);
    case "paced":
      return paced(draft, command.jobId, command.waitMs, command.phase);
    case "refused":
      return failJob(draft, command.jobId, command.error);
    case "models_changed":
      return modelsChanged(draft, command.jobId);
    case "created":
      return createAnswered(draft, command.attemptId, command.answer);
    case "observed":
      return observe(draft, command.attemptId, command.observation);
    case "polled":
      return polled(draft, command.attemptId, command.observation);
    case "listed":
      return listed(draft, command.attemptId, command.listing);
    case "film":
      filmNews(draft, command.attemptId, command.news);
      if (command.isPoll) filmPolled(draft, command.attemptId);
      return;
    case "film_saved":
      return filmSaved(draft, command);
    case "saved":
      return saved(draft, command.attemptId, command.stored);
    case "save_failed":
      return saveFailed(draft, command.attemptId, command.error);
    case "checked":
      return checked(draft, command.attemptId, command.facts, command.stored);
    case "check_unavailable":
      return checkUnavailable(draft, command.attemptId);
    case "check_failed":
      return checkFailed(draft, command.attemptId, command.error);
    case "abandoned":
      return draft.effect({ kind: "stop", workId: command.workId, instance: command.instance });
    case "pruned":
      return forgetUpload(draft, command.assetId);
    default:
      command satisfies never;
  }
}

function wake(draft: Draft, wakeup: Wakeup): void {
  draft.unwake(wakeup);
  switch (wakeup.kind) {
    case "deadline":
      return deadlinePassed(draft, wakeup.jobId);
    case "poll":
    case "reconcile": {
      const attempt = draft.get("attempts", wakeup.attemptId);
      if (attempt === undefined || !isLive(attempt)) return;
      return draft.effect({ kind: wakeup.kind, attemptId: attempt.id });
    }
    case "late":
      return latePassed(draft, wakeup.attemptId);
    case "prune":
      return draft.effect({ kind: "prune", assetId: wakeup.assetId });
    case "prune_parts":
      // The end of that film wakes this again.
      return isCutting(draft.state) ? undefined : draft.effect({ kind: "prune_parts" });
    case "purge":
      return draft.effect({ kind: "purge" });
    default:
      wakeup satisfies never;
  }
}
