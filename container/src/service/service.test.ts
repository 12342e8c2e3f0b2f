import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { Fault, ProbeReport } from "../protocol.ts";
import { ffmpeg } from "../testing/clips.ts";
import { eventually, testPlatform } from "../testing/platform.ts";
import {
  call,
  clip,
  common,
  ended,
  filmRequest,
  leftFiles,
  platform,
  root,
  service,
  shelf,
  submit,
  web,
  withService,
} from "../testing/service.ts";
import { startService } from "./service.ts";

withService();

describe("a picture over HTTP", () => {
  it.each([
    ["png", "jpg"],
    ["webp", "png"],
    ["jpg", "webp"],
  ])("changes from %s to %s and keeps its size", async (from, to) => {
    const picture = shelf.path(`odd.${from}`);
    await ffmpeg(["-f", "lavfi", "-i", "testsrc=s=321x181", "-frames:v", "1", picture]);
    const url = web.serve("/picture", picture);
    const request = { ...common(), kind: "convert", url, format: to };
    await submit(request);
    const report = await ended(request.job_id);
    expect(report.error).toBeNull();
    expect(report.result?.media).toMatchObject({
      media: "image",
      format: to,
      video: { width: 321, height: 181 },
    });
    expect(web.film(`/${request.job_id}/`).byteLength).toBe(report.result?.bytes);
  });

  it("refuses what is no picture", async () => {
    const url = web.serve("/clip", clip);
    const request = { ...common(), kind: "convert", url, format: "png" };
    await submit(request);
    expect(await ended(request.job_id)).toMatchObject({ error: { code: "input_invalid" } });
  });
});

describe("a check over HTTP", () => {
  const probe = (url: string, media = "video") =>
    call("POST", "/probe", { protocol: 1, url, media });

  it("tells what a file is", async () => {
    const response = await probe(web.serve("/clip", clip));
    expect(response.status).toBe(200);
    expect(ProbeReport.parse(await response.json()).media.video?.frames).toBe(24);
    expect(await leftFiles()).toEqual([]);
  });

  it("tells what is wrong with it", async () => {
    await writeFile(shelf.path("empty"), "");
    const response = await probe(web.serve("/empty", shelf.path("empty")));
    expect(response.status).toBe(422);
    expect(Fault.parse(await response.json())).toMatchObject({ code: "input_invalid" });
    const missing = await probe(web.url("/nowhere"));
    expect(missing.status).toBe(502);
    expect(Fault.parse(await missing.json())).toMatchObject({ code: "input_unreachable" });
    expect(await leftFiles()).toEqual([]);
  });

  it("runs four at once and lets more wait", async () => {
    let open = 0;
    let most = 0;
    const url = web.serve("/slow", clip);
    const waiting: Array<() => void> = [];
    web.prank("/slow", (_request, response) => {
      most = Math.max(most, ++open);
      waiting.push(() => {
        open -= 1;
        response.writeHead(404).end();
      });
      return true;
    });
    const all = Promise.all(Array.from({ length: 6 }, () => probe(url)));
    await eventually("four at once", () => (open === 4 ? true : null));
    for (let answered = 0; answered < 6; answered += 1) {
      const answer = await eventually("a request", () => waiting.shift() ?? null);
      answer();
    }
    expect((await all).map((response) => response.status)).toEqual(Array(6).fill(502));
    expect(most).toBe(4);
  });

  it("ends when its caller goes away", async () => {
    let isGone = false;
    const url = web.prank("/hanging", (request) => {
      request.on("close", () => (isGone = true));
      return true;
    });
    const caller = new AbortController();
    const asked = fetch(`http://127.0.0.1:${service.port}/probe`, {
      method: "POST",
      body: JSON.stringify({ protocol: 1, url, media: "video" }),
      signal: caller.signal,
    }).catch(() => null);
    await eventually("a file in work", async () => ((await leftFiles()).length > 0 ? true : null));
    caller.abort();
    await asked;
    await eventually("the transfer to end", () => (isGone ? true : null));
    await eventually("no file", async () => ((await leftFiles()).length === 0 ? true : null));
  });
});

describe("a refusal", () => {
  const good = () => filmRequest(["http://127.0.0.1:1/clip"]);
  const cases: Array<[string, () => Promise<Response>, number, string]> = [
    ["an unknown route", () => call("GET", "/films"), 404, "not_found"],
    ["an unknown job", () => call("GET", `/jobs/${randomUUID()}`), 404, "not_found"],
    ["canceling an unknown job", () => call("DELETE", "/jobs/x"), 404, "not_found"],
    ["a wrong method", () => call("PUT", "/jobs", {}), 405, "invalid_request"],
    ["malformed JSON", () => call("POST", "/jobs", "{"), 400, "invalid_request"],
    ["an empty body", () => call("POST", "/probe"), 400, "invalid_request"],
    [
      "a wrong shape",
      () => call("POST", "/jobs", { ...good(), clips: [] }),
      400,
      "invalid_request",
    ],
    [
      "another protocol",
      () => call("POST", "/jobs", { ...good(), protocol: 9 }),
      400,
      "invalid_request",
    ],
    [
      "a file: address",
      () => call("POST", "/probe", { protocol: 1, url: "file:///etc/passwd", media: "video" }),
      400,
      "invalid_request",
    ],
    [
      "an ftp: part address",
      () =>
        call("POST", "/jobs", {
          ...good(),
          upload: { part_url: "ftp://host/{part}", part_bytes: 5 * 1024 * 1024 },
        }),
      400,
      "invalid_request",
    ],
    ["a huge body", () => call("POST", "/jobs", "x".repeat(1_100_000)), 413, "invalid_request"],
    [
      "a web page",
      () => call("POST", "/jobs", good(), { origin: "http://evil.example" }),
      403,
      "invalid_request",
    ],
  ];

  it.each(cases)("of %s is a fault", async (_name, ask, status, code) => {
    const response = await ask();
    expect(response.status).toBe(status);
    expect(Fault.parse(await response.json()).code).toBe(code);
    expect(service.activeJobs()).toBe(0);
  });
});

describe("stopping", () => {
  it("reports what runs and what waits, and takes nothing new", async () => {
    const hanging = web.prank("/hanging", () => true);
    const requests = [filmRequest([hanging]), filmRequest([hanging])];
    for (const request of requests) await submit(request);
    const probe = call("POST", "/probe", { protocol: 1, url: hanging, media: "video" });
    await eventually("both to fetch", async () => ((await leftFiles()).length >= 2 ? true : null));
    const stopped = service.stop();
    expect((await probe).status).toBe(503);
    await stopped;
    for (const { job_id } of requests) {
      const last = web.reports.map((post) => post.report).findLast((r) => r.job_id === job_id);
      expect(last).toMatchObject({ status: "failed", error: { code: "stopping" } });
    }
  });
});

describe("starting", () => {
  it("removes what a killed run left, and nothing else", async () => {
    const other = await mkdtemp(path.join(tmpdir(), "edgereel-leftovers-"));
    await mkdir(path.join(other, `run-999999999-${randomUUID()}`, "job"), { recursive: true });
    await mkdir(path.join(other, `run-${process.ppid}-${randomUUID()}`));
    await mkdir(path.join(other, "mine"));
    const next = await startService(platform, { port: 0, host: "127.0.0.1", workDir: other });
    await next.stop();
    const left = await readdir(other);
    expect(left).toHaveLength(2);
    expect(left).toContain("mine");
    await rm(other, { recursive: true });
  });

  it("says which tool is missing", async () => {
    const broken = testPlatform({ tools: { ffmpeg: "/nowhere/ffmpeg", ffprobe: "ffprobe" } });
    const options = { port: 0, host: "127.0.0.1", workDir: root };
    await expect(startService(broken, options)).rejects.toThrow("/nowhere/ffmpeg can't be run");
  });
});
