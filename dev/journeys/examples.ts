/** The scripts of docs/examples, run as they stand there. */
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import * as z from "zod";
import type { Stack } from "../harness/stack.ts";
import { send } from "./client.ts";

const run = promisify(execFile);
export const EXAMPLES = path.resolve(import.meta.dirname, "../../docs/examples");
export const FILM = "film.sh";
export const IMPORT = "import.sh";
export const scripts = readdirSync(EXAMPLES).filter((name) => name.endsWith(".sh"));

/** What a script prints, run in `folder`. Rejects, with its output and code, when it ends with anything but 0. */
export async function runExample(
  stack: Stack,
  folder: string,
  script: string,
  ...args: string[]
): Promise<string> {
  const env = { ...process.env, EDGEREEL_URL: stack.origin };
  const { stdout } = await run("sh", [path.join(EXAMPLES, script), ...args], { cwd: folder, env });
  return stdout;
}

/** The scripts that there must be: one for each route of /api/mv, named after it, the film's, and the import's. */
export async function expectedScripts(stack: Stack): Promise<string[]> {
  const document = z.object({ paths: z.record(z.string(), z.unknown()) });
  const { paths } = document.parse((await send(stack, "GET", "/api/openapi.json")).body);
  const names = Object.keys(paths).flatMap((route) => {
    const [, rest] = /^\/api\/mv\/(.*)$/.exec(route) ?? [];
    return rest === undefined ? [] : [`${rest.replaceAll(/\/\{\w+\}/g, "").replace("/", "_")}.sh`];
  });
  return [...names, FILM, IMPORT].sort();
}
