import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sign } from "./signature.ts";
import type { Delivery, Harness, Receiver } from "./testing/harness.ts";
import { startHarness, startReceiver, until } from "./testing/harness.ts";

type Entry = { id: string; state: string; event: string; deliveries: { status: number | null }[] };

let emulator: Harness;
let secret: string;
beforeAll(async () => {
  emulator = await startHarness();
  const answer = await emulator.api("/webhooks/default/secret");
  secret = ((await answer.json()) as { key: string }).key;
});
beforeEach(() => emulator.admin("reset", {}));
afterAll(() => emulator.close());

const IMAGEN = "google/imagen-4";
const fox = { prompt: "a fox" };
const all = ["start", "output", "logs", "completed"];
const log = async () => (await emulator.admin("webhooks")) as Entry[];

async function withReceiver(
  work: (receiver: Receiver) => Promise<void>,
  answer?: (index: number) => number,
): Promise<void> {
  const receiver = await startReceiver(answer);
  try {
    await work(receiver);
  } finally {
    await receiver.close();
  }
}

function isGenuine({ headers, raw }: Delivery, key = secret): boolean {
  const content = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${raw}`;
  const bytes = Buffer.from(key.slice("whsec_".length), "base64");
  const expected = createHmac("sha256", bytes).update(content).digest("base64");
  return headers["webhook-signature"] === `v1,${expected}`;
}

describe("the signature", () => {
  const sample = {
    secret: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
    id: "msg_2test0001",
    timestamp: 1767225600,
  };

  it("agrees with the published vectors", () => {
    expect(
      sign({
        ...sample,
        body: '{"id":"p1","status":"succeeded","output":"https://replicate.delivery/xezq/a/out.mp4"}',
      }),
    ).toBe("v1,WrBGum2jHybvMJAKBSpzFSHnGeUyfA2wxHn15Ua2i/I=");
    expect(sign({ ...sample, body: '{"id":"p1","status":"failed","error":"naïve ☃"}' })).toBe(
      "v1,B85HNViJFIH9LiAvt+EnDeSI2RHPCgStCoFheGJJJwI=",
    );
  });
});

describe("delivery", () => {
  it("sends the prediction as GET shows it, signed, to the address with its query", () =>
    withReceiver(async (receiver) => {
      const { id } = await emulator.create(IMAGEN, fox, {
        webhook: receiver.url,
        events: ["completed"],
      });
      const delivery = await until(() => receiver.deliveries[0] ?? null);
      expect(delivery.body).toEqual(await emulator.get(id));
      expect(delivery.body).toMatchObject({ status: "succeeded", webhook: receiver.url });
      expect(delivery.path).toBe("/hook?project=p1&nonce=n1");
      expect(isGenuine(delivery)).toBe(true);
      const age = Date.now() / 1000 - Number(delivery.headers["webhook-timestamp"]);
      expect(Math.abs(age)).toBeLessThan(5);
      await until(async () => ((await log())[0]?.state === "delivered" ? true : null));
      expect(receiver.deliveries).toHaveLength(1);
    }));

  it("sends what the filter names, by default outputs and the end", () =>
    withReceiver(async (receiver) => {
      const { id } = await emulator.create("google/gemini-2.5-flash", fox, {
        webhook: receiver.url,
      });
      await emulator.ended(id);
      const events = (await log()).map(({ event }) => event);
      // Of the parts of a text only the first is within the pace of one in 500 ms.
      expect(events).toEqual(["completed", "output", "output"]);
      await emulator.admin("reset", {});
      const second = await emulator.create("google/veo-3.1", fox, {
        webhook: receiver.url,
        events: all,
      });
      await emulator.ended(second.id);
      const kinds = (await log()).map(({ event }) => event).reverse();
      expect(kinds[0]).toBe("start");
      expect(kinds.slice(-2)).toEqual(["output", "completed"]);
      expect(kinds.filter((event) => event === "logs")).toHaveLength(1);
      const statuses = await until(() => {
        const own = receiver.deliveries.filter(({ body }) => body.id === second.id);
        return own.length === kinds.length ? own.map(({ body }) => body.status) : null;
      });
      expect(statuses.filter((status) => status === "succeeded")).toHaveLength(2);
    }));

  it("retries the last message under one id with a new signature, and no other", () =>
    withReceiver(
      async (receiver) => {
        const { id } = await emulator.create(IMAGEN, fox, { webhook: receiver.url, events: all });
        await emulator.ended(id);
        await until(async () =>
          (await log()).every(({ state }) => state !== "pending") ? true : null,
        );
        const byEvent = new Map((await log()).map((entry) => [entry.event, entry]));
        expect(byEvent.get("start")).toMatchObject({ state: "given_up" });
        expect(byEvent.get("start")?.deliveries).toHaveLength(1);
        expect(byEvent.get("output")?.deliveries).toHaveLength(1);
        expect(byEvent.get("completed")).toMatchObject({ state: "given_up" });
        expect(byEvent.get("completed")?.deliveries).toHaveLength(6);
        const last = receiver.deliveries.filter(
          ({ headers }) => headers["webhook-id"] === byEvent.get("completed")?.id,
        );
        expect(last).toHaveLength(6);
        expect(last.every((delivery) => isGenuine(delivery))).toBe(true);
      },
      () => 500,
    ));

  it("waits 2, 6, 14, 30 and 60 s after the end, and stops once it was taken", async () => {
    const slow = await startHarness({ timeScale: 1 });
    try {
      await withReceiver(
        async (receiver) => {
          const { id } = await slow.create(IMAGEN, fox, {
            webhook: receiver.url,
            events: ["completed"],
          });
          // Moved for the latency; the retry is then due 2 s after the end.
          await until(async () => ((await slow.get(id)).status === "processing" ? true : null));
          await slow.admin("clock", { advanceMs: 10_000 });
          const first = await until(() => receiver.deliveries[0] ?? null);
          const entries = (await until(async () => {
            const found = (await slow.admin("webhooks")) as {
              createdAt: number;
              dueAt: number | null;
              tries: number;
            }[];
            return found[0]?.tries === 1 ? found : null;
          })) as { createdAt: number; dueAt: number }[];
          expect((entries[0]?.dueAt ?? 0) - (entries[0]?.createdAt ?? 0)).toBe(2_000);
          await slow.admin("clock", { advanceMs: 2_000 });
          const second = await until(() => receiver.deliveries[1] ?? null);
          expect(second.headers["webhook-id"]).toBe(first.headers["webhook-id"]);
          await until(async () =>
            ((await slow.admin("webhooks")) as Entry[])[0]?.state === "delivered" ? true : null,
          );
        },
        (index) => (index === 0 ? 503 : 204),
      );
    } finally {
      await slow.close();
    }
  });

  it("follows no redirect and takes it for an answer", () =>
    withReceiver(
      async (receiver) => {
        const { id } = await emulator.create(IMAGEN, fox, {
          webhook: receiver.url,
          events: ["completed"],
        });
        await emulator.ended(id);
        await until(async () => ((await log())[0]?.state === "delivered" ? true : null));
        expect(receiver.deliveries.map(({ path }) => path)).toEqual(["/hook?project=p1&nonce=n1"]);
      },
      () => 301,
    ));

  it("says nothing of an aborted prediction", () =>
    withReceiver(async (receiver) => {
      const { id } = await emulator.create(
        IMAGEN,
        { prompt: "a fox [[emu:fail=stuck-starting]]" },
        { webhook: receiver.url, events: all, headers: { "cancel-after": "5" } },
      );
      await emulator.admin("clock", { advanceMs: 5_000 });
      expect((await emulator.ended(id)).status).toBe("aborted");
      expect(await log()).toEqual([]);
    }));
});

describe("ordered webhook faults", () => {
  const run = async (receiver: Receiver, fault: string, events: string[]) => {
    await emulator.admin("faults", { fault });
    const { id } = await emulator.create(IMAGEN, fox, { webhook: receiver.url, events });
    return emulator.ended(id);
  };

  it("loses, doubles, forges and ages them", () =>
    withReceiver(async (receiver) => {
      await run(receiver, "webhook-lost", all);
      expect((await log()).map(({ state }) => state)).toEqual(["dropped", "dropped", "dropped"]);
      expect(receiver.deliveries).toEqual([]);

      await run(receiver, "webhook-duplicate", ["completed"]);
      const [one, two] = await until(() =>
        receiver.deliveries.length === 2 ? receiver.deliveries : null,
      );
      expect(two?.headers["webhook-id"]).toBe(one?.headers["webhook-id"]);

      await run(receiver, "webhook-wrong-signature", ["completed"]);
      expect(isGenuine(await until(() => receiver.deliveries[2] ?? null))).toBe(false);

      await run(receiver, "webhook-stale", ["completed"]);
      const stale = await until(() => receiver.deliveries[3] ?? null);
      expect(isGenuine(stale)).toBe(true);
      const age = Date.now() / 1000 - Number(stale.headers["webhook-timestamp"]);
      expect(age).toBeGreaterThan(590);
    }));

  it("sends them late", async () => {
    const slow = await startHarness({ timeScale: 1 });
    try {
      await withReceiver(async (receiver) => {
        await slow.admin("faults", { fault: "webhook-delayed" });
        const options = { webhook: receiver.url, events: ["completed"] };
        const { id } = await slow.create(IMAGEN, fox, options);
        await until(async () => ((await slow.get(id)).status === "processing" ? true : null));
        await slow.admin("clock", { advanceMs: 10_000 });
        await slow.ended(id);
        const [message] = (await slow.admin("webhooks")) as { createdAt: number; dueAt: number }[];
        expect((message?.dueAt ?? 0) - (message?.createdAt ?? 0)).toBe(40_000);
        expect(receiver.deliveries).toEqual([]);
        await slow.admin("clock", { advanceMs: 40_000 });
        expect((await until(() => receiver.deliveries[0] ?? null)).body.id).toBe(id);
      });
    } finally {
      await slow.close();
    }
  });

  it("still tells of an output whose data is removed", () =>
    withReceiver(async (receiver) => {
      const { id } = await run(receiver, "output-removed", ["completed"]);
      const { body } = await until(() => receiver.deliveries[0] ?? null);
      expect(body).toMatchObject({ id, data_removed: false });
      expect((await fetch(String(body.output))).status).toBe(404);
    }));

  it("sends the last message first", () =>
    withReceiver(async (receiver) => {
      await run(receiver, "webhook-reordered", all);
      await until(() => (receiver.deliveries.length === 3 ? true : null));
      const events = new Map((await log()).map((entry) => [entry.id, entry.event]));
      expect(
        receiver.deliveries.map(({ headers }) => events.get(String(headers["webhook-id"]))),
      ).toEqual(["completed", "output", "start"]);
    }));

  it("turns the order of everything round while it is told to", () =>
    withReceiver(async (receiver) => {
      await emulator.admin("settings", { reverseWebhooks: true, duplicateWebhooks: true });
      const options = { webhook: receiver.url, events: ["completed"] };
      // Both must end within one window of a second.
      await until(() => (Date.now() % 1000 < 400 ? true : null));
      const first = await emulator.create(IMAGEN, fox, options);
      await emulator.ended(first.id);
      const second = await emulator.create(IMAGEN, fox, options);
      await emulator.ended(second.id);
      const order = await until(() =>
        receiver.deliveries.length === 4 ? receiver.deliveries.map(({ body }) => body.id) : null,
      );
      expect(order).toEqual([second.id, second.id, first.id, first.id]);
    }));
});
