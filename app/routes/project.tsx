/** One project: rendered whole on the server, then kept current by its live channel. */
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { data, redirect } from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { DeletedProject } from "../components/deleted-project.tsx";
import { ProjectPage } from "../components/project-page.tsx";
import { FORM_FIELDS, type FormOutcome } from "../forms/outcome.ts";
import { anchorOf, carryOut, parseIntent } from "../forms/project-intents.server.ts";
import { formIdOf, intentKey, refusal, schemaFault, statusOf } from "../forms/read-form.server.ts";
import { isUpload, uploadFault, uploadFile, uploadOf } from "../forms/upload-file.server.ts";
import { revalidateIfSent, sendOrSay } from "../forms/unsent.ts";
import { documentTitle } from "../project/status.ts";
import character from "../styles/character.css?url";
import film from "../styles/film.css?url";
import filmPlan from "../styles/film-plan.css?url";
import home from "../styles/home.css?url";
import preview from "../styles/preview.css?url";
import prints from "../styles/prints.css?url";
import project from "../styles/project.css?url";
import sceneTools from "../styles/scene-tools.css?url";
import shell from "../styles/shell.css?url";
import scenes from "../styles/scenes.css?url";
import strip from "../styles/strip.css?url";
import takes from "../styles/takes.css?url";

export const links = () =>
  [
    ...[home, project, character, scenes, sceneTools, takes],
    ...[film, filmPlan, strip, preview, prints, shell],
  ].map((href) => ({
    rel: "stylesheet",
    href,
  }));
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  {
    title:
      data === undefined
        ? "Edgereel"
        : data.isGone
          ? `${data.deletion === null ? "Nothing here" : `Deleted: ${data.deletion.title}`} · Edgereel`
          : documentTitle(data.snapshot),
  },
  { name: "robots", content: "noindex" },
];

export async function loader({ params, context }: LoaderFunctionArgs) {
  const projectId = params["projectId"] ?? "";
  const [snapshot, usual] = await Promise.all([
    context.gateway.snapshot(projectId),
    context.gateway.usualTimes(),
  ]);
  if (!snapshot.ok) {
    if (snapshot.error.code !== "not_found") {
      throw new Response(snapshot.error.message, { status: statusOf(snapshot.error) });
    }
    const deletion = await context.gateway.deletion(projectId);
    const gone = { isGone: true as const, deletion: deletion.ok ? deletion.value : null };
    return data(gone, { status: 404 });
  }
  return {
    isGone: false as const,
    snapshot: snapshot.value,
    models: context.gateway.models(),
    info: context.gateway.info(),
    // Without them the page says what was set beforehand.
    usualTimes: usual.ok ? usual.value : [],
    formKey: crypto.randomUUID(),
    servedAt: Date.now(),
  };
}

/** With scripts the answer is data; without them a redirect back to where the form was. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const nextKey = crypto.randomUUID();
  const projectId = params["projectId"] ?? "";
  if (isUpload(request)) {
    const upload = uploadOf(request);
    const sent = await uploadFile(context.gateway, projectId, upload, request);
    if (!sent.ok) {
      const { fault, status } = uploadFault(upload, sent.error, nextKey);
      return data(fault, { status });
    }
    if (sent.value.isPlain) return redirect(`/projects/${projectId}${upload.anchor}`);
    return data<FormOutcome>({ form: upload.form, ok: true });
  }
  const form = await request.formData();
  const isPlain = !form.has(FORM_FIELDS.enhanced);
  const parsed = parseIntent(form);
  if (!parsed.ok) return data(schemaFault(form, parsed.issues, nextKey), { status: 400 });
  const key = await intentKey(form, nextKey);
  const error = await carryOut(context.gateway, projectId, parsed.intent, key);
  if (error !== null) return data(refusal(form, error, nextKey), { status: statusOf(error) });
  if (isPlain) return redirect(`/projects/${projectId}${anchorOf(parsed.intent)}`);
  return data<FormOutcome>({ form: formIdOf(form), ok: true });
}

export const clientAction = sendOrSay;
export const shouldRevalidate = revalidateIfSent;

export default function Project() {
  const served = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const fault = answer === undefined || answer.ok ? null : answer;
  if (served.isGone) return <DeletedProject {...served} refused={fault?.message ?? null} />;
  return <ProjectPage key={served.snapshot.project.id} {...served} fault={fault} />;
}
