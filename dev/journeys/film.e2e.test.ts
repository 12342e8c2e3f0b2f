/** Whole films over real HTTP: the app, the offline Replicate and the container as processes. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startStack, type Stack } from "../harness/stack.ts";
import {
  createFilm,
  isFinished,
  jobsOf,
  ledger,
  probeAsset,
  send,
  SHORT_FILM,
  tellReplicate,
  untilProject,
  untilShooting,
} from "./client.ts";
import { paidOnce } from "./paid.ts";

let stack: Stack;
let paidBefore = 0;
beforeAll(async () => {
  stack = await startStack({ env: { TIME_SCALE: "0.02" } });
});
afterAll(() => stack.stop());
beforeEach(async () => {
  await tellReplicate(stack, "settings", { dropWebhooks: false });
  paidBefore = (await ledger(stack)).length;
});

describe("a film", () => {
  it("comes from one call, exact in length, sound as long as the picture", async () => {
    const made = await createFilm(stack, {
      idea: "A lighthouse keeper hears the sea sing and answers with a lamp",
      character_description: "An old keeper with a white beard and a yellow coat",
      scene_count: 2,
      clip_length_s: 4,
    });
    const done = await untilProject(stack, made.project.id, "the film", isFinished, 170_000);
    expect(await paidOnce(stack, paidBefore)).toBe(4 + 1 + 2);
    const film = done.films[0];
    const assets = new Map(done.assets.map((asset) => [asset.id, asset]));
    const clips = film?.clipIds.map((id) => done.clips.find((clip) => clip.id === id));
    // The model shoots eight seconds at the least; the film uses what was asked for.
    const lengthMs = (clips ?? []).reduce((sum, clip) => sum + (clip?.lengthS ?? 0) * 1000, 0);
    const { video, audio } = await probeAsset(stack, done.project.id, film?.assetId ?? "");
    expect(video).toMatchObject({ codec_name: "h264", nb_frames: 2 * 4 * 24 });
    expect(Math.abs(video.duration * 1000 - lengthMs)).toBeLessThan(1000 / 24);
    expect(audio?.codec_name).toBe("aac");
    expect(Math.abs((audio?.duration ?? 0) - video.duration)).toBeLessThan(0.04);
    expect(done.jobs.every((job) => job.status === "succeeded")).toBe(true);
    expect(done.assets.every((asset) => asset.isChecked)).toBe(true);

    const posters = (clips ?? []).map((clip) => {
      const clipAsset = assets.get(clip?.assetId ?? "");
      expect(clipAsset?.strip).toMatchObject({ frames: 12, tileWidth: 160, tileHeight: 90 });
      expect(assets.get(clipAsset?.strip?.assetId ?? "")?.width).toBe(12 * 160);
      expect(clipAsset?.findings).toMatchObject({ blackShare: 0 });
      const { width, height } = clipAsset ?? {};
      expect(assets.get(clipAsset?.posterAssetId ?? "")).toMatchObject({ width, height });
      return clipAsset?.posterAssetId ?? "";
    });
    const page = await fetch(`${stack.origin}/projects/${done.project.id}`);
    const html = await page.text();
    const players = html.match(/<video[^>]*>/g) ?? [];
    expect(players).toHaveLength(1 + 2);
    for (const player of players) expect(player).toContain('preload="none"');
    for (const poster of posters) {
      const path = `/api/projects/${done.project.id}/assets/${poster}`;
      const picture = await fetch(stack.origin + path);
      expect(picture.headers.get("content-type")).toBe("image/jpeg");
      // In its player, and in the film strip.
      expect(html.split(path).length - 1).toBeGreaterThanOrEqual(2);
    }
  });

  it("comes although every webhook is lost", async () => {
    await tellReplicate(stack, "settings", { dropWebhooks: true });
    const made = await createFilm(stack, SHORT_FILM);
    await untilProject(stack, made.project.id, "the film by polling", isFinished);
    expect(await paidOnce(stack, paidBefore)).toBe(1 + 1 + 2);
  });

  it("adopts a prediction whose create answer was lost, without paying again", async () => {
    await tellReplicate(stack, "faults", {
      fault: "drop-after-create",
      model: SHORT_FILM.video_model,
      count: 1,
    });
    const made = await createFilm(stack, SHORT_FILM);
    await untilProject(stack, made.project.id, "the film", isFinished);
    expect(await paidOnce(stack, paidBefore)).toBe(1 + 1 + 2);
  });

  it("stops at a refused clip, which harms no other, and goes on after the retry", async () => {
    await tellReplicate(stack, "faults", {
      fault: "E005",
      model: SHORT_FILM.video_model,
      count: 1,
    });
    const made = await createFilm(stack, SHORT_FILM);
    const { id } = made.project;
    const stopped = await untilProject(stack, id, "the failed clip", (snapshot) => {
      return snapshot.project.need === "retry_clips";
    });
    const clips = jobsOf(stopped, "clip");
    expect(clips.map((job) => job.status).sort()).toEqual(["failed", "succeeded"]);
    const failed = clips.find((job) => job.status === "failed");
    expect(failed?.error?.code).toBe("content_refused");

    const refused = await send(stack, "POST", `/api/projects/${id}/jobs`, { kind: "film" });
    expect(refused).toMatchObject({ status: 409, body: { code: "conflict" } });
    const cut = { kind: "film", allow_missing: true };
    expect((await send(stack, "POST", `/api/projects/${id}/jobs`, cut)).status).toBe(202);
    const partial = await untilProject(stack, id, "the partial film", isFinished);
    expect(partial.films[0]?.missingScenes).toHaveLength(1);

    const retry = `/api/projects/${id}/jobs/${failed?.id ?? ""}/retry`;
    expect(failed?.failure).toEqual({ kind: "moderation", refused: null });
    const unchanged = await send(stack, "POST", retry);
    expect(unchanged).toMatchObject({ status: 409, body: { code: "conflict" } });
    const sceneId = partial.clips.find((clip) => clip.jobId === failed?.id)?.sceneId;
    const softer = { description: "The fox waits by the shore." };
    await send(stack, "PATCH", `/api/projects/${id}/scenes/${sceneId}`, softer);
    const [once, twice] = [await send(stack, "POST", retry), await send(stack, "POST", retry)];
    expect(once.status).toBe(202);
    expect(twice.body).toMatchObject({ job: { retry_of: failed?.id } });
    const whole = await untilProject(stack, id, "the retried clip", (snapshot) =>
      snapshot.scenes.every((scene) => scene.selectedClipId !== null),
    );
    expect(whole.clips).toHaveLength(3);
    expect(await paidOnce(stack, paidBefore)).toBe(1 + 1 + 2 + 1);
  });

  it("converts portraits to a format that the model does not make", async () => {
    const made = await createFilm(stack, { ...SHORT_FILM, mode: "step", image_format: "webp" });
    const done = await untilProject(stack, made.project.id, "a portrait", (snapshot) =>
      snapshot.assets.some((asset) => asset.media === "image"),
    );
    expect(done.assets[0]?.contentType).toBe("image/webp");
    const [job] = jobsOf(done, "character");
    expect(job?.substitutions.map((each) => each.field)).toContain("image_format");
  });

  it("cancels running clips and hides the project when it is deleted", async () => {
    const made = await createFilm(stack, SHORT_FILM);
    const { id } = made.project;
    await untilShooting(stack, id);
    expect((await send(stack, "DELETE", `/api/projects/${id}`)).status).toBe(204);
    expect((await send(stack, "GET", `/api/projects/${id}`)).status).toBe(404);
    const list = await send(stack, "GET", "/api/projects");
    expect(JSON.stringify(list.body)).not.toContain(id);
  });
});
