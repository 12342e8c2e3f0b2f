import { index, route } from "@remix-run/route-config";
import type { RouteConfig } from "@remix-run/route-config";

export default [
  index("routes/home.tsx"),
  route("projects/:projectId", "routes/project.tsx"),
  route("projects/:projectId/activity", "routes/activity.tsx"),
  route("projects/:projectId/delete", "routes/delete-project.tsx"),
  route("*", "routes/not-found.tsx"),
] satisfies RouteConfig;
