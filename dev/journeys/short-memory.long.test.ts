/** The film service as it is when it hangs or runs out of memory: the film arrives, in one try. */
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Snapshot } from "../../workers/contracts/live.ts";
import { startStack, type Stack } from "../harness/stack.ts";
import { until } from "../harness/until.ts";
import { createFilm, isFinished, jobsOf, send, SHORT_FILM, untilProject } from "./client.ts";
import { jobOf, startJob } from "./kills.ts";

const MINUTES = 60_000;

let stack: Stack;
let project = "";
beforeAll(async () => {
  stack = await startStack({ env: { TIME_SCALE: "0.02" } });
  const made = await createFilm(stack, SHORT_FILM);
  project = made.project.id;
  await untilProject(stack, project, "the first film", isFinished);
});
afterAll(() => stack.stop());

/** A film that takes a while, as all of it is encoded. */
const cut = () =>
  startJob(stack, project, {
    kind: "film",
    options: {
      transitions: [{ kind: "crossfade", length_s: 1 }],
      output: { width: 1920, height: 1080 },
    },
  });

/** Processes that the film service has started. */
function tools(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        // `pid (name) state parent`; the name may hold spaces.
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        return Number(parent) === stack.pids.stitcher && stat.includes("(ffmpeg)");
      } catch {
        return false;
      }
    });
}

const untilEncoding = () =>
  until("an encode", MINUTES, () => {
    const pids = tools();
    return pids.length > 0 ? pids : null;
  });

function untilEnded(id: string): Promise<Snapshot> {
  const isEnded = (snapshot: Snapshot) => jobOf(snapshot, id)?.endedAt != null;
  return untilProject(stack, project, "the end of the film", isEnded, 5 * MINUTES);
}

it("arrives although the system kills ffmpeg in the middle of it", async () => {
  const id = await cut();
  for (const pid of await untilEncoding()) process.kill(pid, "SIGKILL");
  const job = jobOf(await untilEnded(id), id);
  expect(job).toMatchObject({ status: "succeeded", attemptCount: 1 });
});

it("arrives although its service hangs longer than it is waited for", async () => {
  const id = await cut();
  await untilEncoding();
  stack.kill("stitcher", "SIGSTOP");
  // Whatever it had begun stands still; nobody answers before it is given up and begun anew.
  await until("another begin", 4 * MINUTES, async () => {
    const answer = await send(stack, "GET", `/api/projects/${project}/activity?kind=film`);
    const told = JSON.stringify(answer.body);
    return told.split('"lost"').length > 1 ? told : null;
  });
  stack.kill("stitcher", "SIGCONT");
  const done = await untilEnded(id);
  expect(jobOf(done, id)).toMatchObject({ status: "succeeded", attemptCount: 1 });
  expect(jobsOf(done, "film").every(({ status }) => status === "succeeded")).toBe(true);
});
