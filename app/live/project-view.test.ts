import { describe, expect, it } from "vitest";
import type { ProjectEvent, ServerMessage } from "../../workers/contracts/live.ts";
import { STARTED_AT, fixtureId, fixtures } from "../testing/fixtures.ts";
import { newerSnapshot, reduceView, viewOf } from "./project-view.ts";

const start = viewOf(fixtures.drawing);
const { seq } = fixtures.drawing;
const running = fixtures.drawing.jobs[1]!;

function event(at: number, change: Partial<ProjectEvent> = {}): ServerMessage {
  return { type: "event", event: { seq: at, at: STARTED_AT, ...change } };
}

describe("reduceView", () => {
  it("applies the next event: changed rows keep their place, new ones go last", () => {
    const done = { ...running, status: "succeeded" as const, phase: null };
    const fresh = { ...running, id: fixtureId(2, 99) };
    const view = reduceView(start, event(seq + 1, { jobs: [fresh, done] }));
    expect(view.snapshot.seq).toBe(seq + 1);
    expect(view.snapshot.jobs.map((job) => job.id)).toEqual([
      ...fixtures.drawing.jobs.map((job) => job.id),
      fresh.id,
    ]);
    expect(view.snapshot.jobs[1]).toEqual(done);
    expect(view.snapshot.assets).toBe(fixtures.drawing.assets);
  });

  it("leaves the view before it untouched", () => {
    const before = structuredClone(start);
    reduceView(start, event(seq + 1, { jobs: [{ ...running, status: "failed" }] }));
    expect(start).toEqual(before);
  });

  it("ignores a duplicate and an older event", () => {
    const change = { project: { ...fixtures.drawing.project, title: "Changed" } };
    expect(reduceView(start, event(seq, change))).toBe(start);
    expect(reduceView(start, event(seq - 3, change))).toBe(start);
  });

  it("asks for a snapshot after a gap, and changes nothing on the page", () => {
    const change = { project: { ...fixtures.drawing.project, title: "Changed" } };
    const view = reduceView(start, event(seq + 2, change));
    expect(view.needsResync).toBe(true);
    expect(view.snapshot).toBe(fixtures.drawing);
    expect(reduceView(view, event(seq + 3, change))).toBe(view);
  });

  it("does not forget the gap when the missing event comes after all", () => {
    const gap = reduceView(start, event(seq + 2));
    const late = reduceView(gap, event(seq + 1));
    expect(late.snapshot.seq).toBe(seq + 1);
    expect(late.needsResync).toBe(true);
  });

  it("is whole again with a snapshot", () => {
    const gap = reduceView(start, event(seq + 2));
    const view = reduceView(gap, { type: "snapshot", snapshot: fixtures.choose });
    expect(view).toEqual({ snapshot: fixtures.choose, needsResync: false, isDeleted: false });
  });

  it("believes a snapshot that is older than the page", () => {
    const later = viewOf(fixtures.film);
    const view = reduceView(later, { type: "snapshot", snapshot: fixtures.drawing });
    expect(view.snapshot).toBe(fixtures.drawing);
  });

  it("removes rows of any kind, also one that changed in the same event", () => {
    const asset = fixtures.drawing.assets[0]!;
    const view = reduceView(
      start,
      event(seq + 1, { jobs: [running], removed: [running.id, asset.id] }),
    );
    expect(view.snapshot.jobs).not.toContainEqual(running);
    expect(view.snapshot.jobs).toHaveLength(fixtures.drawing.jobs.length - 1);
    expect(view.snapshot.assets).toEqual([]);
  });

  it("knows a deleted project by message and by its row", () => {
    expect(reduceView(start, { type: "deleted" }).isDeleted).toBe(true);
    const project = { ...fixtures.drawing.project, deletedAt: STARTED_AT };
    expect(reduceView(start, event(seq + 1, { project })).isDeleted).toBe(true);
  });
});

describe("newerSnapshot", () => {
  it("takes what was served only when it is ahead of the socket", () => {
    expect(newerSnapshot(fixtures.choose, fixtures.drawing)).toBe(fixtures.choose);
    expect(newerSnapshot(fixtures.drawing, fixtures.choose)).toBe(fixtures.choose);
  });
});
