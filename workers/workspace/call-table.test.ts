/** Calls over a real SQLite database, at times of the test's own. */
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import type { Env } from "../env.ts";
import { CallTable, type NewCall } from "./call-table.ts";
import { workspaceOf } from "./workspace-stub.ts";

const T0 = 1_800_000_000_000;
const DAY = 24 * 3_600_000;

function withTable(
  test: (table: CallTable, reopen: () => CallTable, sql: SqlStorage) => void,
): Promise<void> {
  const { WORKSPACES } = env as unknown as Env;
  const stub = WORKSPACES.get(WORKSPACES.newUniqueId());
  return runInDurableObject(stub, (_object, { storage }) => {
    test(new CallTable(storage.sql), () => new CallTable(storage.sql), storage.sql);
  });
}

let count = 0;
/** The same request each time, under another id. */
function call(change: Partial<NewCall> = {}): NewCall {
  count += 1;
  return {
    id: `call-${count}`,
    key: null,
    request: "digest",
    route: "create_scenes",
    projectId: `project-${count}`,
    echo: '{"idea":"x"}',
    ...change,
  };
}

function open(table: CallTable, change: Partial<NewCall> = {}, now = T0) {
  const opened = table.open(call(change), now);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

describe("a call with a key", () => {
  const key = "key-1";

  it("is one call however often it comes, also after its answer was delivered", () =>
    withTable((table) => {
      const first = open(table, { key });
      expect(first).toMatchObject({ isNew: true, round: 1, route: "create_scenes" });
      expect(open(table, { key })).toEqual({ ...first, isNew: false });
      table.delivered(first.id);
      expect(open(table, { key })).toEqual({ ...first, isNew: false });
    }));

  it("conflicts with another request under the same key, and changes nothing", () =>
    withTable((table) => {
      const first = open(table, { key });
      const other = call({ key, request: "another" });
      expect(table.open(other, T0)).toMatchObject({ ok: false, error: { code: "conflict" } });
      expect(table.find(other.id)).toBeNull();
      expect(open(table, { key }).id).toBe(first.id);
    }));

  it("is another call than the same request under another key, or without one", () =>
    withTable((table) => {
      const ids = [open(table, { key }), open(table, { key: "key-2" }), open(table)].map(
        ({ id, isNew }) => [id, isNew],
      );
      expect(new Set(ids.map(([id]) => id)).size).toBe(3);
      expect(ids.every(([, isNew]) => isNew === true)).toBe(true);
    }));

  it("frees its key when its work was refused", () =>
    withTable((table) => {
      const first = open(table, { key });
      expect(table.refused(first.id, first.id)).toBe(true);
      expect(table.find(first.id)).toBeNull();
      expect(open(table, { key, request: "another" }).isNew).toBe(true);
    }));

  it("stays while somebody else has opened it, and goes with the last who was refused", () =>
    withTable((table) => {
      const first = open(table, { key });
      for (const id of ["racer", "racer"]) open(table, { key, id });
      expect(table.refused(first.id, first.id)).toBe(false);
      expect(table.refused(first.id, first.id)).toBe(false);
      expect(table.find(first.id)).not.toBeNull();
      expect(table.refused(first.id, "racer")).toBe(true);
      expect(table.refused(first.id, "racer")).toBe(true);
      expect(table.find(first.id)).toBeNull();
    }));
});

describe("a call without a key", () => {
  it("is known by its request until its answer is delivered", () =>
    withTable((table) => {
      const first = open(table);
      expect(open(table)).toEqual({ ...first, isNew: false });
      expect(open(table, { request: "another" }).isNew).toBe(true);
      table.delivered(first.id);
      const second = open(table);
      expect(second.isNew).toBe(true);
      expect(open(table).id).toBe(second.id);
    }));
});

describe("every call", () => {
  it("is found by its id, also by another instance", () =>
    withTable((table, reopen) => {
      const { isNew: _isNew, ...stored } = open(table, { key: "k" });
      expect(reopen().find(stored.id)).toEqual(stored);
      expect(table.find("nobody")).toBeNull();
    }));

  it("enters its next round once, whoever found the last one over", () =>
    withTable((table) => {
      const { id } = open(table);
      expect([table.nextRound(id, 1), table.nextRound(id, 1)]).toEqual([2, 2]);
      expect(table.nextRound(id, 2)).toBe(3);
      expect(table.nextRound(id, 1)).toBe(3);
      expect(table.find(id)?.round).toBe(3);
    }));

  it("is forgotten after a day", () =>
    withTable((table) => {
      const keyed = open(table, { key: "k" });
      const keyless = open(table);
      expect(open(table, { key: "k" }, T0 + DAY).id).toBe(keyed.id);
      const late = open(table, { key: "k" }, T0 + DAY + 1);
      expect(late.isNew).toBe(true);
      expect([table.find(keyed.id), table.find(keyless.id)]).toEqual([null, null]);
    }));
});

describe("a call from before openings were kept", () => {
  it("is not taken away by a caller who joins it and is refused", () =>
    withTable((table, reopen, sql) => {
      const old = open(table, { key: "k" });
      sql.exec("DROP TABLE openings");
      const next = reopen();
      open(next, { key: "k", id: "joiner" });
      expect(next.refused(old.id, "joiner")).toBe(false);
      expect(next.find(old.id)).not.toBeNull();
    }));
});

describe("the way to the table", () => {
  it("opens, finds, counts on and removes over RPC", async () => {
    const workspace = workspaceOf(env as unknown as Env, crypto.randomUUID());
    const wanted = call({ id: crypto.randomUUID(), key: "key" });
    const racers = await Promise.all([1, 2, 3].map(() => workspace.openCall(wanted)));
    expect(racers.map((each) => each.ok && each.value.isNew).sort()).toEqual([false, false, true]);
    expect(await workspace.nextRound(wanted.id, 1)).toBe(2);
    expect(await workspace.findCall(wanted.id)).toMatchObject({ round: 2 });
    await workspace.callDelivered(wanted.id);
    expect(await workspace.callRefused(wanted.id, wanted.id)).toBe(true);
    expect(await workspace.findCall(wanted.id)).toBeNull();
  });
});
