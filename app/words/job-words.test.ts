import { describe, expect, it } from "vitest";
import { JOB_STATUSES, JobPhase } from "../../workers/contracts/job.ts";
import { STARTED_AT, fixtureJob } from "../testing/fixtures.ts";
import {
  badgeWords,
  billedWords,
  clockwork,
  doingWords,
  reasonWords,
  substitutionWords,
  waitingWords,
} from "./job-words.ts";

describe("doingWords", () => {
  it("has words for every status and phase", () => {
    for (const status of JOB_STATUSES) {
      for (const phase of [null, ...JobPhase.options]) {
        expect(doingWords(fixtureJob(1, { status, phase }))).toMatch(/^[A-Z][^_.]+$/);
      }
    }
  });

  it("says what is done in the words of film making", () => {
    const rendering = { status: "running", phase: "rendering" } as const;
    expect(doingWords(fixtureJob(1, { ...rendering, kind: "character" }))).toBe("Drawing");
    expect(doingWords(fixtureJob(1, { ...rendering, kind: "film" }))).toBe("Cutting the film");
    expect(doingWords(fixtureJob(1, { status: "running", phase: "waiting_for_machine" }))).toBe(
      "Waiting for a machine",
    );
  });

  it("does not let a leftover phase hide that the job is over", () => {
    expect(doingWords(fixtureJob(1, { status: "failed", phase: "rendering" }))).toBe("Failed");
  });
});

describe("waitingWords", () => {
  it("says what to do where work waits for a person, and only there", () => {
    const waiting = JobPhase.options.filter(
      (phase) => waitingWords(fixtureJob(1, { status: "queued", phase })) !== null,
    );
    expect(waiting).toEqual(["waiting_for_credit", "waiting_for_token"]);
    const words = waitingWords(fixtureJob(1, { status: "queued", phase: "waiting_for_credit" }));
    expect(words).toMatch(/out of credit\. Add credit .* goes on by itself/);
    const over = fixtureJob(1, { status: "failed", phase: "waiting_for_credit" });
    expect(waitingWords(over)).toBeNull();
  });
});

describe("badgeWords", () => {
  it("is one of four words", () => {
    expect(JOB_STATUSES.map((status) => badgeWords(fixtureJob(1, { status })))).toEqual([
      "Generating",
      "Generating",
      "Generating",
      "Generating",
      "Ready",
      "Failed",
      "Canceled",
    ]);
  });
});

describe("billedWords", () => {
  const failed = (billed: "no" | "yes" | "perhaps", isSimulated = false) =>
    billedWords(fixtureJob(1, { status: "failed", billed, isSimulated }));

  it("says whether a failure cost money", () => {
    expect(failed("no")).toBe("Nothing was billed.");
    expect(failed("yes")).toBe("This attempt was billed.");
    expect(failed("perhaps")).toContain("may have been billed");
  });

  it("never claims a bill for simulated work, nor says anything before the end", () => {
    expect(failed("yes", true)).toBe("Nothing was billed.");
    expect(billedWords(fixtureJob(1, { status: "running" }))).toBeNull();
    expect(billedWords(fixtureJob(1, { status: "succeeded" }))).toBeNull();
  });
});

describe("reasonWords", () => {
  it("gives the error's own sentence, and has one where there is no error", () => {
    const error = { code: "content_refused", message: "The model refused it." } as const;
    expect(reasonWords(fixtureJob(1, { status: "failed", error }))).toBe("The model refused it.");
    expect(reasonWords(fixtureJob(1, { status: "failed" }))).toContain("Try it again");
    expect(reasonWords(fixtureJob(1, { status: "canceled" }))).toBe("It was canceled.");
  });
});

describe("clockwork", () => {
  const job = fixtureJob(1, { status: "running", startedAt: STARTED_AT });

  it("invents no progress: time stands against the usual time", () => {
    const clock = clockwork(job, STARTED_AT + 42_000, 90);
    expect(clock.progress).toBeNull();
    expect(clock.elapsedShare).toBeCloseTo(42 / 90);
    expect(clock.words).toBe("00:00:42, usually 00:01:30");
  });

  it("says that it takes longer than usual, without passing the end", () => {
    const clock = clockwork(job, STARTED_AT + 100_000, 90);
    expect(clock.elapsedShare).toBe(1);
    expect(clock.words).toBe("00:01:40, longer than usual (00:01:30)");
  });

  it("shows progress that the provider told", () => {
    const clock = clockwork({ ...job, progress: 0.62 }, STARTED_AT + 42_000, 90);
    expect(clock).toMatchObject({ progress: 0.62, words: "62 % done" });
  });

  it("bears a clock that is behind the server's, and a job that has not started", () => {
    expect(clockwork(job, STARTED_AT - 5_000, 90).words).toContain("00:00:00");
    expect(clockwork({ ...job, startedAt: null }, STARTED_AT + 3_000, 90).words).toContain(
      "00:00:03",
    );
    expect(clockwork(job, STARTED_AT + 1_000, 0).elapsedShare).toBe(0);
  });
});

describe("substitutionWords", () => {
  const reason = "Veo shoots 8 s with a reference.";

  it("names what was asked, what is used and why", () => {
    expect(substitutionWords({ field: "length", asked: "6 s", used: "8 s", reason })).toBe(
      "length: 8 s instead of 6 s. Veo shoots 8 s with a reference.",
    );
    expect(substitutionWords({ field: "aspect_ratio", asked: null, used: "16:9", reason })).toBe(
      "aspect ratio: 16:9. Veo shoots 8 s with a reference.",
    );
    expect(
      substitutionWords({ field: "seed", asked: "7", used: null, reason: "It knows none" }),
    ).toBe("seed: left out. It knows none.");
  });
});
