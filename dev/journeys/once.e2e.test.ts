/**
 * One intent is paid once, however often it is sent: forms sent twice without scripts, the same button
 * in two tabs, and programs that repeat a call under its key.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import type { Snapshot } from "../../workers/contracts/live.ts";
import { startStack, type Stack } from "../harness/stack.ts";
import { jobsOf, look, send, SHORT_FILM, tellReplicate, untilProject } from "./client.ts";
import { prepareScenes } from "./kills.ts";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ env: { TIME_SCALE: "0.02" } });
});
afterAll(() => stack.stop());

type Form = { action: string; fields: Record<string, string> };

/** The form of that name on a page as it was served, with its hidden fields. */
async function formOn(path: string, name: string): Promise<Form> {
  const html = await (await fetch(stack.origin + path)).text();
  const form = [...html.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)]
    .map(([, head = "", content = ""]) => ({
      action: attribute(head, "action"),
      fields: hiddenFields(content),
    }))
    .find(({ fields }) => fields["form"] === name);
  if (form === undefined) throw new Error(`No form "${name}" on ${path}`);
  return form;
}

function hiddenFields(html: string): Record<string, string> {
  const inputs = [...html.matchAll(/<input type="hidden"([^>]*)>/g)].map(([, text = ""]) => text);
  return Object.fromEntries(
    inputs.map((text) => [attribute(text, "name"), attribute(text, "value")]),
  );
}

function attribute(tag: string, name: string): string {
  return new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
}

/** As a browser without scripts sends it. Answers where it is sent on to. */
async function submit({ action, fields }: Form): Promise<string | null> {
  const response = await fetch(stack.origin + action, {
    method: "POST",
    headers: { origin: stack.origin },
    body: new URLSearchParams(fields),
    redirect: "manual",
  });
  await response.text();
  expect(response.status).toBe(302);
  return response.headers.get("location");
}

const Predictions = z.array(z.object({ model: z.string(), webhook: z.string().nullish() }));

/** Models of the predictions that were made for a project. */
async function bought(projectId: string): Promise<string[]> {
  const response = await fetch(`${stack.replicateOrigin}/__emu/predictions`);
  return Predictions.parse(await response.json())
    .filter(({ webhook }) => webhook?.includes(projectId) === true)
    .map(({ model }) => model);
}

const clipsBought = async (projectId: string) =>
  (await bought(projectId)).filter((model) => model === SHORT_FILM.video_model).length;

const untilIdle = (projectId: string): Promise<Snapshot> =>
  untilProject(stack, projectId, "nothing at work", ({ jobs }) =>
    jobs.every((job) => job.endedAt !== null),
  );

const home = async (idea: string): Promise<Form> => {
  const { action, fields } = await formOn("/", "prompt");
  const { character_description, video_model } = SHORT_FILM;
  const filled = { idea, characterDescription: character_description, videoModel: video_model };
  return { action, fields: { ...fields, ...filled, sceneCount: "1", mode: "step" } };
};

describe("a form", () => {
  it("that is sent twice at once and once more later makes one project", async () => {
    const form = await home("A fox learns to whistle");
    const [first, second] = await Promise.all([submit(form), submit(form)]);
    expect(second).toBe(first);
    const id = first?.split("/").at(-1) ?? "";
    await untilIdle(id);
    const paid = await bought(id);
    expect(await submit(form)).toBe(first);
    await untilIdle(id);
    expect(await bought(id)).toEqual(paid);
    expect(new Set(paid)).toEqual(new Set(["google/imagen-4", "google/gemini-2.5-flash"]));
    expect(jobsOf((await look(stack, id)) as Snapshot, "script")).toHaveLength(1);
  });

  it("that shoots clips shoots each once, sent twice and from two tabs", async () => {
    const { project } = await prepareScenes(stack, 2);
    const path = `/projects/${project.id}`;
    const [one, other] = [await formOn(path, "shoot"), await formOn(path, "shoot")];
    expect(one.fields["key"]).not.toBe(other.fields["key"]);
    await Promise.all([one, one, other].map(submit));
    await untilIdle(project.id);
    expect(await clipsBought(project.id)).toBe(2);
  });

  it("that tries a failed clip again makes one more, sent twice and from two tabs", async () => {
    const { project } = await prepareScenes(stack, 1);
    const path = `/projects/${project.id}`;
    await tellReplicate(stack, "faults", { fault: "OOM", model: SHORT_FILM.video_model });
    await submit(await formOn(path, "shoot"));
    const failed = await untilProject(stack, project.id, "the failed clip", (snapshot) => {
      return snapshot.project.need === "retry_clips";
    });
    const name = `retry-${jobsOf(failed, "clip")[0]?.id ?? ""}`;
    const [one, other] = [await formOn(path, name), await formOn(path, name)];
    await Promise.all([one, one, other].map(submit));
    await submit(other);
    await untilIdle(project.id);
    expect(await clipsBought(project.id)).toBe(2);
  });

  it("that draws portraits draws one set, sent twice at once and once more later", async () => {
    const { project } = await prepareScenes(stack, 1);
    const form = await formOn(`/projects/${project.id}`, "draw-portraits");
    // A list to choose from, which has no hidden field.
    const count = 3;
    form.fields["count"] = String(count);
    await Promise.all([submit(form), submit(form)]);
    await untilIdle(project.id);
    await submit(form);
    const done = await untilIdle(project.id);
    expect(jobsOf(done, "character")).toHaveLength(1 + count);
    expect((await bought(project.id)).filter((model) => model.includes("imagen"))).toHaveLength(
      1 + count,
    );
  });
});

describe("a call with a key", () => {
  it("is done once, and another one under its key is refused", async () => {
    const { project, scenes } = await prepareScenes(stack, 1);
    const url = `/api/projects/${project.id}/jobs`;
    const headers = { "idempotency-key": "take-0001" };
    const body = { kind: "clip", scene_ids: [scenes[0]?.id] };
    const call = () => send(stack, "POST", url, body, headers);
    const [first, second] = await Promise.all([call(), call()]);
    await untilIdle(project.id);
    const third = await call();
    expect(first.status).toBe(202);
    const Started = z.object({ jobs: z.tuple([z.object({ id: z.uuid() })]) });
    const ids = [first, second, third].map((answer) => Started.parse(answer.body).jobs[0].id);
    expect(new Set(ids).size).toBe(1);
    const other = await send(stack, "POST", url, { kind: "character", count: 1 }, headers);
    expect(other).toMatchObject({ status: 409, body: { code: "conflict" } });
    await untilIdle(project.id);
    expect(await clipsBought(project.id)).toBe(1);
    expect(await bought(project.id)).toHaveLength(1 + 1 + 1);
  });
});
