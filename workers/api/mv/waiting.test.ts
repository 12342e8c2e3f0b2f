/** How long a call is waited for, what is said when that ends, and asking instead of waiting. */
import { describe, expect, it, vi } from "vitest";
import { CallReport } from "./answers.ts";
import {
  ask,
  B,
  CALL,
  CALL_ID,
  detailOf,
  IMAGES,
  PROJECT,
  readExactly,
  VIDEO,
  type Wire,
  withState,
} from "../../testing/ask-mv.ts";
import { asset, atWork, ended, failed, made, open } from "./testing/outcomes.ts";

describe("patience", () => {
  it("ends with 503 and where to ask, after turns of at most 25 s", async () => {
    const http = withState(atWork(open("clip", "rendering", { status: "running" })), {
      waitTimeoutMs: 60_000,
    });
    const response = await ask(http, VIDEO);
    expect(http.works.waits).toEqual([25_000, 25_000, 10_000]);
    expect(response.status).toBe(503);
    expect(response.headers.get("Location")).toBe(CALL);
    expect(response.headers.get("Retry-After")).toBe("30");
    expect(await detailOf(response)).toMatchObject({
      error: "ServiceTimeout",
      work_continues: true,
    });
    expect(http.works.delivered).toEqual([]);
  });

  it.each([
    ["waiting_for_pace", 429, "RateLimitExceeded", "RATE_LIMIT_EXCEEDED"],
    ["waiting_for_credit", 402, "CreditExhausted", undefined],
  ] as const)("ends with what the work waits for: %s", async (phase, status, error, code) => {
    const state = atWork(open("clip", phase));
    const response = await ask(withState(state), VIDEO);
    expect(response.status).toBe(status);
    expect(response.headers.get("Location")).toBe(CALL);
    expect(response.headers.get("Retry-After")).toBe("30");
    const detail = await detailOf(response);
    expect(detail).toMatchObject({ error, billed: "no", work_continues: true });
    expect(detail["error_code"]).toBe(code);
  });

  it("does not say that nothing was billed while a part of the work was", async () => {
    const waiting = open("character", "waiting_for_credit");
    for (const [other, billed] of [
      [made("character", { asset: asset(B, "image") }), "yes"],
      [{ ...open("character", "rendering"), wasCreated: true }, "perhaps"],
    ] as const) {
      const response = await ask(withState(atWork(other, waiting)), IMAGES);
      expect(await detailOf(response)).toMatchObject({ error: "CreditExhausted", billed });
    }
  });

  it("outlives a connection to the object that breaks, and takes the answer it then has", async () => {
    const http = withState(ended(made("clip", { asset: asset(B, "video") })));
    let tries = 0;
    const { wait } = http.works.calls;
    http.works.calls.wait = (call, waitMs) =>
      ++tries < 4 ? Promise.reject(new Error("reset")) : wait(call, waitMs);
    expect((await ask(http, VIDEO)).status).toBe(200);
    expect(http.logged.filter(({ event }) => event === "internal_error")).toHaveLength(3);
  });

  it("ends when the object stays away, and buys nothing anew", async () => {
    const http = withState(ended());
    http.works.calls.wait = () => Promise.reject(new Error("reset"));
    const response = await ask(http, VIDEO);
    expect(response.status).toBe(503);
    expect(await detailOf(response)).toMatchObject({ error: "ServiceTimeout" });
    expect(http.works.opened).toHaveLength(1);
  });
});

describe("delivery", () => {
  const state = ended(made("clip", { asset: asset(B, "video") }));

  it("counts when the answer has left, not before", async () => {
    const http = withState(state);
    const response = await ask(http, VIDEO);
    expect(http.works.delivered).toEqual([]);
    await response.text();
    await vi.waitFor(() => expect(http.works.delivered).toEqual([CALL_ID]));
  });

  it("does not count when the caller went away", async () => {
    const http = withState(state);
    const response = await ask(http, VIDEO);
    await response.body?.cancel();
    await new Promise((resolve) => setTimeout(resolve));
    expect(http.works.delivered).toEqual([]);
  });
});

describe("asking instead of waiting", () => {
  const running = atWork(open("clip", "rendering", { status: "running" }));

  it.each(["respond-async", "Respond-Async, wait=10", "wait=10; respond-async"])(
    "answers at once with Prefer: %s",
    async (preference) => {
      const http = withState(running);
      const response = await ask(http, VIDEO, { Prefer: preference });
      expect(response.status).toBe(202);
      expect(response.headers.get("Location")).toBe(CALL);
      expect(response.headers.get("Preference-Applied")).toBe("respond-async");
      expect(http.works.waits).toEqual([0]);
      expect(await readExactly(response, CallReport)).toMatchObject({
        id: CALL_ID,
        route: "generate_video",
        status: "running",
        project_id: PROJECT,
        jobs: [{ kind: "clip", status: "running" }],
        result: null,
        error: null,
      });
      expect(http.works.delivered).toEqual([]);
    },
  );

  it("waits when something else is preferred", async () => {
    const http = withState(ended(failed("clip", "canceled")));
    expect((await ask(http, VIDEO, { Prefer: "return=minimal" })).status).toBe(409);
    expect(http.works.waits).toEqual([25_000]);
  });

  it("finds the call until it has ended, and then the answer that waiting would have had", async () => {
    const http = withState(running);
    await ask(http, VIDEO, { Prefer: "respond-async" });
    const first = await readExactly(await http.send("GET", CALL), CallReport);
    expect(first).toMatchObject({ status: "running", result: null });
    expect(http.works.delivered).toEqual([]);
    http.works.state = ended(made("clip", { asset: asset(B, "video") }));
    const second = await http.send("GET", CALL);
    expect(second.headers.get("Cache-Control")).toBe("no-store");
    const report = await second.json<Wire>();
    expect(report).toMatchObject({ status: "succeeded", error: null });
    const waited = await ask(http, VIDEO);
    expect(report["result"]).toEqual(await waited.json());
    expect(http.works.delivered).toContain(CALL_ID);
  });

  it.each([
    ["content_refused", 422, 1],
    ["provider_timeout", 504, 0],
  ] as const)("tells why it failed: %s", async (code, status, delivered) => {
    const http = withState(running);
    await ask(http, VIDEO, { Prefer: "respond-async" });
    http.works.state = ended(failed("clip", code));
    const report = await readExactly(await http.send("GET", CALL), CallReport);
    expect(report).toMatchObject({
      status: "failed",
      result: null,
      error: { status, error: "VideoGenerationError", billed: "perhaps" },
    });
    expect(http.works.delivered).toHaveLength(delivered);
  });

  it.each([
    [atWork(open("character", null), open("character", "waiting_for_pace")), "queued"],
    [atWork(made("character"), open("character", null)), "queued"],
    [atWork(open("character", null), open("character", null, { status: "ingesting" })), "running"],
    [ended(failed("character", "internal"), made("character")), "succeeded"],
    [ended(failed("character", "internal"), failed("character", "internal")), "failed"],
    [ended(failed("character", "canceled", { status: "canceled" })), "canceled"],
  ])("has one word for all the jobs of a call", async (state, status) => {
    const http = withState(state);
    const response = await ask(http, IMAGES, { Prefer: "respond-async" });
    expect(await response.json()).toMatchObject({ status });
  });
});
