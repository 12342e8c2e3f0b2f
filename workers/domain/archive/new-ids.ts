/** New ids for the rows of a manifest, and what is wrong with the ones it has. */
import type { Manifest } from "../../contracts/manifest.ts";

const TABLES = [
  "scenes",
  "characterReferences",
  "clips",
  "films",
  "songs",
  "jobs",
  "attempts",
  "assets",
] as const;
type Table = (typeof TABLES)[number];

const WORDS: Record<Table, string> = {
  scenes: "scene",
  characterReferences: "portrait",
  clips: "clip",
  films: "film",
  songs: "song",
  jobs: "job",
  attempts: "attempt",
  assets: "file",
};

/** Clips may be takes of a scene that was taken out of the film. */
function rowsOf(manifest: Manifest, table: Table): readonly { id: string }[] {
  if (table !== "scenes") return manifest[table];
  return [...manifest.scenes, ...manifest.removedScenes.map(({ scene }) => scene)];
}

export class NewIds {
  /** One sentence each. */
  readonly faults: string[] = [];
  readonly #maps: Record<Table, Map<string, string>>;

  constructor(manifest: Manifest, newId: () => string) {
    const maps = TABLES.map((table) => {
      const map = new Map<string, string>();
      for (const { id } of rowsOf(manifest, table)) {
        if (map.has(id)) this.faults.push(`The ${WORDS[table]} ${id} is there twice.`);
        map.set(id, newId());
      }
      return [table, map];
    });
    this.#maps = Object.fromEntries(maps) as Record<Table, Map<string, string>>;
  }

  /** The new id of a row; one that is not there is a fault. `by` says who names it. */
  of(table: Table, id: string, by: string): string {
    const found = this.#maps[table].get(id);
    if (found === undefined) {
      this.faults.push(`${by} names the ${WORDS[table]} ${id}, which is not in the manifest.`);
    }
    return found ?? id;
  }

  orNull(table: Table, id: string | null, by: string): string | null {
    return id === null ? null : this.of(table, id, by);
  }

  /** What a job makes: a portrait, a clip or a film. */
  ofTarget(id: string, by: string): string {
    const table = (["characterReferences", "films"] as const).find((each) => this.has(each, id));
    return this.of(table ?? "clips", id, by);
  }

  /** Null, and no fault, for one that is not there. */
  find(table: Table, id: string): string | null {
    return this.#maps[table].get(id) ?? null;
  }

  has(table: Table, id: string): boolean {
    return this.#maps[table].has(id);
  }
}
