import { describe, expect, it } from "vitest";
import { isTerminal, JOB_STATUSES } from "../contracts/job.ts";
import { move, MOVES } from "./job-machine.ts";

/** Every status × every move, written out: a change to the machine has to be made here as well. */
const EXPECTED: Record<string, string> = {
  "queued begin": "submitting",
  "queued output": "ingesting",
  "queued fail": "failed",
  "queued cancel": "canceled",
  "submitting accept": "running",
  "submitting requeue": "queued",
  "submitting output": "ingesting",
  "submitting fail": "failed",
  "submitting cancel": "canceled",
  "running requeue": "queued",
  "running output": "ingesting",
  "running fail": "failed",
  "running cancel": "canceled",
  "ingesting requeue": "queued",
  "ingesting finish": "succeeded",
  "ingesting fail": "failed",
  "ingesting cancel": "canceled",
};

describe("the job machine", () => {
  for (const status of JOB_STATUSES) {
    for (const by of MOVES) {
      const expected = EXPECTED[`${status} ${by}`] ?? null;
      it(`${status} × ${by} → ${expected ?? "ignored"}`, () => {
        expect(move(status, by)).toBe(expected);
      });
    }
  }

  it("never moves a terminal job", () => {
    for (const status of JOB_STATUSES.filter(isTerminal)) {
      expect(MOVES.map((by) => move(status, by))).toEqual(MOVES.map(() => null));
    }
  });

  it("reaches a terminal status from every other one", () => {
    for (const status of JOB_STATUSES.filter((each) => !isTerminal(each))) {
      expect(move(status, "fail")).toBe("failed");
      expect(move(status, "cancel")).toBe("canceled");
    }
  });
});
