/**
 * SIGKILL at every event of every kind of prediction: each attempt has at most one prediction, one of
 * them is paid, and the result arrives.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Moment } from "../harness/disturb.ts";
import { killAt, untilRunning } from "../harness/disturb.ts";
import type { Part } from "../harness/stack.ts";
import { startStack, type Stack } from "../harness/stack.ts";
import { ledger, send, tellReplicate, untilProject } from "./client.ts";
import { jobOf, prepareScenes, startJob } from "./kills.ts";

const MINUTES = 60_000;

let stack: Stack;
/** One project for each kind: scripts are not written anew where there are clips. */
const projects = { text: "", image: "", video: "" };
let scene = "";
beforeAll(async () => {
  stack = await startStack({ env: { TIME_SCALE: "0.05", EDGEREEL_RESTARTS: "1000" } });
  for (const kind of ["text", "image", "video"] as const) {
    const { project, scenes } = await prepareScenes(stack, 1);
    projects[kind] = project.id;
    scene = scenes[0]?.id ?? "";
  }
}, 3 * MINUTES);
afterAll(() => stack.stop());

type Kind = keyof typeof projects;

const begin = (kind: Kind) =>
  startJob(
    stack,
    projects[kind],
    {
      text: { kind: "script" },
      image: { kind: "character", count: 1 },
      video: { kind: "clip", scene_ids: [scene] },
    }[kind],
  );

const ended = (kind: Kind, id: string) =>
  untilProject(
    stack,
    projects[kind],
    "the end of the job",
    (snapshot) => jobOf(snapshot, id)?.endedAt != null,
    3 * MINUTES,
  );

type Case = {
  at: Omit<Moment, "kind">;
  /** The event does not go on after the kill. */
  cut?: true;
  /** Ordered of the prediction, so that the moment comes about. */
  fault?: string;
};

const name = ({ at, cut, fault }: Case) =>
  [at.event, at.nth, cut && "which goes no further", fault && `after ${fault}`]
    .filter((part) => part !== undefined)
    .join(" ");

const OF_ALL: readonly Case[] = [
  { at: { event: "create-received" } },
  { at: { event: "create-received" }, cut: true },
  { at: { event: "create-booked" } },
  { at: { event: "create-booked" }, fault: "webhook-lost" },
  { at: { event: "create-booked" }, fault: "E9828" },
  { at: { event: "create-answered" } },
  { at: { event: "processing" } },
  { at: { event: "completed" } },
  { at: { event: "completed" }, fault: "PA" },
  { at: { event: "webhook-due", nth: 2 } },
  { at: { event: "webhook-sent" } },
  { at: { event: "webhook-sent", nth: 2 } },
  { at: { event: "webhook-answered" } },
  { at: { event: "webhook-answered", nth: 2 } },
  { at: { event: "get-asked" }, fault: "webhook-lost" },
];
const OF_FILES: readonly Case[] = [
  { at: { event: "output-asked" } },
  { at: { event: "output-half" } },
  { at: { event: "output-half" }, cut: true },
  { at: { event: "output-sent" } },
];
const MATRIX: Record<Kind, readonly Case[]> = {
  text: OF_ALL,
  image: [...OF_ALL, ...OF_FILES],
  video: [...OF_ALL, ...OF_FILES],
};

const order = (fault: string) => tellReplicate(stack, "faults", { fault, count: 1 });

/** The ledger since then. Each attempt is a nonce, and none has two predictions. */
async function since(count: number) {
  const entries = (await ledger(stack)).slice(count);
  expect(new Set(entries.map((entry) => entry.nonce)).size).toBe(entries.length);
  return entries;
}

async function killAndArrive(kind: Kind, each: Case, target: Part): Promise<void> {
  await untilRunning(stack, "workerd", 3 * MINUTES);
  const before = (await ledger(stack)).length;
  if (each.fault !== undefined) await order(each.fault);
  // A clip's model fetches the portrait from the Worker: it must not want it before that is back.
  const isCreating = each.at.event.startsWith("create-");
  if (isCreating) await order("cold-boot");
  const moment = { ...each.at, kind };
  const kill = await killAt(stack, moment, target, "SIGKILL", { cut: each.cut === true });
  const started = begin(kind);
  const hit = await kill.done;
  const id = await started;
  const job = jobOf(await ended(kind, id), id);
  expect(job).toMatchObject({ status: "succeeded", billed: "yes", error: null });
  const entries = await since(before);
  expect(entries.map((entry) => entry.state).filter((state) => state !== "not_billed")).toEqual([
    "billed",
  ]);
  expect(entries.length).toBeLessThanOrEqual(job?.attemptCount ?? 0);
  if (hit.predictionId !== null) {
    expect(entries.map((entry) => entry.predictionId)).toContain(hit.predictionId);
  }
  const isLost = isCreating && each.cut === true;
  const hasFailed = each.fault === "PA" || each.fault === "E9828";
  const isUnfetched = kind === "video" && each.at.event === "processing";
  if (!isUnfetched) expect(job?.attemptCount).toBe(isLost || hasFailed ? 2 : 1);
}

describe.each(["text", "image", "video"] as const)("the Worker, killed over a %s", (kind) => {
  it.each(MATRIX[kind].map((each) => [name(each), each] as const))(
    "at %s, pays once and brings the result",
    (_, each) => killAndArrive(kind, each, "workerd"),
    5 * MINUTES,
  );

  it(
    "at list-asked, pays once and brings the result",
    async () => {
      const before = (await ledger(stack)).length;
      // Without a webhook only the list of predictions can tell what became of the call.
      await order("drop-after-create");
      await order("webhook-lost");
      const kill = await killAt(stack, { event: "list-asked" }, "workerd", "SIGKILL");
      const id = await begin(kind);
      await kill.done;
      expect(jobOf(await ended(kind, id), id)).toMatchObject({ status: "succeeded" });
      const states = (await since(before)).map((entry) => entry.state);
      expect(states.filter((state) => state !== "not_billed")).toEqual(["billed"]);
    },
    5 * MINUTES,
  );

  it(
    "at cancel-asked, asks again until the prediction is stopped",
    async () => {
      const before = (await ledger(stack)).length;
      await order("stuck-processing");
      const id = await begin(kind);
      await untilProject(stack, projects[kind], "the job running", (snapshot) => {
        return jobOf(snapshot, id)?.status === "running";
      });
      const kill = await killAt(stack, { event: "cancel-asked" }, "workerd", "SIGKILL", {
        cut: true,
      });
      const url = `/api/projects/${projects[kind]}/jobs/${id}/cancel`;
      await send(stack, "POST", url).catch(() => null);
      await kill.done;
      expect(jobOf(await ended(kind, id), id)).toMatchObject({ status: "canceled" });
      await expect
        .poll(async () => (await since(before)).map((entry) => entry.state), { timeout: MINUTES })
        .toEqual(["billed"]);
    },
    5 * MINUTES,
  );
});

describe.each(["image", "video"] as const)("the container, killed over a %s", (kind) => {
  it.each(["output-asked", "output-sent"] as const)(
    "at %s, pays once and brings the result",
    (event) => killAndArrive(kind, { at: { event } }, "stitcher"),
    5 * MINUTES,
  );
});
