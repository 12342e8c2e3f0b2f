import { readFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ClipShelf, frameHashes } from "../testing/clips.ts";
import { makeFilm } from "../testing/film.ts";
import { testPlatform } from "../testing/platform.ts";
import { TestWeb } from "../testing/web.ts";

let shelf: ClipShelf;
let web: TestWeb;
let clips: string[];

const joins = [
  { kind: "crossfade" as const, length_s: 0.25 },
  { kind: "dip_black" as const, length_s: 0.25 },
];

beforeAll(async () => {
  shelf = await ClipShelf.open();
  const keyed = ["-x264-params", "keyint=6:min-keyint=6:scenecut=0"];
  clips = await Promise.all(
    [0, 90, 180].map((hue) => shelf.clip(`c${hue}.mp4`, { hue, options: keyed })),
  );
});
beforeEach(async () => {
  web = await TestWeb.open();
});
afterEach(() => web.close());
afterAll(() => shelf.close());

function order(parts_url: string | null) {
  return { joins, keep: "clips" as const, parts_url };
}

const puts = () =>
  web.seen.filter(({ method, path: at }) => method === "PUT" && at.startsWith("/parts/"));

describe("a film whose parts are kept", () => {
  it("makes no part again that is kept, and every part that is not", async () => {
    const url = web.url("/parts/{key}");
    await makeFilm({ shelf, web }, clips, order(url));
    const first = puts().map((seen) => seen.path);
    expect(first).toHaveLength(3);
    await makeFilm({ shelf, web }, clips, order(url));
    expect(puts()).toHaveLength(3);
    // Another first clip: the join it takes part in is new, the other one is not; the sound is.
    const other = await shelf.clip("other.mp4", { hue: 45 });
    await makeFilm({ shelf, web }, [other, ...clips.slice(1)], order(url));
    expect(puts()).toHaveLength(5);
  });

  it("does not take a part that is not whole", async () => {
    const url = web.url("/parts/{key}");
    const made = await makeFilm({ shelf, web }, clips, order(url));
    for (const part of web.parts.values()) part.body = part.body.subarray(0, 500);
    const again = await makeFilm({ shelf, web }, clips, order(url));
    expect(await frameHashes(again.file)).toEqual(await frameHashes(made.file));
  });

  it("is made without the store where that fails, which is not asked again", async () => {
    const platform = testPlatform();
    const url = web.prank("/broken", (_request, response) => {
      response.writeHead(500).end();
      return true;
    });
    const made = await makeFilm({ shelf, web, platform }, clips, order(`${url}?key={key}`));
    expect(made.shown.frames).toBe(66);
    // Two parts and the sound are made at once, and may all have asked by then.
    expect(web.requests("/broken").length).toBeLessThanOrEqual(3);
    expect(platform.logged.map(({ event }) => event)).toContain("part_store_left");
  });
});

describe("renditions of a film whose parts are kept", () => {
  const asked = () => {
    const upload = { part_url: web.url("/rendition/{part}"), part_bytes: 5 * 1024 * 1024 };
    const preview = { kind: "preview" as const, width: 160, length_s: 0.5, upload };
    return [
      { kind: "ratio" as const, name: "square", ratio: "1:1" as const, upload },
      { kind: "draft" as const, name: "draft", upload },
      { ...preview, name: "gif", format: "gif" as const },
      { ...preview, name: "webp", format: "webp" as const },
      { kind: "poster" as const, name: "poster", upload },
    ];
  };
  const make = (changes: Parameters<typeof makeFilm>[2] = {}) => {
    const kept = { ...order(web.url("/parts/{key}")), joins: joins.slice(1), renditions: asked() };
    return makeFilm({ shelf, web }, clips.slice(0, 2), { ...kept, ...changes });
  };
  const bytes = (made: Awaited<ReturnType<typeof make>>) =>
    Promise.all((made.files ?? []).map(({ file }) => readFile(file)));

  it("are fetched and not made again, also when the film got another sound", async () => {
    const first = await bytes(await make());
    // The seam and the sound; square, GIF, WebP and poster. The draft is the film itself.
    expect(puts()).toHaveLength(6);
    const again = await make();
    expect(puts()).toHaveLength(6);
    expect((await bytes(again)).slice(2)).toEqual(first.slice(2));
    expect(again.files?.map(({ media }) => media.video?.width)).toEqual([180, 320, 160, 160, 320]);
    await make({ sound: { clips_gain_db: -6 } });
    expect(puts()).toHaveLength(7);
  });

  it("are made again where what is kept is not whole", async () => {
    const first = await bytes(await make());
    for (const part of web.parts.values()) part.body = part.body.subarray(0, -3);
    expect((await bytes(await make())).slice(2)).toEqual(first.slice(2));
  });
});
