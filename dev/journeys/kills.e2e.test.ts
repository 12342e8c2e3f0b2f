/**
 * SIGKILL of the Worker at the moments when money is at stake. Each kill meets a clip
 * whose prediction is being created, and another result that is arriving.
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
  {
    creating: { event: "create-received", kind: "video" },
    arriving: { event: "output-half", kind: "video" },
  },
  {
    creating: { event: "create-booked", kind: "video" },
    // The first webhook of a prediction tells of its start, the second of its end.
    arriving: { event: "webhook-sent", kind: "image", nth: 2 },
  },
  {
    creating: { event: "create-answered", kind: "video" },
    arriving: { event: "output-sent", kind: "image" },
  },
];
const CLIPS = 4;
const PORTRAITS = 2;

it("pays nothing twice and loses nothing when the Worker is killed at creates, webhooks and downloads", async () => {
  const { project, scenes } = await prepareScenes(stack, CLIPS);
  const ids = scenes.map((scene) => scene.id);
  const begin = ({ kind }: Moment) => {
    const clip = { kind: "clip", scene_ids: [ids[0]] };
    if (kind === "video") ids.shift();
    return startJob(stack, project.id, kind === "video" ? clip : { kind: "character", count: 1 });
  };
  for (const { creating, arriving } of KILLS) {
    const { reached } = await holdAt(stack, arriving);
    const first = await begin(arriving);
    const held = await reached;
    const { done } = await killAt(stack, creating, "workerd", "SIGKILL");
    const second = begin(creating);
    await done;
    expect(await held.release()).toBe(true);
    const jobs = [first, await second];
    // Only then the next kill: a model that twice can't fetch its portrait from the Worker gives up.
    const after = await untilProject(stack, project.id, "both results", (snapshot) =>
      jobs.every((id) => jobOf(snapshot, id)?.endedAt != null),
    );
    for (const id of jobs) expect(jobOf(after, id)).toMatchObject({ status: "succeeded" });
  }
  await untilProject(stack, project.id, "the film", isFinished);
  await expectPaidOnce(stack, 1 + 1 + CLIPS + PORTRAITS);
});
