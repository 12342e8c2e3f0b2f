import { describe, expect, it } from "vitest";
import { LIMITS } from "../../contracts/limits.ts";
import { joinChunks } from "../chunks.ts";
import { be32, fromLetters } from "./bytes.ts";
import { crc32 } from "./crc.ts";
import { pngChunk } from "./png.ts";
import { buildExif } from "./testing/build-exif.ts";
import { PNG_END, PNG_SIGNATURE, buildPng, pngHeader, pngPixels } from "./testing/build-png.ts";
import { expectClean, expectRefused, holds, writtenOrientation } from "./testing/read-back.ts";

const SECRET = "SECRET-PLACE";

function text(type: string): Uint8Array {
  return pngChunk(type, fromLetters(`Comment\0${SECRET}`));
}

describe("the checksum", () => {
  it("is the one of the standard", () => {
    expect(crc32(fromLetters("123456789"))).toBe(0xcbf43926);
    expect([...PNG_END.subarray(8)]).toEqual([0xae, 0x42, 0x60, 0x82]);
  });
});

describe("a PNG", () => {
  it("with nothing to hide comes out byte for byte", async () => {
    const file = await buildPng({ width: 5, height: 7 });
    const picture = { bytes: file, contentType: "image/png", width: 5, height: 7 };
    expect(expectClean(file)).toEqual(picture);
  });

  it("may have sides of the limit", async () => {
    const side = LIMITS.uploadImageSide;
    const pixels = await pngPixels(1, 1);
    const file = joinChunks([PNG_SIGNATURE, pngHeader(side, side), pixels, PNG_END]);
    expect(expectClean(file)).toMatchObject({ width: 8_192, height: 8_192 });
  });

  it("keeps colour, transparency and shape of pixels", async () => {
    const kept = [
      pngChunk("gAMA", Uint8Array.from(be32(45_455))),
      pngChunk("iCCP", fromLetters("P3\0\0packed profile")),
      pngChunk("tRNS", Uint8Array.of(0, 1)),
      pngChunk("pHYs", Uint8Array.from([...be32(2), ...be32(1), 0])),
    ];
    const file = await buildPng({ before: kept });
    expect(expectClean(file).bytes).toEqual(file);
  });

  it("keeps its palette", async () => {
    const header = pngHeader(3, 2, { colour: 3 });
    const palette = pngChunk("PLTE", new Uint8Array(768));
    const pixels = await pngPixels(3, 2);
    const file = joinChunks([PNG_SIGNATURE, header, palette, pixels, PNG_END]);
    expect(expectClean(file).bytes).toEqual(file);
  });

  it("may have its pixels in several chunks", async () => {
    const pixels = (await pngPixels(3, 2)).slice(8, -4);
    const parts = [pixels.subarray(0, 3), new Uint8Array(0), pixels.subarray(3)];
    const chunks = parts.map((part) => pngChunk("IDAT", part));
    const file = joinChunks([PNG_SIGNATURE, pngHeader(3, 2), ...chunks, PNG_END]);
    expect(expectClean(file).bytes).toEqual(file);
  });

  it.each(["tEXt", "zTXt", "iTXt", "tIME", "sPLT", "prVt", "eXIf"])(
    "loses %s, before the pixels and after",
    async (type) => {
      const plain = await buildPng();
      for (const place of ["before", "after"]) {
        const file = await buildPng({ [place]: [text(type)] });
        expect(holds(file, SECRET)).toBe(true);
        expect(expectClean(file).bytes).toEqual(plain);
      }
    },
  );

  it.each(["pHYs", "gAMA", "tRNS"])(
    "loses a %s that is longer than it can be, that comes twice or too late",
    async (type) => {
      const plain = await buildPng();
      const long = pngChunk(type, new Uint8Array(257));
      expect(expectClean(await buildPng({ before: [long] })).bytes).toEqual(plain);
      const right = pngChunk(type, new Uint8Array(4));
      expect(expectClean(await buildPng({ after: [right] })).bytes).toEqual(plain);
      const twice = expectClean(await buildPng({ before: [right, right] }));
      expect(twice.bytes).toEqual(await buildPng({ before: [right] }));
    },
  );

  it("loses what follows its end", async () => {
    const plain = await buildPng();
    const file = joinChunks([plain, fromLetters(SECRET)]);
    expect(expectClean(file).bytes).toEqual(plain);
  });

  it.each(["before", "after"])("keeps the orientation that stands %s the pixels", async (place) => {
    const exif = pngChunk("eXIf", buildExif(6, "little-endian"));
    const { bytes } = expectClean(await buildPng({ [place]: [exif] }));
    expect(writtenOrientation(bytes)).toBe(6);
    expect(holds(bytes, "SECRET")).toBe(false);
  });
});

describe("a PNG is refused", () => {
  it("that moves", async () => {
    const control = pngChunk("acTL", Uint8Array.from([...be32(2), ...be32(0)]));
    expectRefused(await buildPng({ before: [control] }), "moves: it is an animated PNG");
  });

  it.each([
    [8_193, 1],
    [1, 8_193],
    [0x7fffffff, 0x7fffffff],
    [0xffffffff, 1],
  ])("of %d by %d pixels", async (width, height) => {
    const pixels = await pngPixels(1, 1);
    const file = joinChunks([PNG_SIGNATURE, pngHeader(width, height), pixels, PNG_END]);
    expectRefused(file, `${width} × ${height} pixels`);
  });

  it.each([
    [0, 5],
    [5, 0],
  ])("of %d by %d pixels: no picture at all", async (width, height) => {
    const pixels = await pngPixels(1, 1);
    const file = joinChunks([PNG_SIGNATURE, pngHeader(width, height), pixels, PNG_END]);
    expectRefused(file, "0 pixels");
  });

  it.each([
    ["an unknown colour type", { colour: 1 }],
    ["a depth that the colour type lacks", { colour: 2, depth: 4 }],
    ["an unknown compression", { compression: 1 }],
    ["an unknown filter", { filter: 1 }],
    ["an unknown interlacing", { interlace: 2 }],
  ])("with %s", async (_, header) => {
    const pixels = await pngPixels(3, 2);
    const file = joinChunks([PNG_SIGNATURE, pngHeader(3, 2, header), pixels, PNG_END]);
    expectRefused(file, "header that can't be");
  });

  it("with its chunks in a wrong order, missing or unknown", async () => {
    const header = pngHeader(3, 2);
    const inColours = pngHeader(3, 2, { colour: 3 });
    const palette = pngChunk("PLTE", new Uint8Array(6));
    const pixels = await pngPixels(3, 2);
    const cases: [Uint8Array[], string][] = [
      [[pixels, header, PNG_END], "no header at the start"],
      [[PNG_END], "no pixels"],
      [[header, PNG_END], "no pixels"],
      [[header, pngChunk("IDAT", new Uint8Array(0)), PNG_END], "no pixels"],
      [[header, header, pixels, PNG_END], "out of place"],
      [[header, pixels, header, PNG_END], "out of place"],
      [[header, pngChunk("ABCD", new Uint8Array(0)), pixels, PNG_END], "unknown"],
      [[header, pixels, text("tEXt"), pixels, PNG_END], "pixels in two places"],
      [[header, pixels, pngChunk("IEND", Uint8Array.of(1))], "an end that can't be"],
      [[header, palette, pixels, PNG_END], "a palette that can't be"],
      [[inColours, pixels, PNG_END], "the palette is missing"],
      [[inColours, palette, palette, pixels, PNG_END], "a palette that can't be"],
      [[inColours, pngChunk("PLTE", new Uint8Array(4)), pixels, PNG_END], "a palette"],
      [[inColours, pngChunk("PLTE", new Uint8Array(771)), pixels, PNG_END], "a palette"],
      [[header, pixels], "cut off"],
      [[header, pngChunk("1234", new Uint8Array(0)), pixels, PNG_END], "without a name"],
    ];
    for (const [chunks, words] of cases) {
      expectRefused(joinChunks([PNG_SIGNATURE, ...chunks]), words);
    }
  });

  it("where a chunk fails its checksum, also one that would be dropped", async () => {
    const file = await buildPng({ before: [text("tEXt")] });
    for (const at of [16, PNG_SIGNATURE.length + 25 + 12, file.length - 1]) {
      const broken = file.slice();
      broken[at] = (broken[at] ?? 0) ^ 1;
      expectRefused(broken, "checksum");
    }
  });

  it.each([0x7fffffff, 0x80000000, 0xffffffff])("where a chunk tells %d bytes", async (length) => {
    const file = await buildPng();
    file.set(be32(length), PNG_SIGNATURE.length + 25);
    expectRefused(file, "cut off");
  });
});
