import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accepted, ask, emptyLine, type Line, leave, refused } from "./line.ts";
import { type Arrival, arrivals, lineAt, simulate, T0 } from "./testing/simulate.ts";

const SLOT_MS = 10_000;
const seconds = (slots: { at: number }[]) => slots.map(({ at }) => Math.round((at - T0) / 1000));

describe("a line of several projects", () => {
  it("lets a single clip wait for at most two slots beside forty of another project", () => {
    const { slots } = simulate(lineAt(6, 1), [
      ...arrivals("a", 40),
      ...arrivals("b", 1, T0 + 35_000),
    ]);
    expect(slots).toHaveLength(41);
    const single = slots.find(({ project }) => project === "b");
    expect((single?.at ?? Infinity) - (T0 + 35_000)).toBeLessThanOrEqual(2 * SLOT_MS);
  });

  it("serves each project in turn, and the jobs of one in the order of their arrival", () => {
    const { slots } = simulate(lineAt(6, 1), [
      ...arrivals("a", 3),
      ...arrivals("b", 2, T0 + 500),
      ...arrivals("c", 1, T0 + 700),
    ]);
    expect(slots.map(({ job }) => job)).toEqual(["a1", "b1", "c1", "a2", "b2", "a3"]);
    expect(seconds(slots)).toEqual([0, 10, 20, 30, 40, 50]);
  });

  it("puts a project that was served long ago before one that was served just now", () => {
    const { slots } = simulate(lineAt(6, 1), [
      ...arrivals("a", 1),
      ...arrivals("b", 1, T0 + 100),
      { project: "b", job: "b2", at: T0 + 11_000 },
      { project: "a", job: "a2", at: T0 + 12_000 },
    ]);
    expect(slots.map(({ job }) => job)).toEqual(["a1", "b1", "a2", "b2"]);
  });

  it("asks about twice for each slot, however many wait", () => {
    for (const all of [
      arrivals("a", 1_000),
      [...arrivals("a", 40), ...arrivals("b", 40, T0 + 5_000)],
    ]) {
      const { slots, asks } = simulate(lineAt(6, 1), all);
      expect(slots).toHaveLength(all.length);
      expect(asks).toBeLessThan(3 * all.length);
    }
  });

  it("uses a burst for whoever is there, up to its size", () => {
    const { slots } = simulate(lineAt(600, 30), [...arrivals("a", 28), ...arrivals("b", 5)]);
    expect(slots.filter(({ at }) => at - T0 < 90)).toHaveLength(30);
  });
});

describe("one that does not come", () => {
  it("costs the others a single slot, whether it says so or not", () => {
    const others = arrivals("b", 40, T0 + 5_000);
    const gone = (change: Partial<Arrival>) =>
      arrivals("a", 40).map((each) => ({ ...each, ...change }));
    for (const change of [{ asks: 1 }, { leavesAt: T0 + 15_000 }]) {
      const { slots } = simulate(lineAt(6, 1), [...gone(change), ...others]);
      const last = slots.at(-1);
      expect(last?.project).toBe("b");
      expect((last?.at ?? Infinity) - T0).toBeLessThanOrEqual((slots.length + 1) * SLOT_MS);
    }
  });

  it("loses its turn to one that asks in time, and has it when it comes after all", () => {
    const from = (line: Line, project: string, at: number) =>
      ask(line, { project, job: `${project}1` }, T0 + at);
    let { line } = from(lineAt(6, 1), "z", 0);
    let turn;
    for (const project of ["a", "b"]) ({ line, turn } = from(line, project, 1));
    expect(turn?.waitMs).toBe(19_999);
    // a1 was told to come at 10 s.
    ({ line, turn } = from(line, "b", 20_000));
    expect(turn.waitMs).toBe(0);
    ({ turn } = from(line, "a", 30_000));
    expect(turn.waitMs).toBe(0);
  });

  it("calls the next of its project when it says that it has ended", () => {
    let line = ask(lineAt(6, 1), { project: "a", job: "a0" }, T0).line;
    for (const job of ["a1", "a2"]) ({ line } = ask(line, { project: "a", job }, T0 + 1));
    const { leaving } = leave(line, { project: "a", job: "a1" }, T0 + 2);
    expect(leaving).toEqual({ why: "pace", next: { job: "a2", waitMs: 9_998 } });
  });
});

describe("a line whatever happens", () => {
  const arrival = fc.record({
    project: fc.constantFrom("a", "b", "c", "d"),
    at: fc.integer({ min: T0, max: T0 + 300_000 }),
    fate: fc.constantFrom({}, {}, {}, { asks: 1 }, { asks: 2 }, { leavesAt: T0 + 60_000 }),
  });

  it("gives no more slots than the limit, and every attempt one at last", () => {
    const anything = fc.record({
      perMinute: fc.integer({ min: 3, max: 600 }),
      burst: fc.integer({ min: 1, max: 30 }),
      all: fc.array(arrival, { minLength: 1, maxLength: 40 }),
      lateMs: fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 20 }),
    });
    fc.assert(
      fc.property(anything, ({ perMinute, burst, all, lateMs }) => {
        const named = all.map(({ fate, ...each }, index) => ({
          ...each,
          ...fate,
          job: `${each.project}${index}`,
        }));
        let late = 0;
        const { slots, asks } = simulate(lineAt(perMinute, burst), named, {
          lateMs: () => lateMs[late++ % lateMs.length] ?? 0,
        });
        const perMs = perMinute / 60_000;
        slots.forEach(({ at }, index) => {
          for (const { at: later } of slots.slice(index + burst)) {
            const within = slots.filter((slot) => slot.at >= at && slot.at <= later).length;
            expect(within).toBeLessThanOrEqual(burst + (later - at) * perMs + 0.001);
          }
        });
        const served = new Set(slots.map(({ job }) => job));
        expect(served.size).toBe(slots.length);
        for (const each of named) {
          if (!("asks" in each) && !("leavesAt" in each)) expect(served).toContain(each.job);
        }
        const last = Math.max(...slots.map(({ at }) => at), T0);
        // From the last arrival: a slot for everybody, one for each that went away, and who is late.
        const latest = 300_000 + (2 * named.length + 1) / perMs + named.length * 2 * 400 + 10_000;
        expect(last - T0).toBeLessThanOrEqual(latest);
        expect(asks).toBeLessThanOrEqual(named.length * 8);
      }),
      { numRuns: 150 },
    );
  });

  it("loses nothing when its state is read back from what was kept", () => {
    const all = [...arrivals("a", 12), ...arrivals("b", 3, T0 + 4_000)];
    const kept = simulate(lineAt(6, 1), all, {
      between: ({ waiting, served, ...rest }) => ({
        ...(JSON.parse(JSON.stringify(rest)) as typeof rest),
        waiting: new Map([...waiting].sort().map(([job, row]) => [job, { ...row }])),
        served: new Map([...served].sort((one, other) => one[1] - other[1])),
      }),
    });
    expect(kept).toEqual(simulate(lineAt(6, 1), all));
  });
});

describe("refusals", () => {
  const THROTTLED = { kind: "throttled", retryAfterMs: 5_000, perMinute: 6, burst: 1 } as const;
  const CREDIT = { kind: "credit", waitMs: 120_000 } as const;
  const a1 = { project: "a", job: "a1" };

  it("slow everybody down and keep the place of who was refused", () => {
    const first = ask(lineAt(600, 1), a1, T0);
    expect(first.turn.waitMs).toBe(0);
    let { line } = ask(first.line, { project: "a", job: "a2" }, T0 + 1);
    const back = refused(line, { ...a1, number: first.turn.number }, THROTTLED, T0 + 50);
    expect(back.turn).toMatchObject({ waitMs: 5_000, why: "pace" });
    line = back.line;
    const waits = ["a2", "a3"].map((job) => {
      const asked = ask(line, { project: "a", job }, T0 + 200);
      line = asked.line;
      return asked.turn.waitMs;
    });
    expect(waits[0]).toBeGreaterThan(15_000);
    expect(waits[1]).toBeGreaterThan(waits[0] ?? Infinity);
    expect(ask(line, a1, T0 + 5_050).turn.waitMs).toBe(0);
  });

  /** Without credit, and past the pause: who asks then. */
  function outage(): Line {
    const first = ask(emptyLine(T0), a1, T0);
    return refused(first.line, { ...a1, number: first.turn.number }, CREDIT, T0).line;
  }

  it("for want of credit hold everybody, and say so", () => {
    const line = outage();
    expect(ask(line, a1, T0 + 1_000).turn).toMatchObject({ waitMs: 119_000, why: "credit" });
    const other = ask(line, { project: "b", job: "b1" }, T0 + 1_000).turn;
    expect(other).toMatchObject({ waitMs: 119_000, why: "credit" });
    // Who stands behind in its project is called, and need not look by itself.
    const behind = ask(line, { project: "a", job: "a2" }, T0 + 1_000).turn;
    expect(behind.waitMs).toBeGreaterThan(10 * 60_000);
  });

  it("for want of credit are followed by one create alone, until its answer is there", () => {
    let line = outage();
    ({ line } = ask(line, { project: "b", job: "b1" }, T0 + 1_000));
    const now = T0 + 120_000;
    const probe = ask(line, { project: "b", job: "b1" }, now);
    expect(probe.turn.waitMs).toBe(0);
    const { turn } = ask(probe.line, a1, now + 100);
    expect(turn).toMatchObject({ waitMs: 5_000, why: "credit" });
    const asBefore = refused(
      probe.line,
      { project: "b", job: "b1", number: probe.turn.number },
      CREDIT,
      now + 500,
    );
    expect(asBefore.turn).toMatchObject({ waitMs: 120_000, why: "credit" });
    expect(ask(asBefore.line, a1, now + 5_100).turn.waitMs).toBe(115_400);
  });

  it("for want of credit end with the create that is accepted, and only with that one", () => {
    let line = outage();
    ({ line } = ask(line, { project: "a", job: "a2" }, T0 + 1_000));
    const now = T0 + 120_000;
    const probe = ask(line, a1, now);
    expect(probe.turn.waitMs).toBe(0);
    const stranger = accepted(probe.line, { project: "c", job: "c1" }, now + 100);
    expect(stranger.leaving.why).toBe("credit");
    const { leaving } = accepted(stranger.line, a1, now + 200);
    expect(leaving).toEqual({ why: "pace", next: { job: "a2", waitMs: 0 } });
  });

  it("for want of credit are tried by another when the first trial is never heard of", () => {
    const { line } = ask(outage(), a1, T0 + 120_000);
    const other = { project: "b", job: "b1" };
    expect(ask(line, other, T0 + 150_000).turn.waitMs).toBeGreaterThan(0);
    expect(ask(line, other, T0 + 181_000).turn.waitMs).toBe(0);
  });
});
