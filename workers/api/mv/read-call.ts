/** GET calls: asking after a call instead of waiting for it. */
import { CallReport } from "./answers.ts";
import { callReport } from "./call-report.ts";
import { callExample } from "./examples.ts";
import { refusalOf } from "./errors.ts";
import { mvRoute } from "./mv-route.ts";
import { Base64Query } from "./requests.ts";

export const readCall = mvRoute({
  method: "GET",
  path: "/api/mv/calls/{call_id}",
  id: "mvReadCall",
  summary: "Ask after a call",
  description:
    "The address that Location names. status is a job's; result is what the call itself would have " +
    "answered, error why it failed. Calls are kept for a day; what they made stays in its project.",
  query: Base64Query,
  answer: {
    status: 200,
    description: "How the call stands.",
    schema: CallReport,
    example: callExample,
  },
  refusals: [400, 404, 422, 500],
  handle: async (call) => {
    const stored = await call.calls.find(call.params.call_id);
    if (!stored.ok) return refusalOf(stored.error, "upload");
    const state = await call.calls.wait(stored.value, 0);
    if (!state.ok) return refusalOf(state.error, "upload");
    const report = await callReport(call, stored.value, state.value, call.query);
    // As for those who wait: after a 5xx the same request must meet the same work again.
    const isFinal = state.value.isDone && (report.error === null || report.error.status < 500);
    if (isFinal) call.waitUntil(call.calls.delivered(stored.value.id));
    return Response.json(report, { headers: { "Cache-Control": "no-store" } });
  },
});
