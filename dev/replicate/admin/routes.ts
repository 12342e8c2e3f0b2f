/**
 * The admin API under `/__emu/`: what happened, settings, the clock, and a new beginning. Bodies are
 * JSON; a body at fault is answered 400 with the field's name.
 */
import * as z from "zod";
import type { Context } from "../api/context.ts";
import { present, purge } from "../api/context.ts";
import type { Route } from "../http.ts";
import type { Prediction } from "../prediction.ts";
import { RESET_TABLES, transaction, writeMeta } from "../store.ts";
import { renderPage } from "./page.ts";
import { read } from "./read.ts";

const PAGE_ROWS = 200;
const JSON_ROWS = 5000;

const ClockMove = z.strictObject({ advanceMs: z.number().min(0) });

export function adminRoutes(context: Context) {
  const allPredictions = (limit: number): Prediction[] => {
    purge(context);
    const found: Prediction[] = [];
    let beforeSeq: number | null = null;
    do {
      const page = context.predictions.list({
        beforeSeq,
        afterSeq: null,
        createdAfter: null,
        createdBefore: null,
      });
      found.push(...page.predictions);
      beforeSeq = page.olderSeq;
    } while (beforeSeq !== null && found.length < limit);
    return found;
  };

  const page: Route = () => ({
    status: 200,
    headers: { "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'" },
    text: renderPage({
      origin: context.origin(),
      now: context.clock.now(),
      predictions: allPredictions(PAGE_ROWS),
      ledger: context.ledger.report(),
      webhooks: context.webhookTable.entries(PAGE_ROWS),
      rules: context.faults.rules(),
      storm: context.storm.order(),
      settings: context.settings.get(),
    }),
  });

  const predictions: Route = () => ({
    status: 200,
    body: allPredictions(JSON_ROWS).map((prediction) => ({
      ...present(prediction, context.origin(), { withWebhook: true }),
      seed: prediction.request.seed,
      faults: prediction.request.faults,
      nonce: prediction.request.nonce,
    })),
  });

  const ledger: Route = () => ({ status: 200, body: context.ledger.report() });
  const webhooks: Route = () => ({ status: 200, body: context.webhookTable.entries(JSON_ROWS) });
  const requests: Route = () => ({ status: 200, body: context.requests.entries(JSON_ROWS) });
  const settings: Route = () => ({ status: 200, body: context.settings.get() });

  const changeSettings: Route = async (call) => ({
    status: 200,
    body: await read(call, (body) => context.settings.change(body)),
  });

  const moveClock: Route = async (call) => {
    const { advanceMs } = await read(call, (body) => ClockMove.parse(body));
    // Saved first: a restart must not find data younger than it was shown to be.
    writeMeta(context.database, "clockOffsetMs", String(context.clock.offsetMs() + advanceMs));
    context.clock.advance(advanceMs);
    purge(context);
    return { status: 200, body: { now: new Date(context.clock.now()).toISOString() } };
  };

  /** Forgets everything but the port and the webhook secret. */
  const reset: Route = () => {
    context.runner.abandon();
    context.breaks.clear();
    context.webhooks.reset();
    transaction(context.database, () => {
      for (const table of RESET_TABLES) context.database.exec(`DELETE FROM ${table}`);
      writeMeta(context.database, "clockOffsetMs", "0");
      context.settings.reset();
      context.storm.end();
    });
    context.outputs.removeAll();
    context.files.removeAll();
    context.clock.setOffset(0);
    context.limits.reset();
    return { status: 200, body: { reset: true } };
  };

  return {
    page,
    predictions,
    ledger,
    webhooks,
    requests,
    settings,
    changeSettings,
    moveClock,
    reset,
  };
}
