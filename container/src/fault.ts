/**
 * Faults: the one way this service says no. Code throws a ServiceFault where it knows what went wrong;
 * the router and the job queue turn it into data. Messages are plain English for the person who
 * made the film: what happened, and what to do next.
 */
import type { Fault } from "./protocol.ts";

type FaultCode = Fault["code"];

/** HTTP status for each code when a fault is the answer to a request. */
export const FAULT_STATUS: Record<FaultCode, number> = {
  invalid_request: 400,
  not_found: 404,
  input_unreachable: 502,
  input_invalid: 422,
  disk_full: 507,
  encode_failed: 500,
  upload_failed: 502,
  stopping: 503,
  busy: 503,
  internal: 500,
};

/** A refusal or failure with its code. `status` overrides the usual HTTP status of the code. */
export class ServiceFault extends Error {
  readonly fault: Fault;
  readonly status: number;

  constructor(
    code: FaultCode,
    message: string,
    options: { detail?: string; status?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "ServiceFault";
    this.status = options.status ?? FAULT_STATUS[code];
    this.fault =
      options.detail === undefined || options.detail === ""
        ? { code, message }
        : { code, message, detail: options.detail };
  }
}

/** The fault of anything thrown. What is not a ServiceFault is `internal` and tells nothing inside. */
export function faultOf(error: unknown): Fault {
  if (error instanceof ServiceFault) return error.fault;
  return {
    code: "internal",
    message: "The ffmpeg service failed unexpectedly. Try again; its log has the reason.",
  };
}

/** Runs `work` and names the clip in a fault that it throws. `place` counts from 1. */
export async function namingClip<T>(
  clip: { id: string; place: number; count: number },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ServiceFault) || error.fault.clip_id !== undefined) throw error;
    const { code, message, detail } = error.fault;
    const named = new ServiceFault(code, `Clip ${clip.place} of ${clip.count}: ${message}`, {
      status: error.status,
      cause: error,
      ...(detail === undefined ? {} : { detail }),
    });
    named.fault.clip_id = clip.id;
    throw named;
  }
}
