/** The Files API: upload, list, read, download by signed address, delete. */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Route } from "../http.ts";
import { invalidInput, NOT_FOUND, parseJson, problem, readBody, Refusal } from "../http.ts";
import { LARGEST_FILE_BYTES, presentFile } from "../file-store.ts";
import { sendFile } from "../delivery.ts";
import type { Context } from "./context.ts";
import { purge } from "./context.ts";

/** Room for the other parts of the form. */
const FORM_OVERHEAD = 1024 * 1024;
const LONGEST_NAME = 255;

export function fileRoutes(context: Context) {
  const find = (id: string | undefined) => {
    purge(context);
    const file = context.files.find(id ?? "");
    if (file === null) throw new Refusal(NOT_FOUND);
    return file;
  };

  const create: Route = async ({ request }) => {
    const bytes = await readBody(request, LARGEST_FILE_BYTES + FORM_OVERHEAD);
    const type = request.headers["content-type"] ?? "";
    if (!type.startsWith("multipart/form-data")) {
      return problem(415, "Unsupported Media Type", "Send the file as multipart/form-data.");
    }
    let form: FormData;
    try {
      form = await new Response(new Uint8Array(bytes), {
        headers: { "content-type": type },
      }).formData();
    } catch {
      return problem(400, "Bad Request", "The form could not be read.");
    }
    const content = form.get("content");
    if (!(content instanceof File)) {
      const description = "content is required";
      return invalidInput([{ type: "required", field: "(root)", description }]);
    }
    const given = async (name: string): Promise<string | null> => {
      const value = form.get(name);
      return value === null || typeof value === "string" ? value : value.text();
    };
    const name = (await given("filename")) ?? content.name;
    if (Buffer.byteLength(name) > LONGEST_NAME) {
      const description = `filename must be at most ${LONGEST_NAME} bytes`;
      return invalidInput([{ type: "string_lte", field: "filename", description }]);
    }
    const metadata = parseJson((await given("metadata")) ?? "{}");
    const file = await context.files.add(
      {
        name,
        contentType: (await given("type")) ?? (content.type || "application/octet-stream"),
        bytes: Buffer.from(await content.arrayBuffer()),
        metadata,
      },
      context.clock.now(),
    );
    return { status: 201, body: presentFile(file, context.origin()) };
  };

  const list: Route = () => {
    purge(context);
    const results = context.files.list().map((file) => presentFile(file, context.origin()));
    return { status: 200, body: { previous: null, next: null, results } };
  };

  const get: Route = ({ params }) => ({
    status: 200,
    body: presentFile(find(params[0]), context.origin()),
  });

  const remove: Route = ({ params }) => {
    context.files.remove(find(params[0]).id);
    return { status: 204 };
  };

  /** `?expiry=<unix s>&owner=&signature=`: base64 HMAC-SHA256 of `<owner> <id> <expiry>`. */
  const download: Route = async (call) => {
    const file = find(call.params[0]);
    const query = call.url.searchParams;
    const expiry = Number(query.get("expiry"));
    const expected = signDownload(context.secret, query.get("owner") ?? "", file.id, expiry);
    const given = Buffer.from(query.get("signature") ?? "");
    const isGenuine =
      given.length === expected.length && timingSafeEqual(given, Buffer.from(expected));
    if (!isGenuine || expiry * 1000 < context.clock.now()) {
      return problem(403, "Forbidden", "The signature is missing, wrong or expired.");
    }
    return sendFile(call, { path: context.files.pathOf(file.id), contentType: file.contentType });
  };

  return { create, list, get, remove, download };
}

/** The key of the Files API is the webhook secret here: an offline account has one secret. */
export function signDownload(secret: string, owner: string, id: string, expiry: number): string {
  return createHmac("sha256", secret).update(`${owner} ${id} ${expiry}`).digest("base64");
}
