/** Every route of /api, in the order in which the documentation tells them. */
import { activityRoutes } from "./activity.ts";
import { archiveRoutes } from "./archive/routes.ts";
import { assetRoutes } from "./assets.ts";
import { characterReferenceRoutes } from "./character-references.ts";
import { clipRoutes } from "./clips.ts";
import { docsRoutes } from "./docs.ts";
import { healthRoutes } from "./health.ts";
import { jobRoutes } from "./jobs.ts";
import { filmRoutes } from "./films.ts";
import { liveRoutes } from "./live.ts";
import { modelRoutes } from "./models.ts";
import { mvRoutes } from "./mv/routes.ts";
import { openApiRoutes } from "./openapi.ts";
import { ownClipRoutes } from "./own-clips/routes.ts";
import { projectCopyRoutes } from "./project-copies.ts";
import { projectRoutes } from "./projects.ts";
import type { Route } from "./route.ts";
import { sceneRoutes } from "./scenes.ts";
import { takeRoutes } from "./takes.ts";
import { uploadRoutes } from "./uploads.ts";
import { usualTimeRoutes } from "./usual-times.ts";

export const apiRoutes: Route[] = [
  ...projectRoutes,
  ...projectCopyRoutes,
  ...characterReferenceRoutes,
  ...sceneRoutes,
  ...clipRoutes,
  ...takeRoutes,
  ...ownClipRoutes,
  ...jobRoutes,
  ...activityRoutes,
  ...filmRoutes,
  ...uploadRoutes,
  ...archiveRoutes,
  ...assetRoutes,
  ...liveRoutes,
  ...modelRoutes,
  ...usualTimeRoutes,
  ...mvRoutes,
  ...healthRoutes,
  ...openApiRoutes,
  ...docsRoutes,
];
