/**
 * Texts that were typed and not saved yet, by key. Kept by the browser over reloads, crashes and lost
 * connections, and dropped after a month. Each tab works on its own copy once it has read one, so that
 * nobody's typing appears under somebody else's hands. Knows nothing of React.
 */

const PREFIX = "edgereel.draft.";
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

type Kept = { at: number; text: string };

export class Drafts {
  readonly #storage: () => Storage | null;
  readonly #now: () => number;
  readonly #texts = new Map<string, string | null>();
  readonly #listeners = new Set<() => void>();
  #isSwept = false;

  /** @param storage null where the browser refuses one; drafts then last as long as the page */
  constructor(storage: () => Storage | null, now: () => number) {
    this.#storage = storage;
    this.#now = now;
  }

  /** Null where nothing unsaved is kept under the key. */
  read(key: string): string | null {
    const known = this.#texts.get(key);
    if (known !== undefined) return known;
    this.#sweep();
    const text = parse(this.#item(PREFIX + key))?.text ?? null;
    this.#texts.set(key, text);
    return text;
  }

  write(key: string, text: string | null): void {
    if (this.read(key) === text) return;
    this.#texts.set(key, text);
    try {
      const storage = this.#storage();
      if (text === null) storage?.removeItem(PREFIX + key);
      else storage?.setItem(PREFIX + key, JSON.stringify({ at: this.#now(), text }));
    } catch {
      // The store is full: the text still stands on this page.
    }
    for (const listener of this.#listeners) listener();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #item(name: string): string | null {
    try {
      return this.#storage()?.getItem(name) ?? null;
    } catch {
      return null;
    }
  }

  /** Once for each page: what nobody came back for. */
  #sweep(): void {
    if (this.#isSwept) return;
    this.#isSwept = true;
    const storage = this.#storage();
    const names = Array.from({ length: storage?.length ?? 0 }, (_, index) => storage?.key(index));
    for (const name of names) {
      if (name == null || !name.startsWith(PREFIX)) continue;
      const kept = parse(this.#item(name));
      if (kept === null || this.#now() - kept.at > KEPT_MS) storage?.removeItem(name);
    }
  }
}

function parse(item: string | null): Kept | null {
  try {
    const value = JSON.parse(item ?? "null") as Partial<Kept> | null;
    const { at, text } = value ?? {};
    return typeof at === "number" && typeof text === "string" ? { at, text } : null;
  } catch {
    return null;
  }
}
