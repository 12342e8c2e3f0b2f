/** A page's view of a project, kept by the very code that keeps it in a page, without the page. */
import { openChannel } from "../../app/live/channel.ts";
import type { Channel } from "../../app/live/channel.ts";
import { reduceView, viewOf } from "../../app/live/project-view.ts";
import type { ProjectView } from "../../app/live/project-view.ts";
import type { Snapshot } from "../../workers/contracts/live.ts";
import type { Stack } from "../harness/stack.ts";

export class Watcher {
  readonly #channel: Channel;
  #view: ProjectView;

  /** `snapshot` is what the page was served with. */
  constructor({ origin }: Stack, snapshot: Snapshot) {
    const address = `${origin.replace("http", "ws")}/api/projects/${snapshot.project.id}/live`;
    this.#view = viewOf(snapshot);
    this.#channel = openChannel({
      connect: () => new WebSocket(address),
      onMessage: (message) => {
        this.#view = reduceView(this.#view, message);
        return this.#view.needsResync;
      },
      onLink: () => undefined,
      random: Math.random,
    });
  }

  get snapshot(): Snapshot {
    return this.#view.snapshot;
  }

  /** As when its laptop wakes: it looks at once whether its connection still is one. */
  wake(): void {
    this.#channel.hurry();
  }

  close(): void {
    this.#channel.close();
  }
}
