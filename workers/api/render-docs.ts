/**
 * The OpenAPI document as one readable page, with nothing from another host. Its one script lets
 * operations be tried; without it the page is only read.
 */
import { html, raw } from "hono/html";
import type { JsonSchema, OpenApiDocument, Operation, Parameter } from "./openapi-document.ts";
import { DOCS_CSS } from "./docs-css.ts";
import { DOCS_SCRIPT } from "./docs-script.ts";
import { renderTry } from "./render-try.ts";

type Html = ReturnType<typeof html>;

/** `nonce` is the one that the page's Content-Security-Policy names. */
export function renderDocs(document: OpenApiDocument, nonce: string): Html {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method, path, operation })),
  );
  const schemas = Object.entries(document.components.schemas);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="dark light" />
        <title>${document.info.title} API ${document.info.version}</title>
        <link rel="icon" href="data:," />
        <style nonce="${nonce}">
          ${raw(DOCS_CSS)}
        </style>
      </head>
      <body>
        <header>
          <h1>
            ${document.info.title} API <span class="quiet mono">${document.info.version}</span>
          </h1>
          <p>${document.info.description}</p>
          <p>
            <a href="/">Back to the films</a> · <a href="/api/openapi.json">OpenAPI 3.1 document</a>
          </p>
        </header>
        <nav aria-label="Contents">
          ${document.tags.map(
            (tag) =>
              html`<h2>${tag.name}</h2>
                <ul>
                  ${operations
                    .filter(({ operation }) => operation.tags.includes(tag.name))
                    .map(
                      ({ operation }) =>
                        html`<li><a href="#${operation.operationId}">${operation.summary}</a></li>`,
                    )}
                </ul>`,
          )}
          <h2>Schemas</h2>
          <ul>
            ${schemas.map(([name]) => html`<li><a href="#schema-${name}">${name}</a></li>`)}
          </ul>
        </nav>
        <main>
          ${document.tags.map(
            (tag) =>
              html`<section>
                <h2>${tag.name}</h2>
                <p class="quiet">${tag.description}</p>
                ${operations
                  .filter(({ operation }) => operation.tags.includes(tag.name))
                  .map(({ method, path, operation }) =>
                    renderOperation(
                      method,
                      path,
                      operation,
                      renderTry(method, path, operation, document.components.schemas),
                    ),
                  )}
              </section>`,
          )}
          <section>
            <h2>Schemas</h2>
            ${schemas.map(
              ([name, schema]) =>
                html`<article id="schema-${name}">
                  <h3>${name}</h3>
                  ${renderSchema(schema)} ${schema.examples?.map((each) => renderExample(each))}
                </article>`,
            )}
          </section>
        </main>
        <script nonce="${nonce}">
          ${raw(DOCS_SCRIPT)};
        </script>
      </body>
    </html>`;
}

function renderOperation(method: string, path: string, operation: Operation, form: Html): Html {
  const body = operation.requestBody?.content["application/json"];
  return html`<article id="${operation.operationId}">
    <h3>${operation.summary}</h3>
    <p class="address mono"><strong>${method.toUpperCase()}</strong> ${path}</p>
    ${operation.description === undefined ? "" : html`<p>${operation.description}</p>`}
    ${operation.parameters === undefined ? "" : renderParameters(operation.parameters)}
    ${
      body === undefined
        ? ""
        : html`<h4>Send</h4>
            <p>${renderType(body.schema)}</p>
            ${renderExample(body.example)}`
    }
    <h4>Answers</h4>
    <dl>
      ${Object.entries(operation.responses).map(([status, response]) => {
        const [type, media] = Object.entries(response.content ?? {})[0] ?? [];
        return html`<dt class="mono">${status}</dt>
          <dd>
            ${response.description}${
              media?.schema.$ref === undefined
                ? html`${type === undefined ? "" : html` <span class="mono">${type}</span>`}`
                : html` ${renderType(media.schema)}`
            }${renderExample(media?.example)}
          </dd>`;
      })}
    </dl>
    ${form}
  </article>`;
}

function renderParameters(parameters: Parameter[]): Html {
  return html`<h4>Parameters</h4>
    <div class="wide" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">In</th>
            <th scope="col">Type</th>
            <th scope="col">Meaning</th>
          </tr>
        </thead>
        <tbody>
          ${parameters.map(
            (parameter) =>
              html`<tr>
                <th scope="row" class="mono">${parameter.name}</th>
                <td>${parameter.in}</td>
                <td>${renderType(parameter.schema)}</td>
                <td>${parameter.required ? "" : "Optional. "}${parameter.description}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function renderSchema(schema: JsonSchema): Html {
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices !== undefined) {
    return html`<p>One of:</p>
      ${choices.map((choice) => renderSchema(choice))}`;
  }
  if (schema.properties === undefined) return html`<p>${renderType(schema)}</p>`;
  const required = schema.required ?? [];
  return html`<div class="wide" tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Type</th>
          <th scope="col">Meaning</th>
        </tr>
      </thead>
      <tbody>
        ${Object.entries(schema.properties).map(
          ([name, property]) =>
            html`<tr>
              <th scope="row" class="mono">${name}</th>
              <td>${renderType(property)}</td>
              <td>
                ${required.includes(name) ? "" : "Optional. "}${property.description ?? ""}
                ${
                  property.default === undefined
                    ? ""
                    : `Without it: ${JSON.stringify(property.default)}.`
                }
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A schema in a few words, with links to the named ones. */
function renderType(schema: JsonSchema): Html {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace(/^.*\//, "");
    return html`<a class="mono" href="#schema-${name}">${name}</a>`;
  }
  if (schema.const !== undefined)
    return html`<span class="mono">${JSON.stringify(schema.const)}</span>`;
  if (schema.enum !== undefined) {
    return html`<span class="mono">${schema.enum.map(String).join(" | ")}</span>`;
  }
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) {
    return html`${choices.map((choice, index) => html`${index > 0 ? " or " : ""}${renderType(choice)}`)}`;
  }
  if (schema.type === "array") return html`list of ${renderType(schema.items ?? {})}`;
  if (schema.properties !== undefined) {
    return html`{ <span class="mono">${Object.keys(schema.properties).join(", ")}</span> }`;
  }
  const type = Array.isArray(schema.type) ? schema.type.join(" or ") : (schema.type ?? "anything");
  return html`${schema.format ?? type}${describeRange(schema)}`;
}

function describeRange(schema: JsonSchema): string {
  const low = schema.minimum ?? schema.minLength;
  const high = schema.maximum ?? schema.maxLength;
  const unit = schema.type === "string" ? " characters" : "";
  if (low !== undefined && high !== undefined) return `, ${low} to ${high}${unit}`;
  if (high !== undefined) return `, at most ${high}${unit}`;
  return low === undefined ? "" : `, at least ${low}${unit}`;
}

function renderExample(example: unknown): Html | string {
  if (example === undefined) return "";
  // A region that scrolls must be reachable by keyboard.
  return html`<details>
    <summary>Example</summary>
    <pre tabindex="0">${JSON.stringify(example, null, 2)}</pre>
  </details>`;
}
