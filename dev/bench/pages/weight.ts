/** What a page loads before anything is clicked, read from the built pages. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import * as z from "zod";

const BUILT = path.resolve(import.meta.dirname, "../../../build/client");

const Entry = z.object({ module: z.string(), imports: z.array(z.string()).default([]) });
const Manifest = z.object({ entry: Entry, routes: z.record(z.string(), Entry) });

export type Weight = { files: string[]; gzipBytes: number };

/** The scripts of a route of app/routes.ts, such as `routes/project`, with the root's. Throws without a build. */
export function firstScripts(route: string): Weight {
  const { entry, routes } = readManifest();
  const asked = [entry, routes["root"], routes[route]];
  const files = new Set<string>();
  for (const each of asked) {
    if (each === undefined) throw new Error(`The built pages have no route ${route}`);
    for (const file of [each.module, ...each.imports]) files.add(file);
  }
  const gzipBytes = [...files].reduce((sum, file) => {
    return sum + gzipSync(readFileSync(path.join(BUILT, file))).length;
  }, 0);
  return { files: [...files].sort(), gzipBytes };
}

/** Remix writes it as a script that sets one global. */
function readManifest(): z.infer<typeof Manifest> {
  const folder = path.join(BUILT, "assets");
  const name = readdirSync(folder).find((each) => /^manifest-\w+\.js$/.test(each));
  if (name === undefined) throw new Error("The pages are not built. Run npm run build.");
  const script = readFileSync(path.join(folder, name), "utf8");
  return Manifest.parse(JSON.parse(script.slice(script.indexOf("{")).replace(/;\s*$/, "")));
}
