/** The form below an operation that sends it. Hidden until docs-script.ts is there to work it. */
import { html } from "hono/html";
import type { JsonSchema, MediaType, Operation, Parameter } from "./openapi-document.ts";

type Html = ReturnType<typeof html>;
type Named = Record<string, JsonSchema>;

/** Lines of the largest body shown without scrolling. */
const MOST_ROWS = 16;

/** `schemas`: those of the document's components. */
export function renderTry(
  method: string,
  path: string,
  operation: Operation,
  schemas: Named,
): Html {
  const { parameters = [], responses } = operation;
  const [type, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const isChannel = responses["101"] !== undefined;
  return html`<details class="try" hidden>
    <summary>Try it<span class="unseen">: ${operation.summary}</span></summary>
    <form
      data-method="${method.toUpperCase()}"
      data-path="${path}"
      data-type="${type ?? ""}"
      data-kind="${isChannel ? "channel" : "request"}"
    >
      <div class="fields">${parameters.map((parameter) => renderParameter(parameter))}</div>
      ${type === undefined || body === undefined ? "" : renderBody(type, body, schemas)}
      <p><button>${isChannel ? "Open" : "Send"}</button></p>
      <p role="status"></p>
      <div class="answer"></div>
    </form>
  </details>`;
}

/** Its name goes before its place, so that a query and a body may have fields of the same name. */
function renderParameter({ name, in: place, required, schema }: Parameter): Html {
  const field = `${place}:${name}`;
  if (typeof schema.const === "string") {
    const value = schema.const;
    return html`<label class="check">
      <input type="checkbox" name="${field}" value="${value}" />
      <span class="mono">${name}${place === "header" ? ": " : "="}${value}</span>
    </label>`;
  }
  if (schema.enum !== undefined) {
    return html`<label>
      <span class="mono">${name}</span>
      <select name="${field}">
        <option value="">(not sent)</option>
        ${schema.enum.map((value) => html`<option>${String(value)}</option>`)}
      </select>
    </label>`;
  }
  // The list is filled with the ids of the answers that came so far.
  return html`<label>
    <span class="mono">${name}</span>
    <input
      name="${field}"
      autocomplete="off"
      spellcheck="false"
      ${required ? "required" : ""}
      ${schema.format === "uuid" ? html`list="ids"` : ""}
    />
  </label>`;
}

function renderBody(type: string, { schema, example }: MediaType, schemas: Named): Html {
  if (type === "application/json") {
    const text = JSON.stringify(example, null, 2);
    const rows = Math.min(MOST_ROWS, text.split("\n").length);
    return html`<label>
      <span>Body</span>
      <textarea name="body" class="mono" rows="${rows}" spellcheck="false">${text}</textarea>
    </label>`;
  }
  if (type === "application/octet-stream") {
    return html`<label>
      <span>File</span>
      <input name="body" type="file" required />
    </label>`;
  }
  const form = schemas[(schema.$ref ?? "").replace(/^.*\//, "")] ?? schema;
  const required = form.required ?? [];
  return html`<div class="fields">
    ${Object.entries(form.properties ?? {}).map(
      ([name, property]) =>
        html`<label>
          <span class="mono">${name}</span>
          <input
            name="form:${name}"
            type="${property.format === "binary" ? "file" : "text"}"
            ${required.includes(name) ? "required" : ""}
          />
        </label>`,
    )}
  </div>`;
}
