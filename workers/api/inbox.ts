/**
 * What only the outside's calls need of the projects: deliveries from Replicate and the container,
 * the file behind an asset, and the live channel. Kept apart from the Gateway, which pages get too.
 * Nothing here throws for a refused call, save `openChannel`, which answers with a Response.
 */
import type { Result } from "../contracts/errors.ts";
import type { AssetFile } from "../project/project-stub.ts";

/** One verified webhook. `nonce` and `jobId` come from the address and are hints until matched. */
export type PredictionDelivery = {
  nonce: string;
  jobId: string;
  /** Replicate's `webhook-id`: the same for every resend of one message. */
  webhookId: string;
  /** Parsed JSON, not yet checked against any schema. */
  prediction: unknown;
};

export type Inbox = {
  /** Duplicates and late deliveries are ok and change nothing; `not_found` for an unknown nonce. */
  recordPrediction(projectId: string, delivery: PredictionDelivery): Promise<Result<null>>;
  /** `report` is parsed JSON, checked by the receiver against the container's protocol. */
  recordStitchReport(projectId: string, jobId: string, report: unknown): Promise<Result<null>>;
  /**
   * Replicate's signing secret for this account (`whsec_…`), cached by the account's object. `unfit` is
   * the one that a delivery did not fit: where that is what is cached, it is fetched again.
   */
  webhookSecret(unfit: string | null): Promise<Result<string>>;
  /** The same without a call: as it was read last, null where it was not. It may be an old one. */
  keptWebhookSecret(): string | null;
  assetFile(projectId: string, assetId: string): Promise<Result<AssetFile>>;
  /** Hands the upgrade request to the project's object, which answers 101 or an error. */
  openChannel(projectId: string, request: Request): Promise<Response>;
};
