/** GET get_scenes: a project's scenes as a file, where the predecessor left them on its disk. */
import * as z from "zod";
import type { Scene } from "../../contracts/project.ts";
import { ScenesFile } from "./answers.ts";
import { notFound } from "./errors.ts";
import { scenesFileExample } from "./examples.ts";
import { mvRoute } from "./mv-route.ts";

const FormatQuery = z.object({ format: z.enum(["json", "markdown"]).default("json") });

export const getScenes = mvRoute({
  method: "GET",
  path: "/api/mv/get_scenes/{project_id}",
  id: "mvGetScenes",
  summary: "Read a project's scenes as a file",
  description: "As they read now. format=markdown gives them as a document for people.",
  query: FormatQuery,
  answer: {
    status: 200,
    description: "The scenes, in the order of the film.",
    schema: ScenesFile,
    example: scenesFileExample,
  },
  refusals: [400, 404, 422, 500],
  handle: async (call) => {
    const id = call.params.project_id;
    const snapshot = await call.gateway.snapshot(id);
    if (!snapshot.ok) return notFound(`There is no project ${id}. It may have been deleted.`);
    const { project, scenes } = snapshot.value;
    if (call.query.format === "markdown") {
      return new Response(markdown(project.title, scenes), {
        headers: { "Content-Type": "text/markdown; charset=utf-8", "Cache-Control": "no-store" },
      });
    }
    return Response.json({
      scenes: scenes.map(({ description, negativeDescription }) => ({
        description,
        negative_description: negativeDescription,
      })),
    });
  },
});

function markdown(title: string, scenes: Scene[]): string {
  const parts = scenes.map(({ number, description, negativeDescription }) => {
    const avoid = negativeDescription === "" ? "" : `\n\nNot in it: ${negativeDescription}`;
    return `## Scene ${number}\n\n${description}${avoid}`;
  });
  return `${[`# ${title}`, ...parts].join("\n\n")}\n`;
}
