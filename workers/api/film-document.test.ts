/** What the document tells of films: every field, its unit, its bounds and what holds without it. */
import { describe, expect, it } from "vitest";
import type * as z from "zod/mini";
import { fromWire } from "../contracts/wire.ts";
import { json, testHttp } from "../testing/test-http.ts";
import { cutFilmExample } from "./examples.ts";
import type { JsonSchema, OpenApiDocument } from "./openapi-document.ts";
import { REQUEST_EXAMPLES, REQUEST_SCHEMAS } from "./schemas.ts";

async function readSchemas(): Promise<Record<string, JsonSchema>> {
  const response = await testHttp().send("GET", "/api/openapi.json");
  return (await response.json<OpenApiDocument>()).components.schemas;
}

/** Of a schema, or of all that it is one of. */
function objectsOf(schema: JsonSchema | undefined): JsonSchema[] {
  return schema?.oneOf ?? (schema === undefined ? [] : [schema]);
}

function fieldsOf(schema: JsonSchema | undefined): [string, JsonSchema, isRequired: boolean][] {
  return objectsOf(schema).flatMap(({ properties = {}, required = [] }) =>
    Object.entries(properties).map(([name, field]): [string, JsonSchema, boolean] => [
      name,
      field,
      required.includes(name),
    ]),
  );
}

/** The number that a field takes, also where it takes null instead. */
function numberOf(field: JsonSchema): JsonSchema | undefined {
  return [field, ...(field.anyOf ?? [])].find(
    ({ type }) => type === "number" || type === "integer",
  );
}

const OPTIONS = ["FilmOptions", "Transition", "FilmFormat", "FilmMusic"];
const UNITS: [name: RegExp, unit: RegExp][] = [
  [/_s$/, /seconds/i],
  [/_db$/, /decibels/i],
  [/^(width|height)$/, /pixels/i],
  [/^fps$/, /frames a second/i],
];

describe("what the document says of films", () => {
  it.each([...OPTIONS, "StartJobs", "TrimClip", "PublishFilm", "FileForm", "MvUpload"])(
    "describes every field of %s, with its unit",
    async (name) => {
      const fields = fieldsOf((await readSchemas())[name]);
      expect(fields).not.toEqual([]);
      for (const [field, { description = "" }] of fields) {
        expect([field, description]).toEqual([field, expect.stringMatching(/\w.*\.$/)]);
        for (const [named, unit] of UNITS) {
          if (named.test(field))
            expect([field, description]).toEqual([field, expect.stringMatching(unit)]);
        }
      }
    },
  );

  it.each(OPTIONS)("tells bounds and defaults of every field of %s", async (name) => {
    for (const [field, schema, isRequired] of fieldsOf((await readSchemas())[name])) {
      expect([field, isRequired || "default" in schema]).toEqual([field, true]);
      const number = numberOf(schema);
      if (number === undefined) continue;
      const bounds = [number.minimum, number.maximum];
      expect([field, ...bounds]).toEqual([field, expect.any(Number), expect.any(Number)]);
    }
  });

  it("shows a whole film, with every field that there is", async () => {
    const schemas = await readSchemas();
    const names = (name: string) => Object.keys(schemas[name]?.properties ?? {}).sort();
    const { options, ...job } = cutFilmExample;
    const film = schemas["StartJobs"]?.oneOf?.at(-1);
    expect([...Object.keys(job), "options"].sort()).toEqual(
      Object.keys(film?.properties ?? {}).sort(),
    );
    expect(Object.keys(options).sort()).toEqual(names("FilmOptions"));
    expect(Object.keys(options.output).sort()).toEqual(names("FilmFormat"));
    expect(Object.keys(options.music).sort()).toEqual(names("FilmMusic"));
    for (const each of options.transitions) {
      expect(Object.keys(each).sort()).toEqual(names("Transition"));
    }
    expect(schemas["FilmOptions"]?.examples).toEqual([options]);
  });

  it("shows examples that are true", () => {
    for (const [name, examples] of Object.entries(REQUEST_EXAMPLES)) {
      const schema = REQUEST_SCHEMAS[name] as z.core.$ZodType;
      for (const example of examples) {
        expect(fromWire(schema, example).error?.issues).toBeUndefined();
      }
    }
  });

  it("shows a film that is cut as it says", async () => {
    const { send, gateway } = testHttp();
    const path = "/api/projects/5f0c2a8e-6d1b-4c39-9a47-2b8e6f1d3c05/jobs";
    expect((await send("POST", path, json(cutFilmExample))).status).toBe(202);
    expect(gateway.calls.at(-1)?.args[1]).toMatchObject({
      kind: "film",
      options: { transitions: [{ lengthS: 0.5 }, { lengthS: 1 }], music: { fadeOutS: 3 } },
    });
    const page = await (await send("GET", "/api/docs")).text();
    expect(page).toContain("&quot;fade_out_s&quot;: 3");
  });
});
