/**
 * Every duration of the product, in milliseconds, in one place. `scale` shortens them all for
 * offline models (TIME_SCALE); with real models it is 1.
 */
import type { JobKind } from "../contracts/job.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export type Durations = {
  /** From the start of an attempt to giving up on it. */
  attemptDeadline: Record<JobKind, number>;
  /** Longest stay in the queue, for example while the account is out of credit. */
  queueDeadline: number;
  /** From a finished prediction to a saved file. The provider deletes its copy after an hour. */
  ingestDeadline: number;
  /** From a saved file to its check; past it the file counts, marked unchecked. */
  checkDeadline: number;
  /** Polling that backs webhooks up. */
  pollFirst: [number, number];
  pollMax: number;
  /** Polling that carries a job when no webhook was asked for. */
  pollOnlyFirst: number;
  pollOnlyMax: number;
  filmPoll: number;
  /** A film whose container tells nothing new for so long is begun anew in another one. */
  filmStall: number;
  /** From a passed deadline to the end: time to ask once more, as after a sleep of the machine. */
  lastLook: number;
  /** How long the create call itself may take. */
  createTimeout: number;
  /** A prediction is believed absent only this long after the call began, and after two listings. */
  absentAfter: number;
  listAgain: number;
  /** Base and ceiling of full-jitter back-off. */
  transientBase: number;
  capacityBase: number;
  creditWait: number;
  serviceBase: number;
  backoffMax: number;
  /** From hiding a deleted project to removing its objects. */
  purgeAfter: number;
  /** From the end of what wrote a file to removing it, where nothing came to name it. */
  pruneAfter: number;
  idempotencyKept: number;
  signedUrl: number;
};

/** The scale has a floor under things that take real time whatever the models do. */
export function durations(scale: number): Durations {
  const scaled = (ms: number, floor = 20) => Math.max(floor, Math.round(ms * scale));
  return {
    attemptDeadline: {
      character: scaled(10 * MINUTE, 60 * SECOND),
      script: scaled(5 * MINUTE, 60 * SECOND),
      clip: scaled(30 * MINUTE, 120 * SECOND),
      // Films wait for each other in the one container that there is beside offline models.
      film: scaled(60 * MINUTE, 20 * MINUTE),
    },
    // Whoever is before one in the queue goes at the account's pace, which knows no scale.
    queueDeadline: scaled(24 * HOUR, HOUR),
    ingestDeadline: scaled(50 * MINUTE, 60 * SECOND),
    checkDeadline: scaled(10 * MINUTE, 120 * SECOND),
    pollFirst: [scaled(15 * SECOND, 200), scaled(30 * SECOND, 400)],
    pollMax: scaled(60 * SECOND, 1_000),
    pollOnlyFirst: scaled(2 * SECOND, 200),
    pollOnlyMax: scaled(15 * SECOND, 1_000),
    filmPoll: scaled(20 * SECOND, 1_000),
    filmStall: scaled(20 * MINUTE, 90 * SECOND),
    lastLook: scaled(90 * SECOND, 5 * SECOND),
    createTimeout: 30 * SECOND,
    absentAfter: scaled(45 * SECOND, 2_000),
    listAgain: scaled(10 * SECOND, 500),
    transientBase: scaled(5 * SECOND),
    capacityBase: scaled(60 * SECOND),
    creditWait: scaled(2 * MINUTE, 500),
    serviceBase: scaled(2 * SECOND, 250),
    backoffMax: scaled(5 * MINUTE, 2_000),
    purgeAfter: scaled(24 * HOUR, 20 * SECOND),
    pruneAfter: scaled(24 * HOUR, 20 * SECOND),
    idempotencyKept: 24 * HOUR,
    signedUrl: 6 * HOUR,
  };
}
