import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FilmRequest } from "../protocol.ts";
import { ClipShelf, ffmpeg, frameHashes, show } from "../testing/clips.ts";
import { makeFilm } from "../testing/film.ts";
import { TestWeb } from "../testing/web.ts";

let shelf: ClipShelf;
let web: TestWeb;
let clip: string;

beforeAll(async () => {
  shelf = await ClipShelf.open();
  web = await TestWeb.open();
  clip = await shelf.clip("clip.mp4", { size: "960x540" });
});
afterAll(async () => {
  await web.close();
  await shelf.close();
});

type Asked = NonNullable<FilmRequest["renditions"]>;

async function renditions(asked: Asked, file = clip) {
  const made = await makeFilm({ shelf, web }, [file], { renditions: asked });
  const files = new Map((made.files ?? []).map((each) => [each.name, each]));
  return { ...made, named: (name: string) => files.get(name)?.file ?? "" };
}

function upload() {
  return { part_url: web.url("/rendition/{part}"), part_bytes: 5 * 1024 * 1024 };
}

describe("versions of a film", () => {
  it("have its frames and sound in another ratio or size", async () => {
    const made = await renditions([
      { kind: "ratio", name: "tall", ratio: "9:16", fit: "blur", upload: upload() },
      { kind: "ratio", name: "square", ratio: "1:1", upload: upload() },
      { kind: "draft", name: "draft", upload: upload() },
    ]);
    const frames = made.shown.frames;
    expect(await show(made.named("tall"))).toMatchObject({ size: "540x960", frames });
    expect(await show(made.named("square"))).toMatchObject({ size: "540x540", frames });
    const draft = await show(made.named("draft"));
    expect(draft).toMatchObject({ size: "854x480", frames, audioS: made.shown.audioS });
    expect(made.files?.map(({ media }) => media.video?.width)).toEqual([540, 540, 854]);
  });

  it("are the film itself where nothing differs", async () => {
    const made = await renditions([
      { kind: "ratio", name: "wide", ratio: "16:9", upload: upload() },
    ]);
    expect(await frameHashes(made.named("wide"))).toEqual(await frameHashes(made.file));
  });
});

describe("pictures and sound of a film", () => {
  it("are taken from where they were asked, within the film", async () => {
    const made = await renditions([
      { kind: "audio", name: "sound", upload: upload() },
      { kind: "preview", name: "gif", format: "gif", width: 160, length_s: 0.5, upload: upload() },
      { kind: "preview", name: "webp", format: "webp", width: 160, start_s: 9, upload: upload() },
      { kind: "poster", name: "poster", at_s: 50, upload: upload() },
    ]);
    expect(made.warnings).toEqual([]);
    expect(await show(made.named("gif"))).toMatchObject({ size: "160x90", frames: 6 });
    expect(await show(made.named("poster"))).toMatchObject({ size: "960x540", frames: 1 });
    await expect(ffmpeg(["-i", made.named("sound"), "-f", "null", "-"])).resolves.toBeUndefined();
    expect(made.files?.map(({ media }) => [media.media, media.format, media.duration_ms])).toEqual([
      ["audio", "mp4", expect.any(Number)],
      ["image", "gif", 500],
      ["image", "webp", 1000],
      ["image", "jpg", 0],
    ]);
  });

  it("are named where there is no sound to take", async () => {
    const mute = await shelf.clip("mute.mp4", { tone: null });
    const made = await renditions([{ kind: "audio", name: "sound", upload: upload() }], mute);
    expect(made.files).toEqual([]);
    expect(made.warnings).toEqual(['The film has no sound, so "sound" was not made.']);
  });
});
