/** The Worker as tests run it: the same but for the pages, which need a build first. */
import type { Env } from "../env.ts";
import { createWorker } from "../worker.ts";

export { ProjectObject } from "../project/project-object.ts";
export { WorkspaceObject } from "../workspace/workspace-object.ts";
export { AccountObject } from "../account/account-object.ts";
export { StitchContainer } from "../stitch/stitch-container.ts";

export default createWorker(null) satisfies ExportedHandler<Env>;
