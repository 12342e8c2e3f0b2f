/** The states of the pages that are looked at: what each shows, and how a project gets there. */
import type { Snapshot } from "../../workers/contracts/live.ts";
import type { Stack } from "../harness/stack.ts";
import {
  createFilm,
  isFinished,
  jobsOf,
  SHORT_FILM,
  tellReplicate,
  untilProject,
} from "../journeys/client.ts";

/** `isUnfolded`: with everything open that can be unfolded. */
export type State = { name: string; path: string; isUnfolded?: boolean };

const FILM = {
  idea: "A lighthouse keeper hears the sea sing and answers with a lamp",
  character_description: "An old keeper with a white beard and a yellow coat",
  scene_count: 4,
  clip_length_s: 4,
};

/** In order: each state is looked at before the next is begun, so that the home page fills up too. */
export async function* states(stack: Stack): AsyncGenerator<State> {
  yield { name: "home-first", path: "/" };
  yield { name: "not-found", path: "/nothing/here" };

  const { project } = await createFilm(stack, FILM);
  const path = `/projects/${project.id}`;
  yield { name: "project-begun", path };
  await reach(stack, project.id, (now) => jobsOf(now, "clip").length > 0);
  yield { name: "project-shooting", path };
  await reach(stack, project.id, isFinished);
  yield { name: "project-finished", path };
  yield { name: "project-unfolded", path, isUnfolded: true };
  yield { name: "activity", path: `${path}/activity` };
  yield { name: "project-delete", path: `${path}/delete` };

  const steps = await createFilm(stack, { ...FILM, mode: "step" });
  await reach(stack, steps.project.id, ({ project: { need } }) => need === "choose_character");
  yield { name: "project-waiting", path: `/projects/${steps.project.id}` };

  await tellReplicate(stack, "faults", { fault: "E005", model: SHORT_FILM.video_model, count: 1 });
  const failed = await createFilm(stack, SHORT_FILM);
  await reach(stack, failed.project.id, ({ project: { need } }) => need === "retry_clips");
  yield { name: "project-failed", path: `/projects/${failed.project.id}` };
  yield { name: "home", path: "/" };
}

async function reach(
  stack: Stack,
  projectId: string,
  isThere: (snapshot: Snapshot) => boolean,
): Promise<void> {
  await untilProject(stack, projectId, "the state", isThere, 180_000);
}
