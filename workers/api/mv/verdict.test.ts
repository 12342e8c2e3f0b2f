import { describe, expect, it } from "vitest";
import { verdict } from "./calls.ts";
import { atWork, ended, ENDED, failed, made, open } from "./testing/outcomes.ts";

describe("what a repeated call does", () => {
  const lost = { ...failed("clip", "provider_unavailable", { billed: "no" }), wasCreated: false };
  const bought = failed("clip", "content_refused", { billed: "no" });
  const perhaps = { ...failed("clip", "perhaps_billed"), wasCreated: false };
  const soon = ENDED + 10 * 60_000;
  const late = soon + 1;

  it.each([
    ["work goes on", atWork(open("clip", null)), true, late, "join"],
    ["work goes on, no key", atWork(lost, open("clip", null)), false, late, "join"],
    ["it succeeded", ended(made("clip")), true, late, "join"],
    ["it succeeded, no key, soon", ended(made("clip")), false, soon, "join"],
    ["it succeeded, no key, late", ended(made("clip")), false, late, "stale"],
    ["it partly succeeded", ended(lost, made("clip")), true, late, "join"],
    ["nothing was bought", ended(lost), true, late, "again"],
    ["nothing was bought, no key, soon", ended(lost, lost), false, soon, "again"],
    ["nothing was bought, no key, late", ended(lost), false, late, "stale"],
    ["it was created", ended(bought), true, late, "join"],
    ["one of two was created", ended(lost, bought), true, soon, "join"],
    ["its project was deleted", { ...ended(made("clip")), isDeleted: true }, true, soon, "join"],
    ["it was deleted, no key", { ...ended(bought), isDeleted: true }, false, soon, "stale"],
    ["it is being deleted, no key", { ...atWork(lost), isDeleted: true }, false, soon, "join"],
    ["it was perhaps billed", ended(perhaps), true, soon, "join"],
    ["it was perhaps billed, no key", ended(perhaps), false, soon, "join"],
  ] as const)("when %s", (_name, state, hasKey, now, expected) => {
    expect(verdict(state, hasKey, now)).toBe(expected);
  });
});
