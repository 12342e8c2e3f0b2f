/**
 * The Stitcher: what the rest of the Worker may ask of the ffmpeg service, and how it is reached. With
 * a `baseUrl` it is a plain process at that address; otherwise it runs in Cloudflare Containers behind
 * a Durable Object. Every answer is parsed, and nothing here throws.
 */
import { Health, JobReport, ProbeReport, PROTOCOLS } from "../../container/src/protocol.ts";
import type { JobRequest, Media } from "../../container/src/protocol.ts";
import { fail, ok } from "../contracts/errors.ts";
import type { Result } from "../contracts/errors.ts";
import { errorOfAnswer, unavailable } from "./faults.ts";
import { HEALTH_INSTANCE, instanceFor, probeInstance } from "./instances.ts";

export type Stitcher = {
  /** Hands over a job; the same job again is the job as it stands. */
  start(request: JobRequest): Promise<Result<JobReport>>;
  /**
   * How a job stands, on the instance that `instanceFor(request)` names. `not_found`: that instance
   * does not know the job (any more), so it must be started again.
   */
  report(jobId: string, instance: string): Promise<Result<JobReport>>;
  /** Canceled unless it had already ended. */
  cancel(jobId: string, instance: string): Promise<Result<JobReport>>;
  /** Decodes the whole file; `asset_invalid` when it can't be. */
  probe(url: string, media: Media["media"]): Promise<Result<Media>>;
  health(): Promise<Result<Health>>;
};

/** The part of DurableObjectNamespace that is used. */
export type StitcherNamespace = {
  idFromName(name: string): DurableObjectId;
  get(id: DurableObjectId): { fetch(url: string, init: RequestInit): Promise<Response> };
};

export type StitcherOptions = {
  /** Without a trailing slash, such as http://127.0.0.1:8080. Wins over `container`. */
  baseUrl: string | null;
  container: StitcherNamespace | null;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Milliseconds; only tests have a reason to shorten them. */
  timeouts?: { call: number; probe: number };
};

/**
 * A call covers a cold start (the platform allows about 30 s from nothing to an open port); a probe
 * also covers fetching and decoding the largest clip we keep.
 */
const TIMEOUTS = { call: 45_000, probe: 180_000 };

/** A report is a few KB; the limit only keeps a broken service from filling the isolate. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/** Only the path matters behind the binding. */
const CONTAINER_ORIGIN = "http://stitcher";

type Call = { instance: string; method: string; path: string; body?: unknown; timeout: number };

export function createStitcher(options: StitcherOptions): Stitcher {
  const timeouts = options.timeouts ?? TIMEOUTS;

  async function send(call: Call): Promise<Response | null> {
    const init: RequestInit = {
      method: call.method,
      redirect: "manual",
      signal: AbortSignal.timeout(call.timeout),
      ...(call.body === undefined
        ? {}
        : {
            headers: { "content-type": "application/json" },
            body: JSON.stringify(call.body),
          }),
    };
    if (options.baseUrl !== null) return options.fetch(options.baseUrl + call.path, init);
    if (options.container === null) return null;
    const id = options.container.idFromName(call.instance);
    return options.container.get(id).fetch(CONTAINER_ORIGIN + call.path, init);
  }

  /** One call; `read` turns the parsed body of a 200 or 202 into a value, or null if it can't. */
  async function ask<T>(call: Call, read: (body: unknown) => T | null): Promise<Result<T>> {
    try {
      const response = await send(call);
      if (response === null) return unavailable("no container is set up");
      const text = await boundedText(response);
      const body = text === null ? null : parseJson(text);
      if (response.status !== 200 && response.status !== 202) {
        return { ok: false, error: errorOfAnswer(response.status, body) };
      }
      const value = read(body);
      return value === null ? unavailable("an answer that is not its protocol") : ok(value);
    } catch (cause) {
      // Also where containers are switched off: the object's constructor throws, through the stub.
      return unavailable(cause instanceof Error ? cause.name : typeof cause);
    }
  }

  const job = (jobId: string, instance: string, method: "GET" | "DELETE") =>
    ask(
      { instance, method, path: `/jobs/${encodeURIComponent(jobId)}`, timeout: timeouts.call },
      (body) => reportOn(jobId, body),
    );

  const health = (instance: string) =>
    ask(
      { instance, method: "GET", path: "/health", timeout: timeouts.call },
      (body) => Health.safeParse(body).data ?? null,
    );

  return {
    async start(request) {
      const instance = instanceFor(request);
      const call = { instance, method: "POST", path: "/jobs", body: request };
      const answer = await ask({ ...call, timeout: timeouts.call }, (body) =>
        reportOn(request.job_id, body),
      );
      if (answer.ok || answer.error.code !== "internal") return answer;
      // A deploy replaces the Worker first: until the image follows, a manifest may be too new.
      const running = await health(instance);
      return running.ok && running.value.protocol < request.protocol
        ? unavailable("a film machine of an older version")
        : answer;
    },
    report: (jobId, instance) => job(jobId, instance, "GET"),
    cancel: (jobId, instance) => job(jobId, instance, "DELETE"),
    async probe(url, media) {
      // The same in every version, and so asked in the oldest: it works where nothing newer does.
      const body = { protocol: PROTOCOLS[0], url, media };
      const call = { instance: probeInstance(url), method: "POST", path: "/probe", body };
      const answer = await ask({ ...call, timeout: timeouts.probe }, (answered) => {
        const parsed = ProbeReport.safeParse(answered);
        return parsed.success ? parsed.data.media : null;
      });
      if (answer.ok && answer.value.media !== media) {
        return fail(
          "asset_invalid",
          `The file holds ${answer.value.media}, not ${media}. Try again.`,
        );
      }
      return answer;
    },
    health: () => health(HEALTH_INSTANCE),
  };
}

/** A report on another job than the one asked for is no answer. */
function reportOn(jobId: string, body: unknown): JobReport | null {
  const parsed = JobReport.safeParse(body);
  return parsed.success && parsed.data.job_id === jobId ? parsed.data : null;
}

/** Null when it is longer than any true answer. */
async function boundedText(response: Response): Promise<string | null> {
  if (response.body === null) return "";
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of response.body as ReadableStream<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
