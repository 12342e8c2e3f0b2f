/** The way to a workspace's object. */
import type { Result } from "../contracts/errors.ts";
import type { ProjectSummary } from "../contracts/project.ts";
import type { Env } from "../env.ts";
import { callObject } from "../platform/call-object.ts";

type WorkspaceRpc = {
  reserve(key: string, request: string, newId: string): Promise<Result<string>>;
  put(summary: ProjectSummary): Promise<void>;
  remove(projectId: string): Promise<void>;
  list(): Promise<ProjectSummary[]>;
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
  };
}
