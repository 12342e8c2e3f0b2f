/**
 * Calls: one request of a program, the work it started, and the answer it waits for. The connection is
 * only a listener: the work goes on without it and is found again by the key, or by the request itself.
 */
import { fail, ok, type Result } from "../../contracts/errors.ts";
import type { Asked } from "../../domain/asked.ts";
import type { Config, Env } from "../../env.ts";
import type { CommandState } from "../../project/outcomes.ts";
import { projectOf } from "../../project/project-stub.ts";
import type { StoredCall } from "../../workspace/call-table.ts";
import { workspaceOf } from "../../workspace/workspace-stub.ts";
import { manualProject } from "./manual-project.ts";

export type { StoredCall } from "../../workspace/call-table.ts";

export type CallRequest = {
  route: string;
  /** The caller's Idempotency-Key. */
  key: string | null;
  /** A digest of route and body. */
  request: string;
  /** Kept for the answer, as JSON. */
  echo: string;
  /** Null makes a new project with these words. */
  projectId: string | null;
  newProject: { title: string; idea: string; characterDescription: string };
  /** What to do, asked for only when this call is to begin its work. */
  command(call: StoredCall): Promise<Result<Asked>>;
};

export type Calls = {
  /**
   * Begins the work, or finds what the same call began before. Errors: `conflict` for a key that was
   * used for another request, `not_found` for the project, and whatever refuses the command; then
   * nothing is kept, and the same key may be used again. Of several at once each gets its own answer, and
   * what one is refused takes nothing from the others.
   */
  open(request: CallRequest): Promise<Result<StoredCall>>;
  find(id: string): Promise<Result<StoredCall>>;
  /** How the work stands, at the latest after `waitMs`. */
  wait(call: StoredCall, waitMs: number): Promise<Result<CommandState>>;
  /** The answer has reached the caller. */
  delivered(callId: string): Promise<void>;
};

/** After its end, an answer that was never delivered is kept this long for a caller without a key. */
const UNDELIVERED_MS = 10 * 60 * 1000;

export function createCalls(env: Env, config: Config, now: () => number): Calls {
  const workspace = workspaceOf(env, config.workspaceId);
  const commandKey = (call: StoredCall) => `call:${call.id}:${call.round}`;
  const wait = (call: StoredCall, waitMs: number) =>
    projectOf(env, call.projectId).awaitCommand(commandKey(call), waitMs);

  async function open(request: CallRequest): Promise<Result<StoredCall>> {
    const opener = crypto.randomUUID();
    const { route, key, echo } = request;
    const opened = await workspace.openCall({
      id: opener,
      key,
      route,
      echo,
      request: request.request,
      projectId: request.projectId ?? crypto.randomUUID(),
    });
    if (!opened.ok) return opened;
    const { isNew, ...call } = opened.value;
    if (isNew) return begin(request, call, opener);
    const state = await wait(call, 0);
    // Opened, but its work has not begun: another caller is about to, or was cut off before it did.
    if (!state.ok) return begin(request, call, opener);
    switch (verdict(state.value, key !== null, now())) {
      case "join":
        return ok(call);
      case "again": {
        const round = await workspace.nextRound(call.id, call.round);
        return begin(request, { ...call, round }, opener);
      }
      case "stale":
        await workspace.callDelivered(call.id);
        return open(request);
    }
  }

  async function begin(
    request: CallRequest,
    call: StoredCall,
    opener: string,
  ): Promise<Result<StoredCall>> {
    const project = projectOf(env, call.projectId);
    const isOwnProject = request.projectId === null;
    if (isOwnProject) {
      const made = manualProject(call.projectId, config.workspaceId, request.newProject);
      // Safe to repeat: creating what exists changes nothing.
      const created = await project.perform({ type: "create", project: made }, null);
      if (!created.ok) return created;
    }
    const command = await request.command(call);
    const done = command.ok ? await project.perform(command.value, commandKey(call)) : command;
    if (done.ok) return ok(call);
    // The project goes with the call, and both stay while another caller may be at work there.
    const isGone = await workspace.callRefused(call.id, opener);
    if (isGone && isOwnProject) await project.perform({ type: "remove" }, null);
    return done;
  }

  return {
    open,
    wait,
    find: async (id) => {
      const call = await workspace.findCall(id);
      return call === null
        ? fail("not_found", "There is no such call. Calls are kept for a day.")
        : ok(call);
    },
    delivered: (callId) => workspace.callDelivered(callId),
  };
}

/**
 * What a repeated call does with the work it finds. `join`: waits for it, or takes its answer. `again`:
 * it failed before anything was bought, so it is tried anew in the same project. `stale`: an old answer
 * that nobody fetched, or whose project was deleted, and no key: so this is a new wish.
 */
export function verdict(
  { isDone, isDeleted, outcomes }: CommandState,
  hasKey: boolean,
  now: number,
): "join" | "again" | "stale" {
  if (!isDone) return "join";
  const hasResult = outcomes.some(({ job }) => job.status === "succeeded");
  const wasBought = outcomes.some(({ job, wasCreated }) => wasCreated || job.billed !== "no");
  const endedAt = Math.max(0, ...outcomes.map(({ job }) => job.endedAt ?? 0));
  if (!hasKey && (isDeleted || now - endedAt > UNDELIVERED_MS)) return "stale";
  return hasResult || wasBought ? "join" : "again";
}
