/** The admin page: plain HTML made on the server, nothing to load and no script. */
import type { FaultRule } from "../faults/book.ts";
import { FAULTS } from "../faults/catalogue.ts";
import type { StormOrder } from "../faults/storm.ts";
import type { Ledger } from "../ledger.ts";
import { MODELS } from "../models/catalogue.ts";
import type { Prediction } from "../prediction.ts";
import { FILE_SCHEME, isoTime } from "../prediction.ts";
import type { Settings } from "../settings.ts";
import type { WebhookTable } from "../webhook-table.ts";

export type PageContent = {
  origin: string;
  now: number;
  predictions: Prediction[];
  ledger: ReturnType<Ledger["report"]>;
  webhooks: ReturnType<WebhookTable["entries"]>;
  rules: FaultRule[];
  storm: StormOrder | null;
  settings: Settings;
};

const STYLE = `
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1b1b1f; background: #fbfbfa; }
h1 { font-size: 1.5rem; margin-bottom: 0; } h2 { font-size: 1.1rem; margin-top: 2.5rem; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; color: #5b5b66; padding-bottom: .5rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid #e3e3e0; }
th { font-weight: 600; } td.prompt { max-width: 24rem; } .quiet { color: #5b5b66; } :target { background: #fff3c4; }
.succeeded, .delivered, .billed { color: #12713c; } .failed, .given_up { color: #b3261e; } code { font-size: .9em; }
.starting, .processing, .pending, .held, .open { color: #1d4ed8; } .scroll { overflow-x: auto; }
`;

export function renderPage(content: PageContent): string {
  const { ledger } = content;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Offline Replicate</title><style>${STYLE}</style></head>
<body>
<h1>Offline Replicate</h1>
<p class="quiet">${escape(content.origin)}/v1 · its clock says ${time(content.now)} · nothing here costs money, prices are estimates</p>
<p><strong>${ledger.totals.predictions}</strong> predictions, <strong>${ledger.totals.billed}</strong> of them billed, <strong>$${ledger.totals.usd.toFixed(3)}</strong> in all.</p>
${predictionTable(content)}
${webhookTable(content)}
${faultList(content)}
${settingTable(content.settings)}
<h2>Models</h2>
<p>${MODELS.map((model) => `<code>${escape(model.slug)}</code>`).join(", ")}</p>
<p class="quiet">As JSON: ${[
    "predictions",
    "ledger",
    "webhooks",
    "requests",
    "faults",
    "storm",
    "breaks",
    "settings",
  ]
    .map((name) => `<a href="/__emu/${name}">${name}</a>`)
    .join(", ")}</p>
</body>
</html>
`;
}

function predictionTable({ predictions, ledger }: PageContent): string {
  const prices = new Map(ledger.entries.map((entry) => [entry.predictionId, entry]));
  const rows = predictions.map(({ request, state }) => {
    const price = prices.get(request.id);
    const prompt = typeof request.input["prompt"] === "string" ? request.input["prompt"] : "";
    const took = state.metrics["total_time"];
    return `<tr id="${escape(request.id)}">
<td><code>${escape(request.id)}</code><br><span class="quiet">${time(request.createdAt)}</span></td>
<td>${escape(request.model)}${request.faults.length > 0 ? `<br><span class="quiet">ordered: ${escape(request.faults.join(", "))}</span>` : ""}</td>
<td class="${state.status}">${state.status}${took === undefined ? "" : `<br><span class="quiet">${took.toFixed(1)} s</span>`}</td>
<td class="prompt">${escape(shorten(prompt))}${state.error ? `<br><span class="failed">${escape(state.error)}</span>` : ""}</td>
<td>${state.dataRemoved ? `<span class="quiet">removed after an hour</span>` : outputLinks(state.output)}</td>
<td>${price === undefined ? "" : `$${price.usd.toFixed(3)}<br><span class="${price.state}">${price.state.replace("_", " ")}</span>`}</td>
</tr>`;
  });
  const head = ["Prediction", "Model", "Status", "Prompt", "Output", "Price"];
  return section("Predictions", "Newest first.", head, rows, "No prediction yet.");
}

function webhookTable({ webhooks }: PageContent): string {
  const rows = webhooks.map((message) => {
    const tries = message.deliveries.map(
      (entry) =>
        `${time(entry.at)} ${escape(entry.error ?? String(entry.status))} in ${entry.tookMs} ms`,
    );
    return `<tr>
<td><code>${escape(message.id)}</code></td>
<td><a href="#${escape(message.predictionId)}"><code>${escape(message.predictionId)}</code></a><br>${escape(message.event)}</td>
<td class="${message.state}">${message.state.replace("_", " ")}</td>
<td>${escape(shorten(message.url))}</td>
<td>${tries.join("<br>")}${message.state === "pending" && message.dueAt !== null ? `<br><span class="quiet">due ${time(message.dueAt)}</span>` : ""}</td>
</tr>`;
  });
  const head = ["Message", "Prediction", "State", "To", "Tries"];
  return section("Webhooks", "Newest first.", head, rows, "No webhook was sent yet.");
}

function faultList({ rules, storm }: PageContent): string {
  const rows = rules.map(
    (rule) => `<tr>
<td><code>${rule.fault}</code></td><td>${FAULTS[rule.fault].does}</td><td>${escape(rule.model ?? "any model")}</td>
<td>${rule.remaining === null ? "until cleared" : `next ${rule.remaining}`}</td>
</tr>`,
  );
  const known = Object.entries(FAULTS)
    .map(([name, { does }]) => `<li><code>${name}</code> ${does}</li>`)
    .join("");
  const head = ["Fault", "What happens", "Model", "How often"];
  const chances = Object.entries(storm?.rates ?? {}).map(([name, rate]) => `${name} ${rate}`);
  return `${section("Ordered faults", "POST /__emu/faults orders one.", head, rows, "None is ordered.")}
${storm === null ? "" : `<p>A storm of seed <code>${escape(storm.seed)}</code>: ${chances.join(", ")}.</p>`}
<details><summary>All faults, also as <code>[[emu:fail=NAME]]</code> in a prompt</summary><ul>${known}</ul></details>`;
}

function settingTable(settings: Settings): string {
  const rows = Object.entries(settings).map(
    ([name, value]) => `<tr><td><code>${name}</code></td><td>${escape(String(value))}</td></tr>`,
  );
  return section("Settings", "POST /__emu/settings changes them.", ["Setting", "Value"], rows, "");
}

function section(
  title: string,
  caption: string,
  head: string[],
  rows: string[],
  empty: string,
): string {
  if (rows.length === 0) return `<h2>${title}</h2>\n<p class="quiet">${empty}</p>`;
  const cells = head.map((name) => `<th scope="col">${name}</th>`).join("");
  return `<h2>${title}</h2>
<div class="scroll"><table><caption>${caption}</caption><thead><tr>${cells}</tr></thead>
<tbody>${rows.join("\n")}</tbody></table></div>`;
}

function outputLinks(output: Prediction["state"]["output"]): string {
  const values = Array.isArray(output) ? output : [output];
  const texts = values.filter((value) => typeof value === "string");
  const files = texts.filter((text) => text.startsWith(FILE_SCHEME));
  if (files.length === 0) {
    if (output === null) return "";
    return escape(shorten(texts.length > 0 ? texts.join("") : JSON.stringify(output)));
  }
  return files
    .map((file) => {
      const path = file.slice(FILE_SCHEME.length);
      return `<a href="${escape(path)}">${escape(path.split("/").pop() ?? "file")}</a>`;
    })
    .join("<br>");
}

function time(ms: number): string {
  return isoTime(ms).replace("T", " ").slice(0, 19);
}

function shorten(text: string): string {
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}

function escape(text: string): string {
  return text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}
