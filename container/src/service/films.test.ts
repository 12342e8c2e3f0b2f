import { writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { Fault, Health, JobReport } from "../protocol.ts";
import { show } from "../testing/clips.ts";
import { eventually } from "../testing/platform.ts";
import {
  call,
  clip,
  ended,
  filmRequest,
  leftFiles,
  platform,
  read,
  shelf,
  submit,
  web,
  withService,
} from "../testing/service.ts";

withService();

describe("a film over HTTP", () => {
  it("arrives in parts, with progress on the way, and leaves nothing behind", async () => {
    const url = web.serve("/clip", clip);
    const request = filmRequest([url, url]);
    expect(await submit(request)).toMatchObject({ job_id: request.job_id, result: null });
    const report = await ended(request.job_id);
    expect(report).toMatchObject({ status: "succeeded", progress: 1, error: null });
    const film = shelf.path("film.mp4");
    const bytes = web.film(`/${request.job_id}/`);
    await writeFile(film, bytes);
    expect(await show(film)).toMatchObject({ frames: 48, videoS: 2 });
    expect(report.result).toMatchObject({
      bytes: bytes.byteLength,
      parts: [{ part: 1, etag: "etag-1", bytes: bytes.byteLength }],
      media: { media: "video", format: "mp4", duration_ms: 2000, video: { frames: 48 } },
      warnings: [],
    });
    const last = await eventually("the last post", () => {
      const post = web.reports.at(-1);
      return post?.report.status === "succeeded" ? post : null;
    });
    expect(last.report).toEqual(report);
    expect(web.reports[0]?.report.status).toBe("running");
    expect(await leftFiles()).toEqual([]);
    expect(JSON.stringify(platform.logged)).not.toContain("secret");
  });

  it("is made once, however often it is asked for", async () => {
    const request = filmRequest([web.serve("/clip", clip)]);
    const [first, second] = await Promise.all([submit(request), submit(request)]);
    expect(second.job_id).toBe(first.job_id);
    await ended(request.job_id);
    const resigned = JSON.stringify(request).replaceAll("secret", "newer");
    expect(await submit(JSON.parse(resigned) as typeof request)).toMatchObject({
      status: "succeeded",
    });
    expect(web.requests("/clip")).toHaveLength(1);
    expect(web.parts.size).toBe(1);

    const other = { ...request, output: { width: 64, height: 64, fps: 24 } };
    const refused = await call("POST", "/jobs", other);
    expect(refused.status).toBe(409);
    expect(Fault.parse(await refused.json()).code).toBe("invalid_request");
  });

  it("waits for the one before it", async () => {
    let letGo: () => void = () => undefined;
    const held = web.serve("/held", clip);
    web.prank("/held", (_request, response) => {
      letGo = () => response.destroy();
      return true;
    });
    const first = filmRequest([held]);
    await submit(first);
    await eventually("the first to fetch", async () =>
      (await read(first.job_id)).status === "running" ? true : null,
    );
    const second = filmRequest([web.serve("/clip", clip)]);
    expect(await submit(second)).toMatchObject({ status: "queued" });
    expect(Health.parse(await (await call("GET", "/health")).json())).toMatchObject({
      status: "ok",
      jobs: 2,
    });
    await call("DELETE", `/jobs/${first.job_id}`);
    letGo();
    expect(await ended(second.job_id)).toMatchObject({ status: "succeeded" });
  });

  it("survives a server that fails once and one that dies half way", async () => {
    let pranks = 2;
    const url = web.serve("/bad-day", clip);
    web.prank("/bad-day", (_request, response) => {
      pranks -= 1;
      if (pranks === 1) response.writeHead(500).end();
      else if (pranks === 0) {
        response.writeHead(200, { "content-length": 9_999_999 });
        response.write(Buffer.alloc(5_000), () => response.destroy());
      }
      return pranks >= 0;
    });
    const request = filmRequest([url]);
    await submit(request);
    expect(await ended(request.job_id)).toMatchObject({ status: "succeeded" });
  });

  it("fails with the clip that can't be had", async () => {
    const request = filmRequest([web.serve("/clip", clip), web.url("/gone")]);
    await submit(request);
    expect(await ended(request.job_id)).toMatchObject({
      status: "failed",
      result: null,
      error: {
        code: "input_unreachable",
        message: expect.stringMatching(/^Clip 2 of 2: .*404/) as unknown,
        clip_id: request.clips[1]?.id,
      },
    });
    expect(await leftFiles()).toEqual([]);
  });

  it("fails when its parts are refused", async () => {
    const request = filmRequest([web.serve("/clip", clip)]);
    web.prank(`/${request.job_id}/1`, (incoming, response) => {
      incoming.resume().on("end", () => response.writeHead(403).end());
      return true;
    });
    await submit(request);
    expect(await ended(request.job_id)).toMatchObject({ error: { code: "upload_failed" } });
    expect(await leftFiles()).toEqual([]);
  });

  it("stops within two seconds when it is canceled in the middle of ffmpeg", async () => {
    const long = await shelf.clip("long.mp4", { lengthS: 20, options: ["-c:v", "mpeg4"] });
    const output = { width: 1920, height: 1080, fps: 60 };
    const request = filmRequest([web.serve("/long", long)], { output });
    await submit(request);
    await eventually("frames", async () => ((await read(request.job_id)).progress > 0 ? 1 : null));
    const canceledAt = performance.now();
    const canceled = await call("DELETE", `/jobs/${request.job_id}`);
    expect(JobReport.parse(await canceled.json())).toMatchObject({ status: "canceled" });
    await eventually("an empty folder", async () => ((await leftFiles()).length === 0 ? 1 : null));
    expect(performance.now() - canceledAt).toBeLessThan(2_000);
    await eventually("the last post", () =>
      web.reports.at(-1)?.report.status === "canceled" ? true : null,
    );
    expect(await read(request.job_id)).toMatchObject({ status: "canceled" });
  });

  it("stays as it ended when it is canceled too late", async () => {
    const request = filmRequest([web.serve("/clip", clip)]);
    await submit(request);
    await ended(request.job_id);
    const late = await call("DELETE", `/jobs/${request.job_id}`);
    expect(JobReport.parse(await late.json())).toMatchObject({ status: "succeeded" });
  });
});
