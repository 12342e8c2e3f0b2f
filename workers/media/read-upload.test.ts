import { describe, expect, it } from "vitest";
import { joinChunks } from "./chunks.ts";
import { readUpload } from "./read-upload.ts";
import type { Upload } from "./read-upload.ts";

const ADDRESS = "http://localhost/upload";
const BOUNDARY = "----edge7MA4YWxkTrZu0gW";
const MAX_BYTES = 1024 * 1024;

const PNG = Uint8Array.from({ length: 5_000 }, (_, index) => (index * 7 + (index >> 8)) & 0xff);

/** A part as it stands in a form; a string is UTF-8. */
function part(headers: string, content: string | Uint8Array): Uint8Array {
  const encoder = new TextEncoder();
  const body = typeof content === "string" ? encoder.encode(content) : content;
  const head = encoder.encode(`--${BOUNDARY}\r\n${headers}\r\n\r\n`);
  return joinChunks([head, body, encoder.encode("\r\n")]);
}

function textPart(name: string, text: string | Uint8Array): Uint8Array {
  return part(`Content-Disposition: form-data; name="${name}"`, text);
}

function filePart(content: string | Uint8Array = PNG, name = "a.png", type = "image/png") {
  const disposition = `Content-Disposition: form-data; name="file"; filename="${name}"`;
  return part(`${disposition}\r\nContent-Type: ${type}`, content);
}

function form(...parts: Uint8Array[]): Uint8Array {
  return joinChunks([...parts, new TextEncoder().encode(`--${BOUNDARY}--\r\n`)]);
}

type Body = ReadableStream<Uint8Array> | Uint8Array;

function request(body: Body, headers: Record<string, string> = {}): Request {
  const type = `multipart/form-data; boundary=${BOUNDARY}`;
  return new Request(ADDRESS, {
    method: "POST",
    headers: { "content-type": type, ...headers },
    body,
  });
}

function inPieces(bytes: Uint8Array, piece: number): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(sent, sent + piece));
      sent += piece;
    },
  });
}

async function read(asked: Request): Promise<Upload> {
  const result = await readUpload(asked, { field: "file", maxBytes: MAX_BYTES });
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

async function expectRefused(asked: Request, code: string, words = ""): Promise<void> {
  const result = await readUpload(asked, { field: "file", maxBytes: MAX_BYTES });
  expect(result.ok ? "ok" : result.error.code).toBe(code);
  expect(result.ok ? "ok" : result.error.message).toContain(words);
}

describe("readUpload of a good form", () => {
  it("takes what a browser's own FormData sends", async () => {
    const data = new FormData();
    data.set("title", "Am Strand ☀");
    data.set("file", new File([PNG], "Ein Bild.png", { type: "image/png" }));
    data.set("__proto__", "no trick");
    const upload = await read(new Request(ADDRESS, { method: "POST", body: data }));
    expect(upload).toMatchObject({
      fileName: "Ein Bild.png",
      claimedType: "image/png",
      bytes: PNG.length,
    });
    expect(Object.entries(upload.fields)).toEqual([
      ["title", "Am Strand ☀"],
      ["__proto__", "no trick"],
    ]);
    expect(joinChunks(upload.chunks)).toEqual(PNG);
  });

  it.each([1, 2, 3, 7, 100, 1_000, 4_096])("takes it in pieces of %d bytes", async (piece) => {
    const body = form(textPart("title", "one"), filePart(), textPart("note", ""));
    const upload = await read(request(inPieces(body, piece)));
    expect(joinChunks(upload.chunks)).toEqual(PNG);
    expect(upload.fields).toEqual({ title: "one", note: "" });
  });

  it("takes it cut in two at any byte, the last ones too", async () => {
    const body = form(textPart("title", "one"), filePart("\r\n--not the boundary\r\n-"));
    for (let cut = 1; cut < body.length; cut += 1) {
      const upload = await read(request(inTwo(body, cut)));
      expect(upload.bytes).toBe(23);
    }
  });

  it.each([
    ["an epilogue", "\r\nNothing to see here."],
    ["a boundary once more", `--${BOUNDARY}\r\n`],
  ])("takes no notice of %s after its end", async (_, text) => {
    const body = joinChunks([form(filePart()), new TextEncoder().encode(text)]);
    for (const piece of [1, 10_000]) {
      expect((await read(request(inPieces(body, piece)))).bytes).toBe(PNG.length);
    }
  });

  it("takes a file of exactly the limit, and ten fields", async () => {
    const texts = Array.from({ length: 9 }, (_, index) => textPart(`t${index}`, "x".repeat(1_024)));
    const upload = await read(request(form(...texts, filePart(new Uint8Array(MAX_BYTES)))));
    expect(upload.bytes).toBe(MAX_BYTES);
    expect(Object.keys(upload.fields)).toHaveLength(9);
  });

  it.each([
    ["quoted", `multipart/form-data; boundary="${BOUNDARY}"`],
    ["in capitals", `Multipart/Form-Data; Boundary=${BOUNDARY}`],
    ["with another parameter", `multipart/form-data; charset=utf-8; boundary=${BOUNDARY} ; x=1`],
  ])("reads its Content-Type %s", async (_, type) => {
    const upload = await read(request(form(filePart()), { "content-type": type }));
    expect(upload.bytes).toBe(PNG.length);
  });

  it.each([
    ["../../etc/passwd", "passwd"],
    ["Bild\u0001\u202e größer.png", "Bild größer.png"],
    [`${"n".repeat(300)}.png`, `${"n".repeat(116)}.png`],
    ["///", "file"],
  ])("makes the name %j safe", async (name, safe) => {
    expect((await read(request(form(filePart(PNG, name))))).fileName).toBe(safe);
  });

  it.each([
    ["IMAGE/PNG", "image/png"],
    ["image/png; charset=x", "image/png"],
    ["<script>", ""],
  ])("takes the claimed type %j as %j", async (claim, type) => {
    expect((await read(request(form(filePart(PNG, "a.png", claim))))).claimedType).toBe(type);
  });
});

describe("readUpload refuses", () => {
  it.each(["application/json", "multipart/mixed; boundary=x", "multipart/form-datax; boundary=x"])(
    "a body of type %s",
    async (type) => {
      const asked = request(form(filePart()), { "content-type": type });
      await expectRefused(asked, "unsupported_media_type");
    },
  );

  it.each([
    ["no boundary", "multipart/form-data"],
    ["an empty boundary", 'multipart/form-data; boundary=""'],
    ["a boundary of 71 letters", `multipart/form-data; boundary=${"b".repeat(71)}`],
    ["a boundary with strange letters", "multipart/form-data; boundary=a{b}"],
  ])("%s", async (_, type) => {
    const asked = request(form(filePart()), { "content-type": type });
    await expectRefused(asked, "unsupported_media_type");
  });

  it("a request without a body", async () => {
    const headers = { "content-type": `multipart/form-data; boundary=${BOUNDARY}` };
    const asked = new Request(ADDRESS, { method: "POST", headers });
    await expectRefused(asked, "invalid_request", "The form is empty");
  });

  it.each([
    ["a form without fields", form(), "No file came"],
    ["a form without the field", form(textPart("title", "one")), "No file came"],
    ["a text in place of the file", form(textPart("file", "one")), "No file came"],
    ["a field where none was chosen", form(filePart("", "")), "No file came"],
    ["an empty file", form(filePart("")), "0 bytes"],
    ["two files", form(filePart(), filePart()), "one file at a time"],
    ["a text twice", form(textPart("a", "1"), textPart("a", "2"), filePart()), "comes twice"],
    [
      "a file in another field",
      form(part('Content-Disposition: form-data; name="other"; filename="b"', "b"), filePart()),
      "one file at a time",
    ],
    ["a field without a name", form(part("Content-Disposition: form-data", "x")), "no name"],
    ["a field without headers of its own", form(part("X-Nothing: 1", "x")), "no name"],
    ["a text over 1 KB", form(textPart("a", "x".repeat(1_025)), filePart()), "over 1 KB"],
    ["a text not in UTF-8", form(textPart("a", Uint8Array.of(0xe9)), filePart()), "not UTF-8"],
    ["headers over 4 KB", form(part(`X-Long: ${"x".repeat(4_096)}`, "x")), "malformed"],
  ])("%s", async (_, body, words) => {
    await expectRefused(request(body), "invalid_request", words);
  });

  it("a file name that is not UTF-8", async () => {
    const body = form(filePart(PNG, "gr?n.png"));
    body[body.indexOf("?".charCodeAt(0))] = 0xfc;
    await expectRefused(request(body), "invalid_request", "A name in the form is not UTF-8");
  });

  it("more than ten fields", async () => {
    const texts = Array.from({ length: 10 }, (_, index) => textPart(`t${index}`, ""));
    await expectRefused(request(form(...texts, filePart())), "invalid_request", "over 10 fields");
  });

  it("a form cut off at any byte", async () => {
    const body = form(textPart("title", "one"), filePart("content"));
    const lineEnd = 2;
    for (let length = 0; length < body.length - lineEnd; length += 1) {
      await expectRefused(request(body.slice(0, length)), "invalid_request");
    }
    expect((await read(request(body.slice(0, -lineEnd)))).bytes).toBe(7);
  });

  it("a form whose connection breaks", async () => {
    const body = form(filePart());
    const broken = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(body.slice(0, 1_000)),
      pull: (controller) => controller.error(new TypeError("Network connection lost.")),
    });
    await expectRefused(request(broken), "invalid_request", "cut off on its way");
  });

  it("something before the first boundary", async () => {
    const body = joinChunks([new TextEncoder().encode("hello"), form(filePart())]);
    await expectRefused(request(body), "invalid_request", "malformed");
  });
});

describe("readUpload of too much", () => {
  /** Never ends by itself; counts what was asked of it. */
  function endless(start: Uint8Array) {
    const seen = { sent: 0, isCanceled: false };
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const piece = seen.sent === 0 ? start : new Uint8Array(64 * 1024);
        controller.enqueue(piece);
        seen.sent += piece.length;
      },
      cancel: () => void (seen.isCanceled = true),
    });
    return { body, seen };
  }
  const allowed = MAX_BYTES + 256 * 1024;

  it("stops soon after the limit and lets the sender go", async () => {
    const { body, seen } = endless(filePart(PNG));
    await expectRefused(request(body), "payload_too_large", "larger than 1 MB");
    expect(seen.sent).toBeGreaterThan(MAX_BYTES);
    expect(seen.sent).toBeLessThan(allowed);
    expect(seen.isCanceled).toBe(true);
  });

  it("stops where what follows the end never ends", async () => {
    const { body, seen } = endless(form(filePart()));
    await expectRefused(request(body), "payload_too_large");
    expect(seen.sent).toBeLessThan(allowed);
    expect(seen.isCanceled).toBe(true);
  });

  it("does not read a byte where the Content-Length tells it", async () => {
    const { body, seen } = endless(filePart(PNG));
    const asked = request(body, { "content-length": String(MAX_BYTES + 64 * 1024 + 1) });
    const before = seen.sent;
    await expectRefused(asked, "payload_too_large");
    expect(seen).toEqual({ sent: before, isCanceled: true });
  });

  it("refuses a file one byte over, though the form around it may be larger", async () => {
    const body = form(filePart(new Uint8Array(MAX_BYTES + 1)));
    await expectRefused(request(body), "payload_too_large");
    const headers = { "content-length": String(body.length) };
    await expectRefused(request(inPieces(body, 10_000), headers), "payload_too_large");
  });
});

function inTwo(bytes: Uint8Array, cut: number): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes.slice(0, cut));
      controller.enqueue(bytes.slice(cut));
      controller.close();
    },
  });
}
