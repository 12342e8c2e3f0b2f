/** What the pages weigh and how soon they stand: Lighthouse, the largest paint, and clicks among many scenes. */
import { startStack, type Stack } from "../../harness/stack.ts";
import { createFilm, isFinished, SHORT_FILM, untilProject } from "../../journeys/client.ts";
import type { Bench } from "../main.ts";
import { median } from "../measure.ts";
import { given } from "../table.ts";
import type { Row } from "../table.ts";
import { click, type Clicks, manyTakes } from "./clicks.ts";
import { PHONE, see, SLOW_PROCESSOR, type Seen } from "./lighthouse.ts";
import { firstScripts } from "./weight.ts";

const ROUNDS = 5;
const SCENES = 12;
const SCRIPT_KB = 150;

export async function pages({ rounds, say }: Bench): Promise<Row[]> {
  const stack = await startStack({ env: { TIME_SCALE: "0.05" } });
  try {
    say(`pages: a film of ${SCENES} scenes`);
    const project = await finishedProject(stack);
    const urls = { home: `${stack.origin}/`, project: `${stack.origin}/projects/${project}` };
    const rows: Row[] = [];
    for (const [name, url] of Object.entries(urls)) {
      say(`pages: Lighthouse on ${url}`);
      const phone: Seen[] = [];
      const slow: Seen[] = [];
      for (let round = 0; round < Math.max(rounds, ROUNDS); round += 1) {
        phone.push(await see(url, PHONE));
        slow.push(await see(url, SLOW_PROCESSOR));
      }
      rows.push(...lighthouseRows(name, phone, slow));
    }
    say("pages: clicks among many scenes, whose takes are shot first");
    const many = await manyTakes(stack);
    const clicks: Clicks[] = [];
    for (let round = 0; round < rounds; round += 1) clicks.push(await click(stack, many));
    const kB = firstScripts("routes/project").gzipBytes / 1_000;
    return [...rows, weightRow(kB), clicksRow(clicks)];
  } finally {
    await stack.stop();
  }
}

async function finishedProject(stack: Stack): Promise<string> {
  const film = { ...SHORT_FILM, scene_count: SCENES };
  const { project } = await createFilm(stack, film);
  await untilProject(stack, project.id, "the film", isFinished, 600_000);
  return project.id;
}

function lighthouseRows(name: string, phone: readonly Seen[], slow: readonly Seen[]): Row[] {
  const of = (seen: readonly Seen[], what: keyof Seen) => median(seen.map((each) => each[what]));
  const atLeast = (what: string, value: number, must: number): Row => ({
    ...{ work: `${name}: Lighthouse, ${what}`, value: String(value), must: `>= ${must}` },
    ...{ aim: "", ok: value >= must },
  });
  const largestS = of(slow, "largestPaintS");
  const shift = of(slow, "layoutShift");
  return [
    atLeast("performance", of(phone, "performance"), 95),
    atLeast("accessibility", of(phone, "accessibility"), 100),
    atLeast("best practices", of(phone, "bestPractices"), 100),
    given(
      `${name}: its performance on a desk with a processor 4× as slow`,
      String(of(slow, "performance")),
    ),
    {
      ...{ work: `${name}: largest paint there`, value: `${largestS.toFixed(2)} s` },
      ...{ must: "< 1.2 s", aim: "", ok: largestS < 1.2 },
    },
    {
      ...{ work: `${name}: layout shift there`, value: shift.toFixed(3) },
      ...{ must: "< 0.02", aim: "", ok: shift < 0.02 },
    },
  ];
}

function weightRow(kB: number): Row {
  return {
    ...{ work: "project: JavaScript before the first click, gzip", value: `${kB.toFixed(0)} kB` },
    ...{ must: `<= ${SCRIPT_KB} kB`, aim: "", ok: kB <= SCRIPT_KB },
  };
}

/** The slowest of the presses, each as the median of its rounds. */
function clicksRow(clicks: readonly Clicks[]): Row {
  const names = [...(clicks[0]?.ms.keys() ?? [])];
  const medians = names.map((name) => ({
    name,
    ms: median(clicks.map(({ ms }) => ms.get(name) ?? Number.NaN)),
  }));
  const slowest = medians.reduce((a, b) => (b.ms > a.ms ? b : a));
  const { scenes, takes } = clicks[0] ?? { scenes: 0, takes: 0 };
  return {
    work: `project: ${scenes} scenes, ${takes} takes, the slowest of ${names.length} presses (${slowest.name})`,
    value: `${slowest.ms} ms`,
    ...{ must: "< 100 ms", aim: "", ok: slowest.ms < 100 },
  };
}
