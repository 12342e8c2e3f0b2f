/**
 * Temporary folders. Each run of the service owns one folder in WORK_DIR, named after its process, and
 * each job or probe a folder inside it. A killed run can't clean up; the next one does.
 */
import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";

const RUN_FOLDER = /^run-(\d+)-[0-9a-f-]+$/;

export class WorkDir {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Makes this run's folder and removes those of dead runs; `leftovers` counts them. */
  static async open(root: string): Promise<{ workDir: WorkDir; leftovers: number }> {
    await mkdir(root, { recursive: true });
    let leftovers = 0;
    for (const name of await readdir(root)) {
      const pid = RUN_FOLDER.exec(name)?.[1];
      if (pid === undefined || isAlive(Number(pid))) continue;
      await rm(path.join(root, name), { recursive: true, force: true });
      leftovers += 1;
    }
    const folder = path.join(root, `run-${process.pid}-${randomUUID()}`);
    await mkdir(folder, { mode: 0o700 });
    return { workDir: new WorkDir(folder), leftovers };
  }

  /** Gives `work` a folder of its own and removes it however the work ends. */
  async lend<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const folder = path.join(this.folder, randomUUID());
    await mkdir(folder);
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** In a container every run has the same process id, so a folder with our own id is a dead run's. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
