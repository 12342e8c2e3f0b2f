/** Every script of docs/examples against the whole app; mv.e2e.test.ts has what is quick. */
import { execFile } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { readZip } from "../../workers/testing/read-zip.ts";
import { startStack, type Stack } from "../harness/stack.ts";
import { LOCAL_CLOUD, look, probe } from "./client.ts";
import { FILM, IMPORT, runExample, scripts } from "./examples.ts";

const run = promisify(execFile);
/** Those that a test has run. */
const ran = new Set<string>();

let scratch = "";
beforeAll(() => {
  scratch = mkdtempSync(path.join(tmpdir(), "edgereel-examples-"));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function example(stack: Stack, script: string, ...args: string[]): Promise<string> {
  ran.add(script);
  return runExample(stack, scratch, script, ...args);
}

/** The JSON on a script's first line, read as `schema`. */
async function answer<T>(
  schema: z.ZodType<T>,
  stack: Stack,
  script: string,
  ...args: string[]
): Promise<T> {
  const [json = ""] = (await example(stack, script, ...args)).trimStart().split("\n");
  return schema.parse(JSON.parse(json));
}

const inProject = z.object({ project_id: z.uuid() });
const Images = z.object({ images: z.array(z.object({ id: z.uuid() })), metadata: inProject });
const Scenes = z.object({
  scenes: z.array(z.object({ description: z.string() })),
  metadata: inProject,
});
const Video = z.object({ video_id: z.uuid() });

/** Words that a shell or JSON would trip over. */
const IDEA = 'A fox says "hello" to a \\ and a $lantern';

/** Makes a film of two scenes and returns its project and its file, measured. */
async function makeFilm(stack: Stack, name: string) {
  const said = await example(stack, FILM, IDEA, "A red fox with a green scarf", "2", name);
  const projectId = /projects\/([0-9a-f-]{36})/.exec(said)?.[1] ?? "";
  const made = await look(stack, projectId);
  if (made === null) throw new Error(said);
  return { made, file: await probe(path.join(scratch, name)) };
}

/** The inputs of everything that the models were asked. */
async function inputs(stack: Stack) {
  const Predictions = z.array(z.object({ input: z.looseObject({ prompt: z.string() }) }));
  const response = await fetch(`${stack.replicateOrigin}/__emu/predictions`);
  return Predictions.parse(await response.json()).map(({ input }) => input);
}

/** Both scenes with the character in them, one after the other, whole and with sound. */
async function expectWholeFilm(
  stack: Stack,
  { made, file }: Awaited<ReturnType<typeof makeFilm>>,
): Promise<void> {
  const { clips, scenes, assets, jobs } = made;
  expect(scenes).toHaveLength(2);
  expect(clips.map(({ sceneId }) => sceneId).sort()).toEqual(scenes.map(({ id }) => id).sort());
  expect(jobs.every(({ status }) => status === "succeeded")).toBe(true);
  const asked = await inputs(stack);
  expect(asked.some(({ prompt }) => prompt.includes(IDEA))).toBe(true);
  const portrait = assets.find(({ media }) => media === "image")?.id ?? "no portrait";
  expect(asked.filter((input) => JSON.stringify(input).includes(portrait))).toHaveLength(2);

  const lengthsS = clips.map(
    (clip) => (assets.find(({ id }) => id === clip.assetId)?.durationMs ?? NaN) / 1_000,
  );
  const sumS = lengthsS.reduce((sum, lengthS) => sum + lengthS, 0);
  expect(file.video).toMatchObject({ codec_name: "h264" });
  expect(file.audio).toMatchObject({ codec_name: "aac" });
  expect(Math.abs(file.video.duration - sumS)).toBeLessThan(1 / 24);
  expect(Math.abs((file.audio?.duration ?? 0) - sumS)).toBeLessThan(0.04);
}

describe("the examples", () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ env: { TIME_SCALE: "0.1" } });
  });
  afterAll(() => stack.stop());

  it("draw, read and upload pictures", async () => {
    const drawn = await answer(
      Images,
      stack,
      "generate_character_reference.sh",
      'A "silver" robot',
    );
    const id = drawn.images[0]?.id ?? "";
    expect(await example(stack, "get_character_reference.sh", id, "robot.png")).toContain(
      "200 image/png",
    );
    const Info = z.object({ exists: z.boolean(), bytes: z.int(), project_id: z.uuid() });
    const info = await answer(Info, stack, "get_character_reference_info.sh", id);
    expect(info.exists).toBe(true);
    expect(statSync(path.join(scratch, "robot.png")).size).toBe(info.bytes);
    const Uploaded = z.object({ image_id: z.uuid(), content_type: z.string() });
    const upload = ["robot.png", info.project_id];
    const sent = await answer(Uploaded, stack, "upload_character_reference.sh", ...upload);
    expect(sent.content_type).toBe("image/png");
    expect(sent.image_id).not.toBe(id);
  });

  it("write scenes, shoot clips and cut them", async () => {
    const written = await answer(Scenes, stack, "create_scenes.sh", "A robot", "A robot", "3");
    expect(written.scenes).toHaveLength(3);
    const projectId = written.metadata.project_id;
    const read = await answer(Scenes.pick({ scenes: true }), stack, "get_scenes.sh", projectId);
    expect(read.scenes).toEqual(written.scenes.map(({ description }) => ({ description })));
    expect(await example(stack, "get_scenes.sh", projectId, "markdown")).toContain("## Scene 3");

    const drawn = await answer(Images, stack, "generate_character_reference.sh", "A robot");
    const shot = ["The robot bows", drawn.images[0]?.id ?? "", "example-bow"];
    const clip = await answer(Video, stack, "generate_video.sh", ...shot);
    expect(await answer(Video, stack, "generate_video.sh", ...shot)).toEqual(clip);
    const film = await answer(Video, stack, "stitch-videos.sh", clip.video_id, clip.video_id);
    const Info = z.object({ duration_seconds: z.number() });
    const info = await answer(Info, stack, "get_video_info.sh", film.video_id);
    expect(info.duration_seconds).toBe(16);
    expect(await example(stack, "get_video.sh", film.video_id, "twice.mp4")).toContain(
      "200 video/mp4",
    );
    expect((await probe(path.join(scratch, "twice.mp4"))).video.duration).toBeCloseTo(16, 1);
  });

  it("upload a song, list the flavors, and ask after a call", async () => {
    const tone = ["-f", "lavfi", "-i", "sine=duration=2", path.join(scratch, "song.wav")];
    await run(process.env["FFMPEG_PATH"] ?? "ffmpeg", ["-v", "error", ...tone]);
    const Uploaded = z.object({ content_type: z.string(), duration_seconds: z.number() });
    expect(await answer(Uploaded, stack, "upload_audio.sh", "song.wav")).toEqual({
      content_type: "audio/wav",
      duration_seconds: 2,
    });
    const Flavors = z.object({ flavors: z.array(z.string()) });
    expect((await answer(Flavors, stack, "get_config_flavors.sh")).flavors).toContain("default");
    const Report = z.object({ id: z.uuid(), status: z.string(), result: Scenes });
    const report = await answer(Report, stack, "calls.sh");
    expect(report.status).toBe("succeeded");
    expect((await answer(Report, stack, "calls.sh", report.id)).id).toBe(report.id);
  });

  it("end with the server's reason when it refuses", async () => {
    const unknown = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
    await expect(example(stack, "get_video.sh", unknown)).rejects.toMatchObject({ code: 22 });
    const film = example(stack, FILM, "A storm [[emu:fail=E005]]", "A fox", "1", "never.mp4");
    await expect(film).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining("CONTENT_POLICY_VIOLATION"),
    });
  });

  it("make a whole film, and import what was exported of it", async () => {
    const film = await makeFilm(stack, "direct.mp4");
    await expectWholeFilm(stack, film);
    const folder = path.join(scratch, "unpacked");
    const { project } = film.made;
    const zip = await fetch(`${stack.origin}/api/projects/${project.id}/export`);
    for (const { name, bytes } of readZip(new Uint8Array(await zip.arrayBuffer()))) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), bytes);
    }
    const files = readdirSync(path.join(folder, "clips"));
    const [first = ""] = files.sort();
    renameSync(path.join(folder, "clips", first), path.join(scratch, first));
    const half = example(stack, IMPORT, folder, "import-example");
    await expect(half).rejects.toMatchObject({ stderr: expect.stringContaining(first) });
    renameSync(path.join(scratch, first), path.join(folder, "clips", first));
    const said = await example(stack, IMPORT, folder, "import-example");
    expect(said).not.toContain("Sending portraits/");
    const copyId = /projects\/([0-9a-f-]{36})/.exec(said)?.[1] ?? "";
    const copy = await look(stack, copyId);
    expect(copy?.clips.map(({ prompt }) => prompt)).toEqual(
      film.made.clips.map(({ prompt }) => prompt),
    );
    expect(copy?.project.id).not.toBe(project.id);
  });

  it("were all run by these tests", () => {
    expect([...ran].sort()).toEqual([...scripts].sort());
  });
});

describe("with presigned storage", () => {
  it("the same script makes the same film", async () => {
    const stack = await startStack({ env: { TIME_SCALE: "0.1", ...LOCAL_CLOUD } });
    try {
      const film = await makeFilm(stack, "presigned.mp4");
      await expectWholeFilm(stack, film);
      const assetId = film.made.films[0]?.assetId ?? "";
      const Info = z.object({ serving_mode: z.string(), cloud_url: z.url() });
      const info = await answer(Info, stack, "get_video_info.sh", assetId);
      expect(info.serving_mode).toBe("cloud");
      expect(await example(stack, "get_video.sh", assetId, "again.mp4")).toContain("200 video/mp4");
    } finally {
      await stack.stop();
    }
  });
});
