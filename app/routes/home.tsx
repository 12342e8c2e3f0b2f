/** Home: one prompt that starts a film, three ideas to start from, and the films so far. */
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { FilmList } from "../components/film-list.tsx";
import { Masthead, SimulatedTag } from "../components/masthead.tsx";
import { Posters } from "../components/posters.tsx";
import { PromptForm } from "../components/prompt-form.tsx";
import { parseCreateProject } from "../forms/create-project.server.ts";
import { intentKey, refusal, schemaFault, statusOf } from "../forms/read-form.server.ts";
import home from "../styles/home.css?url";

export const links = () => [{ rel: "stylesheet", href: home }];
export const meta: MetaFunction = () => [
  { title: "Edgereel" },
  { name: "description", content: "An idea and a character become a finished film." },
];

export async function loader({ context }: LoaderFunctionArgs) {
  const projects = await context.gateway.listProjects();
  return {
    projects: projects.ok ? projects.value : [],
    fault: projects.ok ? null : projects.error.message,
    models: context.gateway.models(),
    info: context.gateway.info(),
    formKey: crypto.randomUUID(),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const nextKey = crypto.randomUUID();
  const parsed = parseCreateProject(form);
  if (!parsed.success) {
    return data(schemaFault(form, parsed.error.issues, nextKey), { status: 400 });
  }
  const key = await intentKey(form, nextKey);
  const made = await context.gateway.createProject(parsed.data, key);
  if (!made.ok) return data(refusal(form, made.error, nextKey), { status: statusOf(made.error) });
  return redirect(`/projects/${made.value.project.id}`);
}

export default function Home() {
  const { projects, fault, models, info, formKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const isSending = useNavigation().formMethod === "POST";
  return (
    <div className="page">
      <Masthead>{info.models === "offline" ? <SimulatedTag /> : null}</Masthead>
      <main>
        <section className="opening" aria-labelledby="opening">
          <h1 id="opening">What is the film?</h1>
          <PromptForm
            key={answer?.nextKey ?? "fresh"}
            models={models}
            formKey={formKey}
            fault={answer ?? null}
            isSending={isSending}
            isSimulated={info.models === "offline"}
          />
          <Posters
            formKey={formKey}
            isSending={isSending}
            isSimulated={info.models === "offline"}
          />
        </section>
        <section aria-labelledby="films">
          <div className="films-heading">
            <h2 id="films">Films</h2>
            <span className="mono quiet">{projects.length}</span>
          </div>
          {fault === null ? (
            <FilmList projects={projects} />
          ) : (
            <p className="fault">{fault} Reload the page.</p>
          )}
        </section>
      </main>
    </div>
  );
}
