/** The home page's form. */
import { CreateProject } from "../../workers/contracts/requests.ts";
import { defined, numberOf, textOf } from "./read-form.server.ts";

/** The form's fields by the schema's names, parsed. Fields left out take the schema's defaults. */
export function parseCreateProject(form: FormData) {
  return CreateProject.safeParse({
    // Always present, so that an empty field says that it is empty rather than of a wrong type.
    idea: textOf(form, "idea") ?? "",
    characterDescription: textOf(form, "characterDescription") ?? "",
    ...defined({
      title: textOf(form, "title"),
      mode: textOf(form, "mode"),
      sceneCount: numberOf(form, "sceneCount"),
      clipLengthS: numberOf(form, "clipLengthS"),
      aspectRatio: textOf(form, "aspectRatio"),
      videoModel: textOf(form, "videoModel"),
    }),
  });
}
