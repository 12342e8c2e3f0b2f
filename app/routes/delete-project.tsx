/** Asking once before a project is deleted. */
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { Masthead } from "../components/masthead.tsx";
import { statusOf } from "../forms/read-form.server.ts";
import home from "../styles/home.css?url";

export const links = () => [{ rel: "stylesheet", href: home }];
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Delete ${data?.title ?? ""} · Edgereel` },
];

export async function loader({ params, context }: LoaderFunctionArgs) {
  const snapshot = await context.gateway.snapshot(params["projectId"] ?? "");
  if (!snapshot.ok) {
    throw new Response(snapshot.error.message, { status: statusOf(snapshot.error) });
  }
  const { id, title } = snapshot.value.project;
  return { id, title };
}

export async function action({ params, context }: ActionFunctionArgs) {
  const projectId = params["projectId"] ?? "";
  const done = await context.gateway.deleteProject(projectId);
  if (!done.ok && done.error.code !== "not_found") {
    throw new Response(done.error.message, { status: statusOf(done.error) });
  }
  return redirect(`/?deleted=${projectId}`);
}

export default function DeleteProject() {
  const { id, title } = useLoaderData<typeof loader>();
  return (
    <div className="page">
      <Masthead />
      <main className="opening">
        <h1>Delete “{title}”?</h1>
        <p className="quiet">
          It disappears at once, and what is running is canceled. For a day you can bring it back;
          then its pictures, clips and films are removed.
        </p>
        <Form method="post" className="send">
          <Link className="button" to={`/projects/${id}`}>
            Keep it
          </Link>{" "}
          <button className="button yours">Delete it</button>
        </Form>
      </main>
    </div>
  );
}
