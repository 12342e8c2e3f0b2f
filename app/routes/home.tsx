/** Home: one prompt that starts a film, three ideas to start from, and the films so far. */
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useState } from "react";
import { LIMITS } from "../../workers/contracts/limits.ts";
import { FilmsSection } from "../components/films-section.tsx";
import { Masthead, SimulatedTag } from "../components/masthead.tsx";
import { Posters } from "../components/posters.tsx";
import { PromptForm } from "../components/prompt-form.tsx";
import { parseCreateProject } from "../forms/create-project.server.ts";
import { carryOutOnFilm, readFilmIntent } from "../forms/home-intents.server.ts";
import { FORM_FIELDS, type FormOutcome } from "../forms/outcome.ts";
import { formIdOf, intentKey, refusal, schemaFault, statusOf } from "../forms/read-form.server.ts";
import { revalidateIfSent, sendOrSay } from "../forms/unsent.ts";
import { useFreshList } from "../live/use-fresh-list.ts";
import { SEARCH_CHARS } from "../project/search.ts";
import films from "../styles/films.css?url";
import home from "../styles/home.css?url";

/** No id is longer. */
const UUID_CHARS = 36;

export const links = () => [home, films].map((href) => ({ rel: "stylesheet", href }));
export const meta: MetaFunction = () => [
  { title: "Edgereel" },
  { name: "description", content: "An idea and a character become a finished film." },
];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const asked = new URL(request.url).searchParams;
  const deletedId = asked.get("deleted");
  const [projects, deletion] = await Promise.all([
    context.gateway.listProjects(),
    deletedId === null ? null : context.gateway.deletion(deletedId.slice(0, UUID_CHARS)),
  ]);
  return {
    // A link may fill the prompt. It never starts anything: somebody has to press.
    idea: (asked.get("idea") ?? "").slice(0, LIMITS.ideaChars),
    character: (asked.get("character") ?? "").slice(0, LIMITS.characterChars),
    search: (asked.get("q") ?? "").slice(0, SEARCH_CHARS),
    deleted: deletion?.ok === true ? deletion.value : null,
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
  const film = readFilmIntent(form);
  if (film !== null) {
    if (!film.success) return data(schemaFault(form, film.error.issues, nextKey), { status: 400 });
    const key = await intentKey(form, nextKey);
    const done = await carryOutOnFilm(context.gateway, film.data, key);
    if (!done.ok) return data(refusal(form, done.error, nextKey), { status: statusOf(done.error) });
    const isPlain = !form.has(FORM_FIELDS.enhanced) || film.data.intent === "duplicate";
    return isPlain ? redirect(done.value) : data<FormOutcome>({ form: formIdOf(form), ok: true });
  }
  const parsed = parseCreateProject(form);
  if (!parsed.success) {
    return data(schemaFault(form, parsed.error.issues, nextKey), { status: 400 });
  }
  const key = await intentKey(form, nextKey);
  const made = await context.gateway.createProject(parsed.data, key);
  if (!made.ok) return data(refusal(form, made.error, nextKey), { status: statusOf(made.error) });
  return redirect(`/projects/${made.value.project.id}`);
}

export const clientAction = sendOrSay;
export const shouldRevalidate = revalidateIfSent;

export default function Home() {
  const served = useLoaderData<typeof loader>();
  const { projects, info } = served;
  // One key as long as the page stands, though the list behind it is read again: what was sent twice
  // meanwhile is still one film.
  const [formKey] = useState(served.formKey);
  const answer = useActionData<typeof action>();
  const fault = answer === undefined || answer.ok ? null : answer;
  const isOfFilm = fault?.form.startsWith("film-") === true;
  const sent = useNavigation();
  const isSending = sent.formMethod === "POST";
  // What was typed is done with only when it was what was sent, and no example.
  const isPromptSent = isSending && sent.formData?.get(FORM_FIELDS.form) === "prompt";
  const isSimulated = info.models === "offline";
  useFreshList(projects.some(({ isWorking }) => isWorking));
  return (
    <div className="page">
      <Masthead>{isSimulated ? <SimulatedTag /> : null}</Masthead>
      <main>
        <section className="opening" aria-labelledby="opening">
          <h1 id="opening">What is the film?</h1>
          <PromptForm
            key={isOfFilm ? "fresh" : (fault?.nextKey ?? "fresh")}
            models={served.models}
            formKey={formKey}
            fault={isOfFilm ? null : fault}
            asked={{ idea: served.idea, characterDescription: served.character }}
            isSending={isSending}
            isSent={isPromptSent}
            isSimulated={isSimulated}
          />
          <Posters
            models={served.models}
            formKey={formKey}
            isSending={isSending}
            isSimulated={isSimulated}
          />
        </section>
        <FilmsSection
          projects={projects}
          refused={served.fault}
          search={served.search}
          deleted={served.deleted}
          formKey={formKey}
          fault={isOfFilm ? fault : null}
        />
      </main>
    </div>
  );
}
