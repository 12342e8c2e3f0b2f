/** Work of the container that is waited for: conversions and checks. */
import type { Result } from "../../contracts/errors.ts";
import { instanceFor } from "../../stitch/instances.ts";
import type { JobReport, JobRequest } from "../../stitch/protocol.ts";
import type { Ports, Task } from "../ports.ts";

/** Looks come less often the longer it takes: each one is a request of the Worker's few. */
const FIRST_LOOK_MS = 150;
const RARER = 1.25;
const RAREST_LOOK_MS = 2_000;

/**
 * Hands over a job and waits for its end. After `longestMs` it is not waited for any longer, and the
 * last report still says `queued` or `running`. A job whose end was not seen is stopped. Errors are the
 * Stitcher's.
 */
export async function runShortJob(
  ports: Ports,
  task: Task,
  request: JobRequest,
  longestMs: number,
): Promise<Result<JobReport>> {
  const instance = instanceFor(request);
  const giveUpAt = ports.now() + longestMs;
  let answer = await ports.stitcher.start(request);
  const isAccepted = answer.ok;
  for (let waitMs = FIRST_LOOK_MS; answer.ok && isWorking(answer.value); waitMs *= RARER) {
    if (ports.now() >= giveUpAt) break;
    await new Promise((resolve) => setTimeout(resolve, Math.min(waitMs, RAREST_LOOK_MS)));
    answer = await ports.stitcher.report(request.job_id, instance);
  }
  if (isAccepted && mayBeWorking(answer)) {
    task.hear({ type: "abandoned", workId: request.job_id, instance });
  }
  return answer;
}

function mayBeWorking(answer: Result<JobReport>): boolean {
  return answer.ok ? isWorking(answer.value) : answer.error.code !== "not_found";
}

function isWorking({ status }: JobReport): boolean {
  return status === "queued" || status === "running";
}
