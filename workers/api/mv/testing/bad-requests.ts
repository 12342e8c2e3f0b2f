/** What /api/mv must refuse, each a request that is right but for one thing. */
import { LIMITS } from "../../../contracts/limits.ts";
import {
  type BadValue,
  BODY_CALLS,
  type BodyCall,
  IMAGE,
  NOBODY,
  SONG,
  VIDEO,
} from "./bad-fields.ts";

/** What stands in `detail`: an object with an error and a sentence, or a list of faults. */
export type Refusal = { status: number } & (
  { error: string; says: RegExp } | { type: string; loc: (string | number)[] }
);
export type BadRequest = [name: string, target: string, init: RequestInit, refusal: Refusal];

const JSON_TYPE = "application/json";
const invalid = (says: RegExp, status = 400): Refusal => ({
  status,
  error: "ValidationError",
  says,
});
const fault = (type: string, ...loc: (string | number)[]): Refusal => ({ status: 422, type, loc });

function post(body: BodyInit | null, contentType: string | null = JSON_TYPE): RequestInit {
  const headers: HeadersInit = contentType === null ? {} : { "Content-Type": contentType };
  return { method: "POST", body, headers };
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? "left out";
  return text.length > 40 ? `${text.slice(0, 40)}… (${text.length})` : text;
}

function wrongFields({ path, valid, fields }: BodyCall): BadRequest[] {
  const row = (field: string, [value, expected, at]: BadValue): BadRequest => [
    `${field}: ${short(value)}`,
    path,
    post(JSON.stringify({ ...valid, [field]: value })),
    typeof expected === "string"
      ? fault(expected, "body", field, ...(at === undefined ? [] : [at]))
      : invalid(expected),
  ];
  return Object.entries(fields).flatMap(([field, values]) =>
    values.map((value) => row(field, value)),
  );
}

/** The wire is snake_case alone, so such a name is an unknown one, and its field is missing. */
function camelCaseNames({ path, valid, fields }: BodyCall): BadRequest[] {
  const required = Object.keys(fields).filter((name) =>
    fields[name]?.some(([value]) => value === undefined),
  );
  return required.flatMap((name): BadRequest[] => {
    const camel = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    if (camel === name) return [];
    const { [name]: value, ...rest } = valid;
    const body = JSON.stringify({ ...rest, [camel]: value });
    return [[`${camel} for ${name}`, path, post(body), fault("missing", "body", name)]];
  });
}

function wrongBodies({ path, valid, maxBytes }: BodyCall): BadRequest[] {
  const good = JSON.stringify(valid);
  const notUtf8 = new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
  const notJson = fault("json_invalid", "body");
  const noObject = fault("model_attributes_type", "body");
  const noJsonType = invalid(/Content-Type: application\/json/, 415);
  const deep = `{"a":${"[".repeat(9_000)}${"]".repeat(9_000)}}`;
  const large = good.padEnd(maxBytes + 1, " ");
  const key = (value: string): RequestInit => ({
    ...post(good),
    headers: { "Content-Type": JSON_TYPE, "Idempotency-Key": value },
  });
  const wrongKey = invalid(/^The header Idempotency-Key is wrong/);
  return [
    ["no body", path, post(null), notJson],
    ["blanks", path, post(" \n "), notJson],
    ["half a body", path, post(good.slice(0, -1)), notJson],
    ["a comma too many", path, post(good.replace("}", ",}")), notJson],
    ["NaN", path, post('{"seed":NaN}'), notJson],
    ["no UTF-8", path, post(notUtf8), notJson],
    ["a list", path, post(`[${good}]`), noObject],
    ["null", path, post("null"), noObject],
    ["a text", path, post('"text"'), noObject],
    ["a deep body", path, post(deep), noObject],
    ["a large body", path, post(large), invalid(/The body is larger than/, 413)],
    ["a form", path, post(new URLSearchParams({ idea: "x" }), null), noJsonType],
    ["plain text", path, post(good, "text/plain"), noJsonType],
    ["no type", path, post(new TextEncoder().encode(good), null), noJsonType],
    ["a short key", path, key("short"), wrongKey],
    ["a long key", path, key("k".repeat(129)), wrongKey],
    ["an empty key", path, key(""), wrongKey],
    ["a key with spaces", path, key("one two three"), wrongKey],
  ];
}

const get = (name: string, target: string, refusal: Refusal): BadRequest => [
  name,
  `/api/mv/${target}`,
  { method: "GET" },
  refusal,
];

const READS: [path: string, param: string, info: string | null][] = [
  ["get_character_reference/", "image_id", "/info"],
  ["get_video/", "video_id", "/info"],
  ["get_scenes/", "project_id", null],
  ["calls/", "call_id", null],
];
const NO_ID = ["1", "uuid-1", `${IMAGE}x`, "%20", "..%2f..%2fsecret", `{${IMAGE}}`];

const malformedIds = READS.flatMap(([path, param, info]) =>
  NO_ID.flatMap((id): BadRequest[] => {
    const refusal = invalid(new RegExp(`^Invalid ${param} format: `));
    const plain = get(`${path}${id}`, path + id, refusal);
    return info === null ? [plain] : [plain, get(`${path}${id}${info}`, path + id + info, refusal)];
  }),
);

const notFound = (says: RegExp): Refusal => ({ status: 404, error: "NotFound", says });
const noImage = notFound(/There is no character reference/);
const noVideo = notFound(/There is no video/);

const unknownIds: BadRequest[] = [
  get("a picture of nobody", `get_character_reference/${NOBODY}`, noImage),
  get("a video as picture", `get_character_reference/${VIDEO}`, noImage),
  get("a song as picture", `get_character_reference/${SONG}`, noImage),
  get("a video of nobody", `get_video/${NOBODY}`, noVideo),
  get("a picture as video", `get_video/${IMAGE}`, noVideo),
  get("a song as video", `get_video/${SONG}`, noVideo),
  get("a call of nobody", `calls/${NOBODY}`, notFound(/There is no such call/)),
];

const query = (name: string) => fault("literal_error", "query", name);

const wrongQueries: BadRequest[] = [
  get("redirect=maybe", `get_character_reference/${IMAGE}?redirect=maybe`, query("redirect")),
  get("redirect=", `get_video/${VIDEO}?redirect=`, query("redirect")),
  get("format=xml", `get_scenes/${NOBODY}?format=xml`, query("format")),
  get("include_base64=2", `calls/${NOBODY}?include_base64=2`, query("include_base64")),
  [
    "include_base64=no way",
    "/api/mv/generate_character_reference?include_base64=no%20way",
    post('{"character_description":"x"}'),
    query("include_base64"),
  ],
];

const stitch = (name: string, body: unknown, refusal: Refusal): BadRequest => [
  name,
  "/api/mv/stitch-videos",
  post(JSON.stringify(body)),
  refusal,
];
const missingVideos: BadRequest[] = [
  stitch("a missing video", { video_ids: [VIDEO, NOBODY] }, notFound(/There is no video 71c5e8a2/)),
  stitch("a picture among videos", { video_ids: [VIDEO, IMAGE] }, noVideo),
  stitch("a song among videos", { video_ids: [SONG, VIDEO] }, noVideo),
  stitch("two missing", { video_ids: [IMAGE, NOBODY, NOBODY] }, notFound(/^2 of the videos/)),
  stitch("nothing left", { video_ids: [NOBODY], allow_missing: true }, noVideo),
];

/** `parts`: name and value; a Uint8Array is a file. */
export function form(parts: [name: string, value: string | Uint8Array][]): RequestInit {
  const body = new FormData();
  for (const [name, value] of parts) {
    if (typeof value === "string") body.append(name, value);
    else body.append(name, new File([value], "file.bin"));
  }
  return { method: "POST", body };
}

const PNG_HEAD = new TextEncoder()
  .encode("PNG")
  .reduce<number[]>((all, one) => [...all, one], [0x89]);
const png = Uint8Array.from([...PNG_HEAD, 0x0d, 0x0a, 0x1a, 0x0a]);
const mp3 = new TextEncoder().encode("ID3 and sound");
const pdf = new TextEncoder().encode("%PDF-1.7");

function wrongForms(path: string, own: Uint8Array, other: Uint8Array, most: number): BadRequest[] {
  const noFile = fault("missing", "body", "file");
  const noForm = invalid(/multipart\/form-data/, 415);
  const noType = invalid(/^Invalid file type$/);
  const large = new Uint8Array(most + 1);
  large.set(own);
  const cutOff = '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc';
  return [
    ["no form", path, post("{}"), noForm],
    ["a form without boundary", path, post("x", "multipart/form-data"), noForm],
    ["an empty form", path, post("--b--", "multipart/form-data; boundary=b"), noFile],
    ["a form without file", path, form([["project_id", NOBODY]]), noFile],
    ["a file in another field", path, form([["picture", own]]), invalid(/file in another field/)],
    ["a text as file", path, form([["file", "text"]]), noFile],
    [
      "two files",
      path,
      form([
        ["file", own],
        ["file", own],
      ]),
      invalid(/One|one file at a time/),
    ],
    ["an empty file", path, form([["file", new Uint8Array(0)]]), invalid(/0 bytes/)],
    ["a form cut off", path, post(cutOff, "multipart/form-data; boundary=b"), invalid(/cut off/)],
    ["a document", path, form([["file", pdf]]), noType],
    ["another kind", path, form([["file", other]]), noType],
    ["a file too large", path, form([["file", large]]), invalid(/^File too large$/)],
  ];
}

const uploads: BadRequest[] = [
  ...wrongForms("/api/mv/upload_character_reference", png, mp3, LIMITS.uploadImageBytes),
  ...wrongForms("/api/mv/upload_audio", mp3, png, LIMITS.uploadAudioBytes),
  [
    "a picture cut off",
    "/api/mv/upload_character_reference",
    form([["file", png]]),
    invalid(/^Invalid file type$/),
  ],
  [
    "a song for project 1",
    "/api/mv/upload_audio",
    form([
      ["file", mp3],
      ["project_id", "1"],
    ]),
    invalid(/^Invalid project_id format: 1$/),
  ],
];

export const BAD_REQUESTS: BadRequest[] = [
  ...BODY_CALLS.flatMap((call) => [
    ...wrongFields(call),
    ...camelCaseNames(call),
    ...wrongBodies(call),
  ]),
  ...malformedIds,
  ...unknownIds,
  ...wrongQueries,
  ...missingVideos,
  ...uploads,
].map(([name, target, init, refusal]) => [
  `${target.split("?")[0]} ${name}`,
  target,
  init,
  refusal,
]);
