import { rename } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Media } from "../protocol.ts";
import { ClipShelf, ffmpeg } from "../testing/clips.ts";
import { makeFilm } from "../testing/film.ts";
import { brightness, mean, psnr } from "../testing/frames.ts";
import { TestWeb } from "../testing/web.ts";

/** The same half second in every kind of file: 12 frames at 24 a second, shown as 320x180. */
const SCENE = "testsrc2=s=320x180:r=24:d=0.5";
const at = (rate: string, size = "320x180") => `testsrc2=s=${size}:r=${rate}:d=0.5`;
const FAST = ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "14"];
const PLAIN = [...FAST, "-bf", "2", "-pix_fmt", "yuv420p"];
const HEVC = [
  "-c:v",
  "libx265",
  "-preset",
  "ultrafast",
  "-crf",
  "14",
  "-x265-params",
  "log-level=0",
];

/** Name, source, options, and the least PSNR that the film's frames must have against the scene. */
const KINDS: Array<[string, string, string[], number]> = [
  ["plain.mp4", SCENE, PLAIN, 40],
  ["hevc.mp4", SCENE, [...HEVC, "-pix_fmt", "yuv420p"], 35],
  ["hevc10.mp4", SCENE, [...HEVC, "-pix_fmt", "yuv420p10le"], 35],
  ["vp9.webm", SCENE, ["-c:v", "libvpx-vp9", "-cpu-used", "8", "-crf", "10", "-b:v", "0"], 32],
  ["av1.mp4", SCENE, ["-c:v", "libsvtav1", "-preset", "12", "-crf", "20"], 30],
  ["mpeg4.avi", SCENE, ["-c:v", "mpeg4", "-q:v", "2"], 30],
  ["prores.mov", SCENE, ["-c:v", "prores_ks", "-profile:v", "2"], 35],
  ["animation.gif", SCENE, [], 20],
  ["ts.ts", SCENE, PLAIN, 35],
  ["444.mp4", SCENE, [...FAST, "-pix_fmt", "yuv444p"], 35],
  ["rgb.mp4", SCENE, ["-c:v", "libx264rgb", "-preset", "ultrafast", "-crf", "10"], 30],
  ["full-range.mp4", SCENE, [...FAST, "-pix_fmt", "yuvj420p"], 35],
  ["bt709.mp4", `${SCENE},${matrix("bt709")}`, [...PLAIN, ...tags("bt709")], 35],
  ["bt601.mp4", `${SCENE},${matrix("bt601")}`, [...PLAIN, ...tags("smpte170m")], 35],
  ["turned.mp4", `${SCENE},transpose=1`, PLAIN, 35],
  ["squeezed.mp4", `${SCENE},scale=160:180,setsar=2`, PLAIN, 22],
  ["odd.mkv", at("24", "319x179"), [...FAST, "-pix_fmt", "yuv444p"], 18],
  ["open-groups.mp4", SCENE, [...PLAIN, "-x264-params", "open-gop=1:keyint=6:bframes=2"], 40],
  ["interlaced.mp4", SCENE, [...PLAIN, "-flags", "+ilme+ildct", "-top", "1"], 30],
  ["30.mp4", at("30"), PLAIN, 20],
  ["ntsc.mp4", at("24000/1001"), PLAIN, 25],
  ["60.mp4", at("60"), PLAIN, 25],
  ["variable.mkv", `${at("48")},select='not(eq(mod(n,4),3))'`, [...PLAIN, "-vsync", "vfr"], 20],
];

let shelf: ClipShelf;
let web: TestWeb;
let film: { file: string; plan: string; media: Media; frames: number[] };

beforeAll(async () => {
  shelf = await ClipShelf.open();
  web = await TestWeb.open();
  for (const [name, source, options] of KINDS) {
    await ffmpeg(["-f", "lavfi", "-i", source, ...options, shelf.path(name)]);
  }
  const upright = shelf.path("upright.mp4");
  await rename(shelf.path("turned.mp4"), upright);
  const turn = ["-c", "copy", "-metadata:s:v", "rotate=90"];
  await ffmpeg(["-i", upright, ...turn, shelf.path("turned.mp4")]);
  const made = await makeFilm(
    { shelf, web },
    KINDS.map(([name]) => shelf.path(name)),
  );
  const scenes = KINDS.flatMap(() => ["-f", "lavfi", "-i", SCENE]);
  const reference = shelf.path("reference.mkv");
  const all = `concat=n=${KINDS.length},format=yuv420p`;
  await ffmpeg([...scenes, "-filter_complex", all, "-c:v", "ffv1", reference]);
  film = { ...made, frames: await psnr(made.file, reference) };
}, 60_000);
afterAll(async () => {
  await web.close();
  await shelf.close();
});

describe("a film of clips of every kind", () => {
  it("has every frame that was planned, and copies what matches", () => {
    expect(film.media.video).toMatchObject({ width: 320, height: 180, fps: 24 });
    expect(film.frames).toHaveLength(KINDS.length * 12);
    expect(film.plan).toContain("320x180@24/1 silent: copy 1:0-12, encode 2:0-12");
  });

  it.each(KINDS.map(([name, , , least], index) => ({ name, least, index })))(
    "shows $name as it is",
    ({ index, least }) => {
      expect(mean(film.frames.slice(index * 12, index * 12 + 12))).toBeGreaterThan(least);
    },
  );
});

describe("a start that an edit list hides", () => {
  it("is hidden in the film too", async () => {
    const whole = shelf.path("whole.mp4");
    const edited = shelf.path("edited.mp4");
    const source = `${SCENE},format=yuv420p,tpad=start=6:color=white`;
    await ffmpeg(["-f", "lavfi", "-i", source, ...PLAIN, whole]);
    await ffmpeg(["-ss", "0.25", "-i", whole, "-c", "copy", edited]);
    const plain = shelf.path("plain.mp4");
    const made = await makeFilm({ shelf, web }, [plain, edited]);
    expect(made.plan).toContain("copy 1:0-12, encode 2:0-12");
    const same = await makeFilm({ shelf, web }, [plain, plain]);
    expect(mean(await psnr(made.file, same.file))).toBeGreaterThan(35);
  });
});

describe("HDR", () => {
  it("is brought down to what the film can show", async () => {
    const file = shelf.path("hdr.mp4");
    const grey = "color=0x808080:s=320x180:r=24:d=0.5,format=gbrp";
    const told = "setparams=range=pc:color_primaries=bt709:color_trc=bt709:colorspace=gbr";
    const linear = "zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=bt2020";
    const pq = "zscale=t=smpte2084:m=bt2020nc:r=tv:npl=203,format=yuv420p10le";
    const source = [grey, told, linear, pq].join(",");
    await ffmpeg(["-f", "lavfi", "-i", source, ...HEVC, ...hdrTags(), file]);
    const made = await makeFilm({ shelf, web }, [file]);
    const { video } = made.media;
    expect(video).toMatchObject({ codec: "h264", frames: 12 });
    const [first = 0] = await brightness(made.file);
    // The grey it was made of; as it is stored, it would come out at 105.
    expect(Math.abs(first - 128)).toBeLessThan(10);
    expect(made.warnings).toEqual([
      "Clip 1 is HDR; its brightness was brought down to the film's.",
    ]);
  });
});

describe("a portrait in a landscape", () => {
  const output = { width: 320, height: 180, fps: null };
  let portrait: string;
  beforeAll(async () => {
    portrait = shelf.path("portrait.mp4");
    // Dark above, light below.
    const source = "color=0x606060:s=180x320:r=24:d=0.25,drawbox=y=160:h=160:c=0xd0d0d0:t=fill";
    await ffmpeg(["-f", "lavfi", "-i", source, ...PLAIN, portrait]);
  });

  async function side(changes: Parameters<typeof makeFilm>[2], crop = "60:180:0:0") {
    const made = await makeFilm({ shelf, web }, [portrait], { output, ...changes });
    return (await brightness(made.file, crop))[0] ?? 0;
  }

  it("stands between black bars, on its own blur, or fills the frame", async () => {
    expect(await side({ fit: "pad" })).toBeLessThan(20);
    expect(await side({ fit: "blur" })).toBeGreaterThan(70);
    const [top, bottom] = await Promise.all([
      side({ fit: "crop", focus: { x: 0.5, y: 0 } }),
      side({ fit: "crop", focus: { x: 0.5, y: 1 } }),
    ]);
    expect(bottom - top).toBeGreaterThan(80);
  });
});

function matrix(name: string): string {
  return `scale=out_color_matrix=${name}:out_range=tv,format=yuv420p`;
}

function tags(name: string): string[] {
  const transfer = name === "bt709" ? "bt709" : "smpte170m";
  return ["-colorspace", name, "-color_primaries", name, "-color_trc", transfer];
}

function hdrTags(): string[] {
  return ["-colorspace", "bt2020nc", "-color_primaries", "bt2020", "-color_trc", "smpte2084"];
}
