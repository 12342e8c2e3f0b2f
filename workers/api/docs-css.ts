/** The look of /api/docs: the pages' quiet graphite and paper, on system type so that it is one file. */
export const DOCS_CSS = `
:root { color-scheme: dark light;
  --background: oklch(0.17 0.005 250); --raised: oklch(0.21 0.005 250); --line: oklch(0.3 0.005 250);
  --text: oklch(0.93 0.005 250); --quiet: oklch(0.75 0.005 250); --link: oklch(0.8 0.09 250);
  --control: oklch(0.5 0.005 250); --good: oklch(0.78 0.14 152); --bad: oklch(0.74 0.15 24); }
@media (prefers-color-scheme: light) { :root {
  --background: oklch(0.985 0.002 250); --raised: oklch(1 0 0); --line: oklch(0.88 0.005 250);
  --text: oklch(0.22 0.005 250); --quiet: oklch(0.45 0.005 250); --link: oklch(0.45 0.13 250);
  --control: oklch(0.6 0.005 250); --good: oklch(0.45 0.13 152); --bad: oklch(0.5 0.17 24); } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1080px; padding: 24px 16px 64px; background: var(--background);
  color: var(--text); font: 14px/1.5 system-ui, sans-serif; }
h1 { font-size: 28px; font-weight: 650; line-height: 1.2; margin: 0 0 12px; }
h2 { font-size: 20px; font-weight: 650; margin: 40px 0 4px; }
h3 { font-size: 16px; font-weight: 650; margin: 0 0 8px; }
h4 { font-size: 14px; font-weight: 500; color: var(--quiet); margin: 16px 0 4px; }
p { margin: 0 0 8px; max-width: 72ch; }
a { color: var(--link); text-underline-offset: 3px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.quiet { color: var(--quiet); }
.mono, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; font-size: 12px; }
.address { overflow-wrap: anywhere; }
nav h2 { font-size: 14px; margin: 16px 0 4px; }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 16px; list-style: none; margin: 0; padding: 0; }
article { border-top: 1px solid var(--line); padding: 24px 0; scroll-margin-top: 8px; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: 4px 16px 4px 0; text-align: left;
  vertical-align: top; font-weight: 400; }
thead th { color: var(--quiet); }
dl { display: grid; grid-template-columns: 48px 1fr; gap: 4px 12px; margin: 0; }
dt { padding-top: 2px; } dd { margin: 0; min-width: 0; max-width: 88ch; }
summary { cursor: pointer; color: var(--quiet); width: fit-content; }
pre { background: var(--raised); border-radius: 6px; margin: 8px 0; padding: 12px; overflow: auto; max-height: 420px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.try { margin-top: 16px; }
.try > summary { color: var(--link); font-weight: 500; padding: 4px 0; }
.try form { border-left: 2px solid var(--line); margin-top: 8px; padding-left: 16px; }
.fields { display: grid; gap: 12px 16px; grid-template-columns: repeat(auto-fill, minmax(min(280px, 100%), 1fr)); }
.fields:not(:empty) { margin-bottom: 12px; }
label { display: block; min-width: 0; } label > span { color: var(--quiet); display: block; }
.check { align-items: center; align-self: end; display: flex; gap: 8px; min-height: 34px; }
input:not([type=checkbox]), select, textarea { background: var(--raised); border: 1px solid var(--control);
  border-radius: 6px; color: var(--text); font-family: inherit; font-size: 14px; min-height: 34px; padding: 5px 8px; width: 100%; }
textarea { font: 12px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; resize: vertical; }
input[type=checkbox] { accent-color: var(--link); height: 16px; margin: 0; width: 16px; }
button { background: var(--text); border: 0; border-radius: 6px; color: var(--background); cursor: pointer;
  font: 500 14px/20px system-ui, sans-serif; margin-top: 12px; min-width: 88px; padding: 8px 16px; }
[role=status]:not(:empty) { font-weight: 500; margin-top: 12px; } .good { color: var(--good); } .bad { color: var(--bad); }
.answer img, .answer video { border-radius: 6px; display: block; margin: 8px 0; max-height: 420px; max-width: 100%; }
.answer audio { display: block; margin: 8px 0; max-width: 100%; }
.headers { color: var(--quiet); grid-template-columns: max-content minmax(0, 1fr); overflow-wrap: anywhere; }
.headers:empty { display: none; } .headers dt { padding: 0; }
.answer pre { overflow-wrap: anywhere; white-space: pre-wrap; }
@media (max-width: 600px) {
  thead { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; width: 1px; }
  tbody th, tbody td { border: 0; display: block; overflow-wrap: anywhere; padding: 0; }
  tbody td:not(:last-child) { color: var(--quiet); }
  tbody tr { border-bottom: 1px solid var(--line); display: block; padding: 8px 0; }
}
`;
