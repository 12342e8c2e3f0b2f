/** What was tried in a project: rendered whole on the server, then kept current by its live channel. */
import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { ActivityPage } from "../components/activity-page.tsx";
import { statusOf } from "../forms/read-form.server.ts";
import { kindOf } from "../project/activity-view.ts";
import activityCss from "../styles/activity.css?url";
import project from "../styles/project.css?url";
import shell from "../styles/shell.css?url";

export const links = () =>
  [project, shell, activityCss].map((href) => ({ rel: "stylesheet", href }));
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Activity · ${data?.snapshot.project.title ?? ""} · Edgereel` },
  { name: "robots", content: "noindex" },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const projectId = params["projectId"] ?? "";
  const [snapshot, activity] = await Promise.all([
    context.gateway.snapshot(projectId),
    context.gateway.activity(projectId, null),
  ]);
  for (const read of [snapshot, activity]) {
    if (read.ok) continue;
    // The project's own address says what happened to it, and how it may come back.
    if (read.error.code === "not_found") throw redirect(`/projects/${projectId}`);
    throw new Response(read.error.message, { status: statusOf(read.error) });
  }
  if (!snapshot.ok || !activity.ok) throw new Response(null, { status: 500 });
  const kind = kindOf(new URL(request.url).searchParams.get("kind"));
  return { snapshot: snapshot.value, activity: activity.value, kind };
}

export default function ActivityRoute() {
  const served = useLoaderData<typeof loader>();
  return <ActivityPage key={served.snapshot.project.id} {...served} />;
}
