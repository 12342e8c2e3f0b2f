/**
 * Edgereel's Worker, the table of contents: its Durable Objects, then every request in the order of
 * http.ts: /api, /webhooks, /media, and the pages.
 */
import type { Env } from "./env.ts";
import { servePage } from "./pages.ts";
import { createWorker } from "./worker.ts";

export { ProjectObject } from "./project/project-object.ts";
export { WorkspaceObject } from "./workspace/workspace-object.ts";
export { AccountObject } from "./account/account-object.ts";
export { StitchContainer } from "./stitch/stitch-container.ts";

export default createWorker(servePage) satisfies ExportedHandler<Env>;
