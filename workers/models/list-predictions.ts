/** Reads the account's predictions back to a moment, page by page, whole or not at all. */
import * as z from "zod";
import type { ErrorBody } from "../contracts/errors.ts";
import { errorOf } from "./answer.ts";
import type { Exchange } from "./guarded-fetch.ts";
import { parsePrediction } from "./prediction.ts";
import type { Prediction } from "./prediction.ts";

export type ListOutcome = { ok: true; predictions: Prediction[] } | { ok: false; error: ErrorBody };

export type PageReader = {
  since: number;
  /** Reads one page; `params` are the query. */
  page: (params: Record<string, string>) => Promise<{ value: unknown; exchange: Exchange | null }>;
  errorOf: (exchange: Exchange | null) => ErrorBody;
};

const Page = z.object({
  next: z.string().nullish(),
  results: z.array(z.unknown()),
});

/** Two clocks are compared, Replicate's and ours: so much earlier counts as since. */
const CLOCK_MARGIN_MS = 60_000;
/** 100 predictions a page: more than this since one call means that something is wrong. */
const MAX_PAGES = 50;

/**
 * All pages back to `since`, newest first. The absence of a prediction is believed by who calls, so a
 * page that can't be read fails the whole list rather than shortening it.
 */
export async function listPredictions(reader: PageReader): Promise<ListOutcome> {
  const earliest = reader.since - CLOCK_MARGIN_MS;
  const predictions: Prediction[] = [];
  const seen = new Set<string>();
  let params: Record<string, string> = { created_after: new Date(earliest).toISOString() };
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const { value, exchange } = await reader.page(params);
    const page = Page.safeParse(value);
    if (!page.success) return { ok: false, error: reader.errorOf(exchange) };
    for (const result of page.data.results) {
      const prediction = parsePrediction(result);
      if (prediction === null) return unreadable("The list holds an entry that can't be read.");
      if (prediction.createdAt === null || prediction.createdAt >= earliest) {
        predictions.push(prediction);
      }
    }
    const oldest = page.data.results.at(-1);
    const oldestAt = parsePrediction(oldest)?.createdAt ?? null;
    if (!page.data.next || (oldestAt !== null && oldestAt < earliest)) {
      return { ok: true, predictions };
    }
    if (seen.has(page.data.next)) return unreadable("The list leads back to itself.");
    seen.add(page.data.next);
    // Only the query of `next` is taken: the token stays with our own address.
    const next = URL.parse(page.data.next, "http://replicate.invalid");
    if (next === null) return unreadable("The list's next page has no address.");
    params = Object.fromEntries(next.searchParams);
  }
  return unreadable(`The list is longer than ${MAX_PAGES} pages.`);
}

function unreadable(detail: string): ListOutcome {
  return {
    ok: false,
    error: errorOf(
      "provider_unavailable",
      "The model service's list of runs could not be read. Try again in a moment.",
      detail,
    ),
  };
}
