/**
 * SIGKILL of the Worker at the moments when money is at stake. Each kill meets a
 * portrait whose prediction is being created, and a clip whose result is arriving.
 */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Moment } from "../harness/disturb.ts";
import { holdAt, killAt } from "../harness/disturb.ts";
import { startStack, type Stack } from "../harness/stack.ts";
import { isFinished, untilProject } from "./client.ts";
import { expectPaidOnce, jobOf, prepareScenes, startJob } from "./kills.ts";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ env: { TIME_SCALE: "0.05" } });
});
afterAll(() => stack.stop());

const KILLS: readonly { creating: Moment; arriving: Moment }[] = [
  { creating: { event: "create-received" }, arriving: { event: "output-half" } },
  // The first webhook of a prediction tells of its start, the second of its end.
  { creating: { event: "create-booked" }, arriving: { event: "webhook-sent", nth: 2 } },
  { creating: { event: "create-answered" }, arriving: { event: "output-sent" } },
];

it("pays nothing twice and loses nothing when the Worker is killed at creates, webhooks and downloads", async () => {
  const { project, scenes } = await prepareScenes(stack, KILLS.length);
  for (const [index, { creating, arriving }] of KILLS.entries()) {
    const { reached } = await holdAt(stack, { ...arriving, kind: "video" });
    const shot = { kind: "clip", scene_ids: [scenes[index]?.id] };
    const clip = await startJob(stack, project.id, shot);
    const held = await reached;
    // A portrait, for its model needs nothing of the Worker while that is down: it is made and billed.
    const { done } = await killAt(stack, { ...creating, kind: "image" }, "workerd", "SIGKILL");
    const drawn = startJob(stack, project.id, { kind: "character", count: 1 });
    await done;
    expect(await held.release()).toBe(true);
    const jobs = [clip, await drawn];
    const after = await untilProject(stack, project.id, "clip and portrait", (snapshot) =>
      jobs.every((id) => jobOf(snapshot, id)?.endedAt != null),
    );
    for (const id of jobs) {
      expect(jobOf(after, id)).toMatchObject({ status: "succeeded", attemptCount: 1 });
    }
  }
  await untilProject(stack, project.id, "the film", isFinished);
  await expectPaidOnce(stack, 1 + 1 + 2 * KILLS.length);
});
