import { describe, expect, it } from "vitest";
import { FAULT_CODES } from "../../container/src/protocol.ts";
import type { Fault, FilmRequest, JobReport } from "../../container/src/protocol.ts";
import { createStitcher } from "./client.ts";
import type { StitcherOptions } from "./client.ts";
import { errorOfFault, isMediaFault } from "./faults.ts";
import { instanceFor, probeInstance } from "./instances.ts";

const JOB = "0b7f1c9e-6a55-4f0e-9d1b-2f4f3f6d7a10";
const CLIP = "5d0c6a1e-1111-4222-8333-944455566677";

const film: FilmRequest = {
  protocol: 1,
  job_id: JOB,
  kind: "film",
  clips: [{ id: CLIP, url: "https://films.example/media/w/a.mp4?signature=s", length_s: 8 }],
  output: null,
  upload: { part_url: "https://films.example/{part}", part_bytes: 8 * 1024 * 1024 },
  progress_url: null,
};
const { clips: _clips, output: _output, ...common } = film;
const convert = {
  ...common,
  kind: "convert" as const,
  url: "https://films.example/media/w/p.png",
  format: "jpg" as const,
};
const report: JobReport = {
  protocol: 1,
  job_id: JOB,
  status: "running",
  progress: 0.5,
  doing: "Joining clips",
  result: null,
  error: null,
};
const media = {
  media: "video" as const,
  format: "mp4",
  bytes: 10,
  duration_ms: 8000,
  video: null,
  audio: null,
};

type Seen = { url: string; init: RequestInit };

function stitcherAt(respond: (seen: Seen) => Response | Promise<Response>, seen: Seen[] = []) {
  return createStitcher({
    baseUrl: "http://127.0.0.1:9",
    container: null,
    fetch: async (url, init) => {
      seen.push({ url, init });
      return respond({ url, init });
    },
    timeouts: { call: 50, probe: 50 },
  });
}

function json(body: unknown, status = 200): () => Response {
  return () => Response.json(body, { status });
}

/** Instances by name, as a Durable Object namespace would address them. */
function namespace(respond: (instance: string, url: string) => Response) {
  const container = {
    idFromName: (name: string) => ({ name }) as unknown as DurableObjectId,
    get: (id: DurableObjectId) => ({
      fetch: async (url: string) => respond(id.name ?? "", url),
    }),
  };
  const never = () => Promise.reject(new Error("must not be called"));
  return createStitcher({ baseUrl: null, container, fetch: never });
}

describe("the Stitcher as a plain process", () => {
  it("speaks the protocol's routes", async () => {
    const seen: Seen[] = [];
    const stitcher = stitcherAt(json(report, 202), seen);
    expect(await stitcher.start(film)).toEqual({ ok: true, value: report });
    expect(await stitcher.report(JOB, JOB)).toEqual({ ok: true, value: report });
    expect(await stitcher.cancel(JOB, JOB)).toEqual({ ok: true, value: report });
    expect(seen.map(({ url, init }) => `${init.method} ${url}`)).toEqual([
      "POST http://127.0.0.1:9/jobs",
      `GET http://127.0.0.1:9/jobs/${JOB}`,
      `DELETE http://127.0.0.1:9/jobs/${JOB}`,
    ]);
    expect(JSON.parse(seen[0]?.init.body as string)).toEqual(film);
  });

  it("probes in the oldest version, and compares what came with what was asked for", async () => {
    const seen: Seen[] = [];
    const stitcher = stitcherAt(json({ protocol: 1, media }), seen);
    expect(await stitcher.probe("https://x.example/a", "video")).toEqual({
      ok: true,
      value: media,
    });
    expect(JSON.parse(seen[0]?.init.body as string)).toEqual({
      protocol: 1,
      url: "https://x.example/a",
      media: "video",
    });
    const other = await stitcher.probe("https://x.example/a", "image");
    expect(other).toMatchObject({ ok: false, error: { code: "asset_invalid" } });
  });

  it("tells its health", async () => {
    const health = { protocol: 1, status: "ok", ffmpeg: "7.1", jobs: 0 };
    expect(await stitcherAt(json(health)).health()).toEqual({ ok: true, value: health });
  });

  it("keeps the instance of a plain process out of it", async () => {
    const failing: StitcherOptions["container"] = {
      idFromName: () => {
        throw new Error("must not be called");
      },
      get: () => {
        throw new Error("must not be called");
      },
    };
    const stitcher = createStitcher({
      baseUrl: "http://127.0.0.1:9",
      container: failing,
      fetch: async () => Response.json(report),
    });
    expect((await stitcher.report(JOB, JOB)).ok).toBe(true);
  });
});

describe("a bad answer", () => {
  const fault: Fault = { code: "not_found", message: "No such job." };

  it.each([
    ["404 with a fault", json(fault, 404), "not_found"],
    ["404 without one", () => new Response("nope", { status: 404 }), "not_found"],
    [
      "503 without a fault",
      () => new Response("no instance", { status: 503 }),
      "stitch_unavailable",
    ],
    ["429 of the platform", () => new Response("slow down", { status: 429 }), "stitch_unavailable"],
    [
      "500 of the platform",
      () => new Response("start failed", { status: 500 }),
      "stitch_unavailable",
    ],
    [
      "422, the media",
      json({ code: "input_invalid", message: "No picture." }, 422),
      "asset_invalid",
    ],
    ["503, busy", json({ code: "busy", message: "Busy." }, 503), "stitch_unavailable"],
    ["a redirect", () => new Response(null, { status: 302 }), "stitch_unavailable"],
    ["200 that is no JSON", () => new Response("<html>"), "stitch_unavailable"],
    ["200 of another shape", json({ ok: true }), "stitch_unavailable"],
    ["200 of an unknown protocol", json({ ...report, protocol: 9 }), "stitch_unavailable"],
    ["200 on another job", json({ ...report, job_id: CLIP }), "stitch_unavailable"],
    ["200 without a body", () => new Response(null), "stitch_unavailable"],
    ["an answer too long", () => new Response(" ".repeat(2_000_000)), "stitch_unavailable"],
    [
      "no connection",
      () => Promise.reject(new TypeError("Network connection lost.")),
      "stitch_unavailable",
    ],
  ])("%s ends as %s", async (_, respond, code) => {
    const stitcher = stitcherAt(respond);
    for (const call of [
      stitcher.start(film),
      stitcher.report(JOB, JOB),
      stitcher.cancel(JOB, JOB),
    ]) {
      expect(await call).toMatchObject({ ok: false, error: { code } });
    }
  });

  it("that never comes ends by its time-out", async () => {
    const stitcher = stitcherAt(
      ({ init }) =>
        new Promise((_, reject) => {
          init.signal?.addEventListener("abort", () => reject(init.signal?.reason as Error));
        }),
    );
    const result = await stitcher.health();
    expect(result).toMatchObject({
      ok: false,
      error: { code: "stitch_unavailable", detail: "TimeoutError" },
    });
  });
});

describe("a container of another version", () => {
  const refusal = { code: "invalid_request", message: "protocol: expected 1" };
  const at = (protocol: number) =>
    stitcherAt(({ url }) =>
      url.endsWith("/health")
        ? Response.json({ protocol, status: "ok", ffmpeg: "7.1", jobs: 0 })
        : Response.json(refusal, { status: 400 }),
    );

  it("is waited for while it is older than what is asked of it", async () => {
    const error = { code: "stitch_unavailable" };
    expect(await at(1).start({ ...film, protocol: 2 })).toMatchObject({ ok: false, error });
  });

  it("is not waited for where it is none, and refuses our own manifest", async () => {
    expect(await at(2).start({ ...film, protocol: 2 })).toMatchObject({
      error: { code: "internal" },
    });
  });

  it("answers with less, or with more than this one knows, and is understood", async () => {
    const later = { ...report, protocol: 2, status: "running", mood: "good", parts: [1] };
    for (const answer of [report, later]) {
      expect(await stitcherAt(json(answer)).report(JOB, JOB)).toMatchObject({
        ok: true,
        value: { status: "running", progress: 0.5, doing: "Joining clips", result: null },
      });
    }
  });
});

describe("the Stitcher in containers", () => {
  it("gives each film an instance of its own and finds it again", async () => {
    const seen: string[] = [];
    const stitcher = namespace((instance, url) => {
      seen.push(`${instance} ${new URL(url).pathname}`);
      return Response.json(report);
    });
    await stitcher.start(film);
    await stitcher.report(JOB, instanceFor(film));
    expect(instanceFor(film)).toBe(JOB);
    expect(seen).toEqual([`${JOB} /jobs`, `${JOB} /jobs/${JOB}`]);
  });

  it("lets short work share a few instances, the same file always the same one", () => {
    const names = new Set<string>();
    for (let index = 0; index < 50; index += 1) {
      const url = `https://films.example/media/w/${index}.mp4`;
      names.add(probeInstance(`${url}?signature=a`));
      expect(probeInstance(`${url}?signature=b`)).toBe(probeInstance(`${url}?signature=a`));
    }
    expect([...names].sort()).toEqual(["shared-0", "shared-1"]);
    expect(instanceFor(convert)).toBe(probeInstance(convert.url));
  });

  it("is unavailable where there are none", async () => {
    const fetch = () => Promise.reject(new Error("must not be called"));
    const stitcher = createStitcher({ baseUrl: null, container: null, fetch });
    const error = { code: "stitch_unavailable" };
    expect(await stitcher.start(film)).toMatchObject({ ok: false, error });
    expect(await stitcher.probe("https://x.example/a", "video")).toMatchObject({
      ok: false,
      error,
    });
    expect(await stitcher.health()).toMatchObject({ ok: false, error });
  });
});

describe("a fault", () => {
  it("has a code of ours, and only bad input is the media's fault", () => {
    const codes = FAULT_CODES.map((code) => [code, errorOfFault({ code, message: "m" }).code]);
    expect(Object.fromEntries(codes)).toEqual({
      invalid_request: "internal",
      not_found: "not_found",
      input_unreachable: "stitch_unavailable",
      input_invalid: "asset_invalid",
      disk_full: "stitch_unavailable",
      encode_failed: "stitch_failed",
      upload_failed: "stitch_unavailable",
      stopping: "stitch_unavailable",
      busy: "stitch_unavailable",
      internal: "stitch_unavailable",
    });
    const ofMedia = FAULT_CODES.filter((code) => isMediaFault({ code, message: "m" }));
    expect(ofMedia).toEqual(["input_invalid"]);
  });

  it("is cut to what a person reads: the start of the message, the end of the log", () => {
    const fault: Fault = {
      code: "encode_failed",
      message: "m".repeat(9_000),
      detail: `${"x".repeat(9_000)}END`,
    };
    const error = errorOfFault(fault);
    expect(error.message).toHaveLength(500);
    expect(error.detail).toHaveLength(2_000);
    expect(error.detail?.endsWith("END")).toBe(true);
  });
});
