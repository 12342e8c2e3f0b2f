/** What the frame of a project page asks for: everything to stop, or the whole project back. */
import * as z from "zod";
import { type ErrorBody, ok, type Result } from "../../workers/contracts/errors.ts";
import type { Gateway } from "../../workers/contracts/gateway.ts";
import { isTerminal } from "../../workers/contracts/job.ts";

export const SHELL_INTENTS = [
  z.object({ intent: z.literal("stop-all") }),
  z.object({ intent: z.literal("restore") }),
] as const;
export type ShellIntent = z.output<(typeof SHELL_INTENTS)[number]>;

export function carryOutOnShell(
  gateway: Gateway,
  projectId: string,
  { intent }: ShellIntent,
  key: string,
): Promise<Result<unknown>> {
  switch (intent) {
    case "stop-all":
      return stopAll(gateway, projectId, key);
    case "restore":
      return gateway.restoreProject(projectId);
    default:
      return intent satisfies never;
  }
}

/** A quick project would go on with whatever has arrived, so it is first told to wait for the person. */
async function stopAll(gateway: Gateway, projectId: string, key: string): Promise<Result<null>> {
  const before = await gateway.snapshot(projectId);
  if (!before.ok) return before;
  if (before.value.project.mode === "quick") {
    const waiting = await gateway.updateProject(projectId, { mode: "step" }, key);
    if (!waiting.ok) return waiting;
  }
  let refused: ErrorBody | null = null;
  for (const job of before.value.jobs.filter(({ status }) => !isTerminal(status))) {
    const stopped = await gateway.cancelJob(projectId, job.id);
    if (!stopped.ok) refused ??= stopped.error;
  }
  return refused === null ? ok(null) : { ok: false, error: refused };
}
