/**
 * Posts a job's reports to its progress URL: the newest one only, one request in flight, at most one a
 * second, and the last one always. A listener that fails is ignored; polling backs it up.
 */
import type { JobReport } from "../protocol.ts";

export type ProgressTimings = { progressEvery: number; progressPostTimeout: number };

export class ProgressPoster {
  readonly #url: string | null;
  readonly #timings: ProgressTimings;
  #pending: JobReport | null = null;
  #inFlight: AbortController | null = null;
  #sending: Promise<void> = Promise.resolve();
  #pause: NodeJS.Timeout | null = null;
  #isOver = false;

  constructor(url: string | null, timings: ProgressTimings) {
    this.#url = url;
    this.#timings = timings;
  }

  /** Takes a report to be posted as soon as the pace allows; a newer one replaces it. */
  report(report: JobReport): void {
    if (this.#isOver || this.#url === null) return;
    this.#pending = report;
    this.#next();
  }

  /** Posts the last report at once, dropping whatever was on its way. Never rejects. */
  async finish(report: JobReport): Promise<void> {
    if (this.#isOver || this.#url === null) return;
    this.#isOver = true;
    this.#pending = null;
    if (this.#pause !== null) clearTimeout(this.#pause);
    this.#inFlight?.abort();
    await this.#sending;
    await this.#post(report);
  }

  #next(): void {
    if (this.#isOver || this.#pending === null) return;
    if (this.#inFlight !== null || this.#pause !== null) return;
    const report = this.#pending;
    this.#pending = null;
    this.#pause = setTimeout(() => {
      this.#pause = null;
      this.#next();
    }, this.#timings.progressEvery);
    this.#pause.unref();
    this.#sending = this.#post(report).then(() => this.#next());
  }

  async #post(report: JobReport): Promise<void> {
    if (this.#url === null) return;
    const controller = new AbortController();
    this.#inFlight = controller;
    try {
      const response = await fetch(this.#url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(report),
        redirect: "manual",
        signal: AbortSignal.any([
          controller.signal,
          AbortSignal.timeout(this.#timings.progressPostTimeout),
        ]),
      });
      await response.body?.cancel();
    } catch {
      // Nobody may be listening any more; the report stays readable at GET /jobs/:id.
    } finally {
      this.#inFlight = null;
    }
  }
}
