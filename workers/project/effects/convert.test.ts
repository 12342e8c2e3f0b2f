/** Portraits in another format, in workerd: R2 and the signed addresses are real, the container is not. */
import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { convertedAssetId } from "../../domain/leftovers.ts";
import type { Attempt } from "../../domain/state.ts";
import { Bench, times } from "../../domain/testing.ts";
import { assetKey } from "../../media/keys.ts";
import { mediaRoutes } from "../../media/routes.ts";
import { createStitcher } from "../../stitch/client.ts";
import type { ConvertRequest } from "../../stitch/protocol.ts";
import type { Ports } from "../ports.ts";
import { check } from "./ingest.ts";

const { MEDIA: bucket } = env as unknown as { MEDIA: R2Bucket };
const signingKey = btoa("0123456789abcdef0123456789abcdef");
const media = new Hono().route("/media", mediaRoutes({ bucket, signingKey, now: Date.now }));
const keyOf = (assetId: string) => assetKey("default", assetId);
const isKept = async (assetId: string) => (await bucket.head(keyOf(assetId))) !== null;

const PICTURE = {
  ...{ media: "image", format: "png", bytes: 9, duration_ms: 0, audio: null },
  video: { codec: "png", width: 4, height: 4, fps: 25, frames: 1, duration_ms: 0 },
};

class Drawing extends Bench {
  override newId = () => crypto.randomUUID();
}

/** A portrait that came as WebP where PNG was asked for, and a container that converts as it is told. */
class Stage {
  readonly bench = new Drawing();
  readonly attempt: Attempt;
  readonly calls: string[] = [];
  request: ConvertRequest | null = null;
  /** What the container says of the conversion, each time it is asked. */
  report: () => Promise<Record<string, unknown>> = async () => ({ status: "running" });

  constructor() {
    this.bench.create("step");
    const begun = this.bench.run(this.bench.jobs("character")[0]?.id ?? "");
    const url = { ok: true as const, value: { url: "http://provider/file" } };
    this.bench.observe(begun, { status: "succeeded", output: url });
    const stored = { assetId: begun.assetId, bytes: 8, contentType: "image/webp" };
    this.bench.tell({ type: "saved", attemptId: begun.id, stored });
    this.attempt = this.bench.attempt(begun.jobId);
  }

  get converted(): string {
    return convertedAssetId(this.attempt);
  }

  /** Runs the check; answers with what it settled on. */
  async check(): Promise<string | undefined> {
    await bucket.put(keyOf(this.attempt.assetId), "original");
    const settled: string[] = [];
    const settle: Parameters<typeof check>[1]["settle"] = (news) => {
      settled.push(news.type);
      this.bench.tell(news);
    };
    const hear: typeof settle = (news) => void this.bench.tell(news);
    await check(this.#ports(), { settle, hear }, this.attempt.id);
    return settled[0];
  }

  #ports(): Ports {
    const config = {
      internalOrigin: "http://films.example",
      mediaSigningKey: signingKey,
      workspaceId: "default",
    };
    const stitcher = createStitcher({
      baseUrl: "http://127.0.0.1:9",
      container: null,
      fetch: async (url, init) => {
        const { pathname } = new URL(url);
        this.calls.push(`${init.method} ${pathname.replace(/[0-9a-f-]{36}/, ":id")}`);
        if (pathname === "/probe") return Response.json({ protocol: 1, media: PICTURE });
        if (init.method === "POST")
          this.request = JSON.parse(init.body as string) as ConvertRequest;
        const fresh = { progress: 0, doing: "Converting", result: null, error: null };
        const ids = { protocol: 1, job_id: this.request?.job_id };
        return Response.json({ ...fresh, ...ids, ...(await this.report()) });
      },
    });
    const ports = {
      ...{ config, times, stitcher, bucket, newId: () => crypto.randomUUID() },
      now: () => this.bench.now,
      state: () => this.bench.state,
    };
    return ports as unknown as Ports;
  }

  /** Sends the picture that was converted; answers as the container does when it is done. */
  async done(): Promise<Record<string, unknown>> {
    const { etag } = await (await this.put("converted")).json<{ etag: string }>();
    const parts = [{ part: 1, etag, bytes: 9 }];
    const result = { bytes: 9, parts, media: PICTURE, warnings: [] };
    return { status: "succeeded", progress: 1, result };
  }

  put(text: string): Promise<Response> {
    const address = (this.request?.upload.part_url ?? "").replace("{part}", "1");
    const headers = { "content-length": String(text.length) };
    return Promise.resolve(media.request(address, { method: "PUT", body: text, headers }));
  }
}

describe("a portrait in another format than was asked for", () => {
  it("is converted, and the file as it came goes once the other counts", async () => {
    const stage = new Stage();
    stage.report = () => stage.done();
    expect(await stage.check()).toBe("checked");
    expect(stage.bench.job(stage.attempt.jobId).status).toBe("succeeded");
    expect(stage.bench.state.assets.get(stage.converted)?.contentType).toBe("image/png");
    expect(await isKept(stage.converted)).toBe(true);
    expect(await isKept(stage.attempt.assetId)).toBe(false);
  });

  it("stays as it came where the deadline made that count while it was being converted", async () => {
    const stage = new Stage();
    stage.report = async () => {
      stage.bench.passDeadline(stage.attempt.jobId);
      return stage.done();
    };
    await stage.check();
    const { assets } = stage.bench.state;
    expect([assets.has(stage.attempt.assetId), assets.has(stage.converted)]).toEqual([true, false]);
    expect(await isKept(stage.attempt.assetId)).toBe(true);
    expect(stage.bench.wakeups.has(`prune:${stage.converted}`)).toBe(true);
  });

  it("is not converted again by the run that follows a crash", async () => {
    const stage = new Stage();
    stage.report = () => stage.done();
    const before = stage.bench.state;
    await stage.check();
    stage.bench.state = before;
    stage.calls.length = 0;
    expect(await stage.check()).toBe("checked");
    expect(stage.calls).toEqual(["POST /probe"]);
    expect(stage.bench.state.assets.has(stage.converted)).toBe(true);
  });

  it("waits for a busy container only so long, and takes nothing that comes after", async () => {
    const stage = new Stage();
    stage.report = async () => {
      stage.bench.now += 15_000;
      return { status: "running" };
    };
    expect(await stage.check()).toBe("check_unavailable");
    expect(stage.calls).toEqual(["POST /probe", "POST /jobs", "GET /jobs/:id"]);
    expect(stage.bench.job(stage.attempt.jobId).status).toBe("ingesting");
    expect(stage.bench.effects.has(`check:${stage.attempt.id}`)).toBe(true);
    expect(stage.bench.effects.has(`stop:${stage.request?.job_id ?? ""}`)).toBe(true);
    expect((await stage.put("too late")).status).toBe(404);
    expect([await isKept(stage.attempt.assetId), await isKept(stage.converted)]).toEqual([
      true,
      false,
    ]);
  });

  it("counts as it came, unchecked, when the container stays busy past the deadline", async () => {
    const stage = new Stage();
    stage.report = async () => {
      stage.bench.now += 60_000;
      return { status: "queued" };
    };
    const { jobId } = stage.attempt;
    let looks = 0;
    for (; stage.bench.job(jobId).status === "ingesting" && looks < 50; looks++) {
      await stage.check();
      const wakeup = { kind: "deadline" as const, jobId };
      if (stage.bench.job(jobId).deadlineAt <= stage.bench.now) {
        stage.bench.tell({ type: "wake", wakeup });
      }
    }
    expect(looks).toBeLessThan(20);
    expect(stage.bench.state.assets.get(stage.attempt.assetId)).toMatchObject({
      contentType: "image/webp",
      isChecked: false,
    });
  });
});
