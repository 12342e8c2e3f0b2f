/**
 * Answering a call: at once with an address to ask at (`Prefer: respond-async`), else by waiting for the
 * work. Waiting is done in turns, because no single request to an object may be held for minutes, and a
 * deploy cuts those that are held. At the end of patience the work goes on, and the caller is told where.
 */
import type { CommandState } from "../../project/outcomes.ts";
import type { RawCall } from "../route.ts";
import { callReport, patienceEnded } from "./call-report.ts";
import type { CallRequest, StoredCall } from "./calls.ts";
import { digest } from "./digest.ts";
import { refusalOf } from "./errors.ts";
import type { MvAnswer } from "./mv-route.ts";
import { type MvRouteName, renderCall, WORKS } from "./render-call.ts";

const TURN_MS = 25_000;
/** Calls to the object that may fail in a row before the caller is sent away to ask again. */
const MOST_FAULTS = 5;

export type CallPlan = Omit<CallRequest, "key" | "request" | "echo" | "route"> & {
  route: MvRouteName;
  /** The body as it was parsed: the same body is the same request. */
  body: unknown;
  echo: Record<string, unknown>;
};

export async function answerCall(
  call: RawCall,
  plan: CallPlan,
  options: { includeBase64: boolean },
): Promise<MvAnswer> {
  const { body, echo, ...rest } = plan;
  const { work } = WORKS[plan.route];
  const opened = await call.calls.open({
    ...rest,
    key: call.givenKey,
    request: await digest(JSON.stringify([plan.route, body])),
    echo: JSON.stringify(echo),
  });
  if (!opened.ok) return refusalOf(opened.error, work);
  const stored = opened.value;
  const location = { Location: `/api/mv/calls/${stored.id}` };
  if (prefersAsync(call.request)) {
    const state = await call.calls.wait(stored, 0);
    if (!state.ok) return refusalOf(state.error, work);
    const headers = { ...location, "Preference-Applied": "respond-async" };
    const report = await callReport(call, stored, state.value, options);
    return Response.json(report, { status: 202, headers });
  }

  const state = await waitFor(call, stored);
  if (state?.isDone !== true) {
    const ended = patienceEnded(state);
    return { ...ended, headers: { ...ended.headers, ...location } };
  }
  const answer = await renderCall(call, stored, state, options);
  if (answer.ok) return deliver(call, stored, answer.body);
  const { refusal } = answer;
  // A caller that repeats itself after a 5xx must meet the same work again, not buy it anew.
  if (refusal.status < 500) call.waitUntil(call.calls.delivered(stored.id));
  return { ...refusal, headers: { ...refusal.headers, ...location } };
}

/** Null when the object could not be reached time and again. */
async function waitFor(call: RawCall, opened: StoredCall): Promise<CommandState | null> {
  let leftMs = call.config.waitTimeoutMs;
  let last: CommandState | null = null;
  let faults = 0;
  do {
    const turnMs = Math.min(TURN_MS, leftMs);
    try {
      const state = await call.calls.wait(opened, turnMs);
      if (!state.ok) return last;
      last = state.value;
      faults = 0;
      if (last.isDone) return last;
      leftMs -= turnMs;
    } catch (cause) {
      faults += 1;
      call.log({ event: "internal_error", where: "waiting for a call", cause });
      if (faults > MOST_FAULTS) return last;
    }
  } while (leftMs > 0);
  return last;
}

/** The body as a stream whose end is noticed: only then has the answer left for the caller. */
function deliver(call: RawCall, opened: StoredCall, body: unknown): Response {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const { readable, writable } = new FixedLengthStream(bytes.length);
  const writer = writable.getWriter();
  const sent = writer
    .write(bytes)
    .then(() => writer.close())
    .then(() => call.calls.delivered(opened.id))
    // The caller went away: the answer is kept for it.
    .catch(() => undefined);
  call.waitUntil(sent);
  return new Response(readable, {
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store" },
  });
}

function prefersAsync(request: Request): boolean {
  const preferences = (request.headers.get("Prefer") ?? "").toLowerCase().split(/[,;]/);
  return preferences.some((each) => each.trim() === "respond-async");
}
