/** The way to a workspace's object. */
import type { Result } from "../contracts/errors.ts";
import type { ProjectSummary } from "../contracts/project.ts";
import type { Env } from "../env.ts";
import { callObject } from "../platform/call-object.ts";
import type { NewCall, Opened, StoredCall } from "./call-table.ts";

type WorkspaceRpc = {
  reserve(key: string, request: string, newId: string): Promise<Result<string>>;
  put(summary: ProjectSummary): Promise<void>;
  remove(projectId: string): Promise<void>;
  list(): Promise<ProjectSummary[]>;
  openCall(call: NewCall): Promise<Result<Opened>>;
  findCall(id: string): Promise<StoredCall | null>;
  nextRound(id: string, after: number): Promise<number>;
  callDelivered(id: string): Promise<void>;
  callRefused(id: string, opener: string): Promise<boolean>;
};

export function workspaceOf(env: Env, workspaceId: string): WorkspaceRpc {
  const stub = () =>
    env.WORKSPACES.get(env.WORKSPACES.idFromName(workspaceId)) as unknown as WorkspaceRpc;
  return {
    reserve: (key, request, newId) =>
      callObject(stub, (workspace) => workspace.reserve(key, request, newId)),
    put: (summary) => callObject(stub, (workspace) => workspace.put(summary)),
    remove: (projectId) => callObject(stub, (workspace) => workspace.remove(projectId)),
    list: () => callObject(stub, (workspace) => workspace.list()),
    openCall: (call) => callObject(stub, (workspace) => workspace.openCall(call)),
    findCall: (id) => callObject(stub, (workspace) => workspace.findCall(id)),
    nextRound: (id, after) => callObject(stub, (workspace) => workspace.nextRound(id, after)),
    callDelivered: (id) => callObject(stub, (workspace) => workspace.callDelivered(id)),
    callRefused: (id, opener) => callObject(stub, (workspace) => workspace.callRefused(id, opener)),
  };
}
