/** A thousand projects that wait for their predictions: what they hold, and what they ask for meanwhile. */
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import type { Bench } from "../main.ts";
import { residentMb } from "../resident.ts";
import { given } from "../table.ts";
import type { Row } from "../table.ts";
import { startPortraits } from "./running.ts";
import type { Loaded } from "./running.ts";

const PROJECTS = 1_000;
/** As long as the longest pause between two polls. */
const WATCHED_MS = 60_000;
/** A poll each 15 s in the first minute, and fewer after. */
const MOST_POLLS = 4;

const Requests = z.array(z.object({ at: z.number(), method: z.string(), path: z.string() }));
const POLL = /^\/v1\/predictions\/[a-z0-9]+$/;

export async function waiting({ say }: Bench, { stack }: Loaded): Promise<Row[]> {
  say(`load: ${PROJECTS} projects that wait, which takes two minutes to start`);
  const before = residentMb(stack.pids.workerd);
  const fresh = Array.from({ length: PROJECTS }, () => null);
  await startPortraits(stack, fresh, 1);
  const eachKb = ((residentMb(stack.pids.workerd) - before) / PROJECTS) * 1024;
  const since = Date.now();
  await sleep(WATCHED_MS);
  const response = await fetch(`${stack.replicateOrigin}/__emu/requests`);
  const asked = Requests.parse(await response.json()).filter(({ at }) => at >= since);
  const polls = asked.filter(({ method, path }) => method === "GET" && POLL.test(path));
  const eachPolls = polls.length / PROJECTS;
  const others = asked.length - polls.length;
  return [
    given(`memory of one of ${PROJECTS} waiting projects`, `${eachKb.toFixed(0)} kB`),
    {
      work: "polls of a waiting project in a minute",
      ...{ value: eachPolls.toFixed(2), must: `<= ${MOST_POLLS}`, aim: "" },
      ok: eachPolls <= MOST_POLLS,
    },
    {
      work: "other requests that they made meanwhile",
      ...{ value: String(others), must: "0", aim: "", ok: others === 0 },
    },
  ];
}
