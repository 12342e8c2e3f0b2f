/** What MV_DEBUG_MODE says of a call: the events of the closed set that are silent otherwise. */
import type { LogEvent } from "../../platform/log.ts";
import type { RawCall } from "../route.ts";

type DebugEvent = Extract<LogEvent, { event: `mv_${string}` }>;

export function debug(call: RawCall, event: DebugEvent): void {
  if (call.config.isDebug) call.log(event);
}
