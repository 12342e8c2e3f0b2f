/** Kills the Worker or the container at events of the offline Replicate, never by the clock. */
import * as z from "zod";
import { until } from "../harness/until.ts";
import type { Stack } from "../harness/stack.ts";
import { tellReplicate } from "../journeys/client.ts";
import type { Kill } from "./weather.ts";

const Breakpoint = z.object({ id: z.int() });
const Hit = z.object({ id: z.int() });

const BACK_WITHIN_MS = 60_000;
const ASK_FOR_S = 1;

export type Kills = {
  /** What was killed so far. */
  done: Kill[];
  /** Kills no more; resolves when whatever was killed last is back. */
  stop(): Promise<void>;
};

/** Orders the breakpoints and acts on them in the background. */
export async function orderKills(stack: Stack, kills: readonly Kill[]): Promise<Kills> {
  const byId = new Map<number, Kill>();
  for (const kill of kills) {
    const body = JSON.stringify({ event: kill.event, nth: kill.nth });
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${stack.replicateOrigin}/__emu/breaks`, {
      ...{ method: "POST", headers, body },
    });
    byId.set(Breakpoint.parse(await response.json()).id, kill);
  }
  const done: Kill[] = [];
  let isOver = false;
  const work = async () => {
    while (!isOver) {
      const next = `${stack.replicateOrigin}/__emu/breaks/next?wait=${ASK_FOR_S}`;
      const response = await fetch(next);
      if (response.status === 204) continue;
      const hit = Hit.parse(await response.json());
      const kill = byId.get(hit.id);
      if (kill === undefined) continue;
      const before = pidsOf(stack, kill.victim);
      stack.kill(kill.victim, "SIGKILL");
      done.push(kill);
      await tellReplicate(stack, `breaks/${hit.id}/release`, {});
      // One at a time: what was killed comes back before the next.
      await until(`${kill.victim} is back`, BACK_WITHIN_MS, () => {
        const now = pidsOf(stack, kill.victim);
        return now.length > 0 && now.every((pid) => !before.includes(pid)) ? true : null;
      });
    }
  };
  const working = work();
  return {
    done,
    async stop() {
      isOver = true;
      await working;
    },
  };
}

function pidsOf(stack: Stack, victim: Kill["victim"]): number[] {
  const { workerd, stitcher } = stack.pids;
  return victim === "workerd" ? workerd : stitcher === null ? [] : [stitcher];
}
