/**
 * The schema of a project's database, as ordered steps. A step that has shipped is never edited; a
 * change is a new step. Rows are JSON documents parsed by their schema when read, with a column only
 * where SQL itself has to look.
 */
const STEPS: readonly string[] = [
  `CREATE TABLE project (id TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT;
   CREATE TABLE scenes (id TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT;
   CREATE TABLE character_references (id TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT;
   CREATE TABLE clips (id TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT;
   CREATE TABLE films (id TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT;
   CREATE TABLE jobs (id TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT;
   CREATE TABLE attempts (id TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT;
   CREATE TABLE assets (id TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT;
   CREATE TABLE events (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, data TEXT NOT NULL) STRICT;
   CREATE TABLE outbox (
     key TEXT PRIMARY KEY, data TEXT NOT NULL, due_at INTEGER NOT NULL,
     version INTEGER NOT NULL, faults INTEGER NOT NULL) STRICT;
   CREATE TABLE wakeups (key TEXT PRIMARY KEY, data TEXT NOT NULL, due_at INTEGER NOT NULL) STRICT;
   CREATE TABLE commands (
     key TEXT PRIMARY KEY, request TEXT NOT NULL, answer TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
   CREATE TABLE deliveries (id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;`,
  `CREATE TABLE songs (id TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT;
   CREATE TABLE uploads (id TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT;
   UPDATE jobs SET data = json_set(data, '$.order', NULL, '$.scenes', NULL);
   UPDATE films SET data = json_set(data, '$.publishedAt', NULL);`,
  `CREATE TABLE unreadable (
     source TEXT NOT NULL, id TEXT NOT NULL, data TEXT NOT NULL, at INTEGER NOT NULL,
     PRIMARY KEY (source, id)) STRICT;`,
  `CREATE TABLE removed_scenes (id TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT;`,
];

/** Whether anything was ever written here. */
export function hasSchema({ sql }: DurableObjectStorage): boolean {
  return sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'migrations'").toArray().length > 0;
}

/** Brings the schema up to date, all steps in one transaction. */
export function migrate(storage: DurableObjectStorage): void {
  storage.transactionSync(() => {
    storage.sql.exec("CREATE TABLE IF NOT EXISTS migrations (step INTEGER PRIMARY KEY) STRICT");
    const done = storage.sql.exec("SELECT count(*) AS n FROM migrations").one()["n"] as number;
    STEPS.forEach((step, index) => {
      if (index < done) return;
      storage.sql.exec(step);
      storage.sql.exec("INSERT INTO migrations (step) VALUES (?)", index);
    });
  });
}
