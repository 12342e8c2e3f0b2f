/** A thousand pages that listen to one project: memory for each, and how soon all have heard. */
import { once } from "node:events";
import type { Bench } from "../main.ts";
import { residentMb } from "../resident.ts";
import { given } from "../table.ts";
import type { Row } from "../table.ts";
import { completion } from "./deliveries.ts";
import { eachOf } from "./each.ts";
import { percentile } from "./percentile.ts";
import { startPortraits } from "./running.ts";
import type { Loaded } from "./running.ts";

const SOCKETS = 1_000;
const OPENED_AT_ONCE = 20;

export async function sockets({ say }: Bench, loaded: Loaded): Promise<Row[]> {
  say(`load: ${SOCKETS} live sockets`);
  const { stack, output, secret } = loaded;
  const [job] = await startPortraits(stack, [null], 1);
  if (job === undefined) throw new Error("No job runs");
  const address = `${stack.origin.replace("http", "ws")}/api/projects/${job.project}/live`;
  const before = residentMb(stack.pids.workerd);
  const open: WebSocket[] = [];
  const opening = Array.from({ length: SOCKETS }, () => async () => {
    const socket = new WebSocket(address);
    open.push(socket);
    // The snapshot.
    await once(socket, "message");
  });
  try {
    await eachOf(opening, OPENED_AT_ONCE);
    const eachKb = ((residentMb(stack.pids.workerd) - before) / SOCKETS) * 1024;
    const heard = open.map(async (socket) => {
      await once(socket, "message");
      return performance.now();
    });
    const sentAt = performance.now();
    await completion(stack.origin, secret, job, output)();
    const waits = (await Promise.all(heard)).map((at) => at - sentAt);
    const [median, last] = [percentile(waits, 0.5), percentile(waits, 1)];
    return [
      given(`memory of one of ${SOCKETS} live sockets`, `${eachKb.toFixed(0)} kB`),
      given(
        `from a webhook's arrival to ${SOCKETS} sockets, median and last`,
        `${median.toFixed(0)} ms, ${last.toFixed(0)} ms`,
      ),
    ];
  } finally {
    for (const socket of open) socket.close();
  }
}
