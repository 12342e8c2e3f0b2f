import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { BreakEvent, Hit } from "./breaks.ts";
import { BREAK_EVENTS } from "./breaks.ts";
import type { Harness, Receiver, Shown } from "./testing/harness.ts";
import { startHarness, startReceiver, until } from "./testing/harness.ts";

let emulator: Harness;
beforeAll(async () => {
  emulator = await startHarness();
});
beforeEach(() => emulator.admin("reset", {}));
afterAll(() => emulator.close());

const IMAGEN = "google/imagen-4";
const fox = { prompt: "a fox" };
const post = (input: object = fox) =>
  emulator.api(`/models/${IMAGEN}/predictions`, {
    method: "POST",
    body: JSON.stringify({ input, webhook: "https://127.0.0.1:1/hook?nonce=n1" }),
  });
const made = async () => (await emulator.admin("predictions")) as Shown[];

const add = async (event: BreakEvent, more?: object) =>
  ((await emulator.admin("breaks", { event, ...more })) as { id: number }).id;
/** The next hit, or null without one within `wait` seconds. */
async function next(query: string): Promise<Hit | null> {
  const response = await fetch(`${emulator.running.origin}/__emu/breaks/next?${query}`);
  return response.status === 204 ? null : ((await response.json()) as Hit);
}
const release = (id: number, body = {}) => emulator.admin(`breaks/${id}/release`, body);
/** True where nothing comes of the promise within some turns of both event loops. */
async function isHeld(promise: Promise<unknown>): Promise<boolean> {
  let isOver = false;
  void promise.then(
    () => (isOver = true),
    () => (isOver = true),
  );
  for (let turn = 0; turn < 5; turn += 1) await emulator.admin("settings");
  return !isOver;
}

describe("a breakpoint", () => {
  it("holds the n-th event that fits, tells of it, and lets go", async () => {
    const id = await add("create-received", { nth: 2, kind: "image" });
    await emulator.create("google/gemini-2.5-flash", fox);
    expect((await post()).status).toBe(201);
    const held = post({ prompt: "an owl" });
    expect(await next(`id=${id}&wait=10`)).toEqual({
      id,
      event: "create-received",
      nth: 2,
      model: IMAGEN,
      kind: "image",
      predictionId: null,
      nonce: "n1",
    });
    expect(await isHeld(held)).toBe(true);
    expect(await made()).toHaveLength(2);
    expect(await release(id)).toEqual({ wasHeld: true });
    expect((await held).status).toBe(201);
    expect(await made()).toHaveLength(3);
    expect((await post()).status).toBe(201);
    expect(await emulator.admin("breaks")).toEqual([]);
  });

  it("tells whoever asked before, and whoever asks afterwards", async () => {
    const asked = next("wait=10");
    const one = await add("create-booked");
    const first = post();
    expect((await asked)?.id).toBe(one);
    await release(one);
    await first;

    const two = await add("create-booked", { holdMs: 0 });
    await post();
    expect((await next("wait=0"))?.id).toBe(two);
    expect(await next("wait=0")).toBeNull();
  });

  it("lets go by itself, and says so to whoever comes too late", async () => {
    const id = await add("create-booked", { holdMs: 1 });
    const answer = post();
    expect((await next(`id=${id}`))?.id).toBe(id);
    expect((await answer).status).toBe(201);
    expect(await release(id)).toEqual({ wasHeld: false });
  });

  it("is taken away again, and lets go of what it holds", async () => {
    const id = await add("create-booked");
    await add("processing", { model: "google/veo-3.1" });
    const held = post();
    await next(`id=${id}`);
    const url = `${emulator.running.origin}/__emu/breaks`;
    expect(await (await fetch(url, { method: "DELETE" })).json()).toEqual([]);
    expect((await held).status).toBe(201);
  });

  it.each([
    { event: "rain" },
    { event: "processing", nth: 0 },
    { event: "completed", holdMs: 2001 },
  ])("is refused as %j", async (order) => {
    const url = `${emulator.running.origin}/__emu/breaks`;
    const response = await fetch(url, { method: "POST", body: JSON.stringify(order) });
    expect(response.status).toBe(400);
  });
});

describe("a cut", () => {
  it("of a create that was received leaves nothing, of a booked one the prediction", async () => {
    const early = await add("create-received");
    const nothing = post();
    await next(`id=${early}`);
    await release(early, { cut: true });
    await expect(nothing).rejects.toThrow();
    expect(await made()).toEqual([]);

    const late = await add("create-booked");
    const something = post();
    const hit = await next(`id=${late}`);
    await release(late, { cut: true });
    await expect(something).rejects.toThrow();
    expect((await emulator.ended(hit?.predictionId ?? "")).status).toBe("succeeded");
  });

  it("ends a look, a list, a cancel and a download", async () => {
    const { id, output } = await emulator.ended((await emulator.create(IMAGEN, fox)).id);
    const calls: Partial<Record<BreakEvent, () => Promise<unknown>>> = {
      "get-asked": () => emulator.get(id),
      "list-asked": () => emulator.api("/predictions"),
      "cancel-asked": () => emulator.api(`/predictions/${id}/cancel`, { method: "POST" }),
      "output-asked": () => fetch(String(output)),
      "output-half": async () => (await fetch(String(output))).arrayBuffer(),
    };
    for (const [event, call] of Object.entries(calls)) {
      const breakId = await add(event as BreakEvent);
      const lost = call();
      expect((await next(`id=${breakId}`))?.event).toBe(event);
      expect(await isHeld(lost)).toBe(true);
      await release(breakId, { cut: true });
      await expect(lost, event).rejects.toThrow();
    }
  });
});

describe("the life of a prediction", () => {
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await startReceiver();
    return () => receiver.close();
  });

  it("can be held at each of its events, in this order", async () => {
    const order: BreakEvent[] = [
      "create-received",
      "create-booked",
      "create-answered",
      "processing",
      "completed",
      "webhook-due",
      "webhook-sent",
      "webhook-answered",
      "get-asked",
      "output-asked",
      "output-half",
      "output-sent",
      "list-asked",
      "cancel-asked",
    ];
    expect(new Set(order)).toEqual(new Set(Object.keys(BREAK_EVENTS)));
    // Work waits until the create was answered, so that the order is one.
    const work = await add("processing");
    const ids = new Map<BreakEvent, number>([["processing", work]]);
    for (const event of order) if (event !== "processing") ids.set(event, await add(event));
    const told: BreakEvent[] = [];
    const pass = async (event: BreakEvent) => {
      const hit = await next(`id=${ids.get(event)}&wait=10`);
      if (hit !== null) told.push(hit.event);
      return hit;
    };
    const letGo = (event: BreakEvent) => release(ids.get(event) ?? 0);

    const created = emulator.create(IMAGEN, fox, { webhook: receiver.url, events: ["completed"] });
    for (const event of ["create-received", "create-booked"] as const) {
      await pass(event);
      await letGo(event);
    }
    await pass("create-answered");
    const { id } = await created;
    expect((await pass("processing"))?.predictionId).toBe(id);
    await letGo("processing");
    expect((await pass("completed"))?.predictionId).toBe(id);
    expect(((await made())[0] as Shown).status).toBe("succeeded");
    await letGo("completed");
    await pass("webhook-due");
    expect(receiver.deliveries).toEqual([]);
    await letGo("webhook-due");
    await pass("webhook-sent");
    await until(() => receiver.deliveries[0] ?? null);
    await letGo("webhook-sent");
    await pass("webhook-answered");
    expect(await emulator.admin("webhooks")).toMatchObject([{ state: "pending" }]);
    await letGo("webhook-answered");
    await until(async () => {
      const [message] = (await emulator.admin("webhooks")) as { state: string }[];
      return message?.state === "delivered" ? true : null;
    });

    const got = emulator.get(id);
    await pass("get-asked");
    await letGo("get-asked");
    const output = String((await got).output);
    const bytes = fetch(output).then((response) => response.arrayBuffer());
    for (const event of ["output-asked", "output-half"] as const) {
      await pass(event);
      await letGo(event);
    }
    expect((await bytes).byteLength).toBeGreaterThan(60);
    await pass("output-sent");
    for (const [event, path, method] of [
      ["list-asked", "/predictions", "GET"],
      ["cancel-asked", `/predictions/${id}/cancel`, "POST"],
    ] as const) {
      const answer = emulator.api(path, { method });
      await pass(event);
      await letGo(event);
      expect((await answer).status).toBe(200);
    }
    expect(told).toEqual(order);
  });
});
