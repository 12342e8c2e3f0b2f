/** The part of the admin API that makes things go wrong: ordered faults, storms, breakpoints. */
import * as z from "zod";
import type { Context } from "../api/context.ts";
import { BreakOrder } from "../breaks.ts";
import { FAULT_NAMES } from "../faults/catalogue.ts";
import { StormOrder } from "../faults/storm.ts";
import type { Route } from "../http.ts";
import { NOT_FOUND } from "../http.ts";
import { findModel } from "../models/catalogue.ts";
import { read } from "./read.ts";

const NewFault = z.strictObject({
  model: z
    .string()
    .refine((slug) => findModel(slug) !== null, "No such model here.")
    .optional(),
  fault: z.enum(FAULT_NAMES),
  /** How many predictions; null until it is cleared. */
  count: z.int().min(1).nullable().default(1),
});

/** Seconds; a caller that would wait longer asks again. */
const LONGEST_WAIT_S = 60;
const NextQuery = z.object({
  id: z.coerce.number().int().optional(),
  wait: z.coerce.number().min(0).max(LONGEST_WAIT_S).default(30),
});
const Release = z.strictObject({ cut: z.boolean().default(false) });

export function faultRoutes({ faults, storm, breaks }: Context) {
  const list: Route = () => ({ status: 200, body: faults.rules() });

  const add: Route = async (call) => {
    const rule = await read(call, (body) => NewFault.parse(body));
    faults.add({ model: rule.model ?? null, fault: rule.fault, remaining: rule.count });
    return { status: 200, body: faults.rules() };
  };

  const clear: Route = () => {
    faults.clear();
    return { status: 200, body: [] };
  };

  /** Its order, or null, and what it drew; a storm that was ended is still told of. */
  const showStorm: Route = () => ({
    status: 200,
    body: { order: storm.order(), draws: storm.draws() },
  });

  const beginStorm: Route = async (call) => {
    const order = await read(call, (body) => StormOrder.parse(body));
    storm.begin(order);
    return { status: 200, body: { order, draws: [] } };
  };

  const endStorm: Route = (call) => {
    storm.end();
    return showStorm(call);
  };

  const listBreaks: Route = () => ({ status: 200, body: breaks.report() });

  const addBreak: Route = async (call) => {
    const order = await read(call, (body) => BreakOrder.parse(body));
    return { status: 200, body: { id: breaks.add(order) } };
  };

  const clearBreaks: Route = () => {
    breaks.clear();
    return { status: 200, body: [] };
  };

  /** `?id=3&wait=30`: the hit as soon as there is one; 204 after `wait` seconds without. */
  const nextBreak: Route = async ({ url, response }) => {
    const query = NextQuery.safeParse(Object.fromEntries(url.searchParams));
    if (!query.success) return { status: 400, body: { detail: query.error.message } };
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const { id = null, wait } = query.data;
    const hit = await breaks.next(id, wait * 1000, gone.signal);
    return hit === null ? { status: 204 } : { status: 200, body: hit };
  };

  /** `wasHeld` is false when it came too late: the hold had ended by itself. */
  const releaseBreak: Route = async (call) => {
    const { cut } = await read(call, (body) => Release.parse(body));
    const id = Number(call.params[0]);
    if (!Number.isSafeInteger(id)) return NOT_FOUND;
    return { status: 200, body: { wasHeld: breaks.release(id, cut ? "cut" : "go on") } };
  };

  return {
    list,
    add,
    clear,
    showStorm,
    beginStorm,
    endStorm,
    listBreaks,
    addBreak,
    clearBreaks,
    nextBreak,
    releaseBreak,
  };
}
