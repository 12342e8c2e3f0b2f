import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { json, testHttp } from "../testing/test-http.ts";
import { fromWire, toWire } from "../contracts/wire.ts";
import { DOCS_SCRIPT } from "./docs-script.ts";
import type { JsonSchema, OpenApiDocument, Operation } from "./openapi-document.ts";
import { apiRoutes } from "./routes.ts";
import { ANSWER_SCHEMAS } from "./schemas.ts";

async function readDocument(): Promise<OpenApiDocument> {
  return await (await testHttp().send("GET", "/api/openapi.json")).json<OpenApiDocument>();
}

function operations(document: OpenApiDocument): [string, string, Operation][] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): [string, string, Operation] => [
      method,
      path,
      operation,
    ]),
  );
}

function visit(value: unknown, see: (object: Record<string, unknown>) => void): void {
  if (Array.isArray(value)) value.forEach((item) => visit(item, see));
  else if (typeof value === "object" && value !== null) {
    see(value as Record<string, unknown>);
    Object.values(value).forEach((item) => visit(item, see));
  }
}

describe("the OpenAPI document", () => {
  it("has every mounted route, and only those", async () => {
    const document = await readDocument();
    const documented = operations(document).map(([method, path]) => `${method} ${path}`);
    const mounted = apiRoutes.map(({ method, path }) => `${method.toLowerCase()} ${path}`);
    expect(documented.sort()).toEqual(mounted.sort());
    expect(documented.length).toBeGreaterThanOrEqual(16);
  });

  it("is OpenAPI 3.1 in shape", async () => {
    const document = await readDocument();
    expect(document.openapi).toBe("3.1.0");
    expect(document.info.version).toMatch(/^\d+\.\d+\.\d+/);
    const ids = new Set<string>();
    for (const [, path, operation] of operations(document)) {
      ids.add(operation.operationId);
      expect(document.tags.map(({ name }) => name)).toEqual(expect.arrayContaining(operation.tags));
      const named = (operation.parameters ?? []).filter((parameter) => parameter.in === "path");
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(named.map(({ name }) => name)).toEqual(inPath);
      expect(named.every(({ required }) => required)).toBe(true);
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(["403", "500"]));
      for (const response of Object.values(operation.responses)) {
        expect(response.description).not.toBe("");
      }
    }
    expect(ids.size).toBe(operations(document).length);
  });

  it("refers only to what is there, and keeps zod's own keywords out", async () => {
    const document = await readDocument();
    const known = Object.keys(document.components.schemas).map(
      (name) => `#/components/schemas/${name}`,
    );
    let count = 0;
    visit(document, (object) => {
      expect(object).not.toHaveProperty("$schema");
      expect(object).not.toHaveProperty("$id");
      if (typeof object["$ref"] !== "string") return;
      expect(known).toContain(object["$ref"]);
      count += 1;
    });
    expect(count).toBeGreaterThan(30);
  });

  it("names fields in snake_case and leaves values as they are", async () => {
    const { schemas } = (await readDocument()).components;
    visit(schemas, ({ properties, required }) => {
      const names = [
        ...Object.keys(properties ?? {}),
        ...((required as string[] | undefined) ?? []),
      ];
      expect(names.filter((name) => /[A-Z]/.test(name))).toEqual([]);
    });
    const create = schemas["CreateProject"] as JsonSchema;
    expect(create.required).toEqual(["idea", "character_description"]);
    expect(create.properties?.["idea"]).toMatchObject({ maxLength: 2000 });
    expect(create.properties?.["aspect_ratio"]).toMatchObject({ enum: ["16:9", "9:16", "1:1"] });
    expect(schemas["Snapshot"]?.properties?.["jobs"]).toMatchObject({
      items: { $ref: "#/components/schemas/Job" },
    });
  });

  it("documents the body, its errors and the idempotency key", async () => {
    const document = await readDocument();
    const create = document.paths["/api/projects"]?.post;
    expect(create?.requestBody?.content["application/json"]?.schema).toEqual({
      $ref: "#/components/schemas/CreateProject",
    });
    expect(create?.parameters).toContainEqual(
      expect.objectContaining({ name: "Idempotency-Key", in: "header", required: false }),
    );
    expect(Object.keys(create?.responses ?? {})).toEqual(
      expect.arrayContaining(["201", "400", "402", "403", "409", "413", "415", "500"]),
    );
    expect(create?.responses["201"]?.headers).toHaveProperty("Location");
  });

  it("shows examples that are true", async () => {
    let count = 0;
    for (const { answer, body } of apiRoutes) {
      if (answer.schema !== undefined) {
        const parsed = fromWire(answer.schema, toWire(answer.example));
        expect(parsed.error?.issues).toBeUndefined();
        count += 1;
      }
      // A form has no example in JSON.
      if (body === undefined || body.contentType !== undefined) continue;
      const parsed = fromWire(body.schema, body.example);
      expect(parsed.error?.issues).toBeUndefined();
      count += 1;
    }
    expect(count).toBeGreaterThanOrEqual(14);
  });

  it("tells the true shape of answers", async () => {
    const { send } = testHttp();
    const schemas = new Map(Object.entries(ANSWER_SCHEMAS));
    for (const { method, path, answer, body, handleRaw } of apiRoutes) {
      // Forms and calls that wait are answered by more than the gateway: they have tests of their own.
      if (answer.schema === undefined || handleRaw !== undefined) continue;
      if (body?.contentType !== undefined) continue;
      const url = path.replaceAll(/\{\w+\}/g, "5f0c2a8e-6d1b-4c39-9a47-2b8e6f1d3c05");
      const response = await send(method, url, body === undefined ? {} : json(body.example));
      expect(response.status).toBe(answer.status);
      expect(fromWire(answer.schema, await response.json()).error?.issues).toBeUndefined();
    }
    const refused = await (await send("GET", "/api/nothing")).json();
    const errorAnswer = schemas.get("ErrorAnswer") ?? z.never();
    expect(fromWire(errorAnswer, refused).success).toBe(true);
  });
});

describe("the documentation page", () => {
  it("shows every route and schema, from this host alone", async () => {
    const response = await testHttp().send("GET", "/api/docs");
    expect(response.headers.get("Content-Type")).toBe("text/html; charset=utf-8");
    const page = await response.text();
    for (const { path, summary } of apiRoutes) {
      expect(page).toContain(path);
      expect(page).toContain(summary.replaceAll("'", "&#39;"));
    }
    for (const name of Object.keys(ANSWER_SCHEMAS)) expect(page).toContain(`id="schema-${name}"`);
    expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect(page.replace(DOCS_SCRIPT, "")).not.toMatch(/\[object |undefined/);
  });

  it("has a form for every operation, and one script, which its policy lets run", async () => {
    const response = await testHttp().send("GET", "/api/docs");
    const policy = response.headers.get("Content-Security-Policy") ?? "";
    const nonce = /script-src 'self' 'nonce-([\w-]+)'/.exec(policy)?.[1] ?? "no nonce";
    const page = await response.text();
    expect(page.match(/<script[^>]*>/g)).toEqual([`<script nonce="${nonce}">`]);
    expect(page).toContain(DOCS_SCRIPT);
    expect(page).not.toMatch(/\son\w+="/);
    const words = page.replaceAll(/\s+/g, " ");
    for (const { method, path } of apiRoutes) {
      expect(words).toContain(`data-method="${method}" data-path="${path}"`);
    }
    // Nothing to press for those whose browser runs no script.
    expect(page.match(/<details class="try"(?! hidden>)/g)).toBeNull();
  });

  it("asks for each parameter by its kind", async () => {
    const page = await (await testHttp().send("GET", "/api/docs")).text();
    const forms = page.split("<form").slice(1);
    const formOf = (path: string) =>
      forms.find((form) => form.includes(`data-path="${path}"`))?.split("</form>")[0] ?? "";
    const draw = formOf("/api/mv/generate_character_reference");
    expect(draw).toMatch(/<select name="query:include_base64">/);
    expect(draw).toMatch(/name="header:Idempotency-Key"/);
    expect(draw).toMatch(/type="checkbox"\s+name="header:Prefer"\s+value="respond-async"/);
    expect(draw).toMatch(/<textarea name="body"[^>]*>\{\s*&quot;character_description&quot;/);
    expect(formOf("/api/projects")).not.toContain("header:Prefer");
    expect(formOf("/api/mv/upload_audio")).toMatch(/name="form:file"\s+type="file"\s+required/);
    expect(formOf("/api/mv/get_video/{video_id}")).toMatch(/name="path:video_id"[^>]*\srequired/);
  });

  it("has no link that leads nowhere", async () => {
    const page = await (await testHttp().send("GET", "/api/docs")).text();
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(targets.length).toBeGreaterThan(30);
    for (const id of targets) expect(page).toContain(`id="${id ?? ""}"`);
  });
});
