/**
 * The Durable Object that owns one ffmpeg container, and nothing else: a rendering container keeps its
 * object awake, and no project should pay for that. State lives in the project; this may be lost at
 * any moment. Where containers are switched off (local runs without Docker) the constructor of the
 * base class throws, and `client.ts` makes `stitch_unavailable` of it.
 */
import { Container } from "@cloudflare/containers";
import type { StopParams } from "@cloudflare/containers";
import { log } from "../platform/log.ts";

export class StitchContainer extends Container {
  override defaultPort = 8080;

  /**
   * Every request counts as activity, and a running film is polled every 15 to 30 s. Five minutes
   * outlast a few failed polls with their back-off and the pause between two clips of a project, so
   * their checks share a cold start; longer would only be paid for.
   */
  override sleepAfter = "5m";

  /** Clips come from, and the film goes to, signed URLs of our own Worker over the open internet. */
  override enableInternet = true;

  /** No secrets: what the container may touch is in each manifest's signed URLs. */
  override envVars = {};

  override onStop(params: StopParams): void {
    log({ event: "stitch_container_stopped", instance: this.#name(), ...params });
  }

  override onError(thrown: unknown): void {
    log({ event: "stitch_container_failed", instance: this.#name(), cause: thrown });
    throw thrown;
  }

  #name(): string {
    return this.ctx.id.name ?? this.ctx.id.toString();
  }
}
