/** Parts of the document that the calls of /api/mv share. */
import type { Route } from "../route.ts";
import { CallReport } from "./answers.ts";
import { callExample } from "./examples.ts";

export const acceptedAnswer: NonNullable<Route["otherAnswers"]> = [
  {
    status: 202,
    description: "With Prefer: respond-async. Location is where the call can be asked after.",
    schema: CallReport,
    example: callExample,
  },
];

export const CALL_REFUSALS = [400, 402, 404, 409, 413, 415, 422, 429, 500, 502, 503, 504];

/** What a status of /api/mv means, for the document. */
export const MV_STATUS_MEANINGS: Record<number, string> = {
  400: "ValidationError: a blank text, an id that is no UUID, or something that can't be done.",
  402: "CreditExhausted: the provider's account has no credit; the work waits.",
  404: "NotFound: no such project, picture or video.",
  409: "Conflict: the idempotency key belongs to another request, or the project is in the way.",
  413: "ValidationError: the body is too large.",
  415: "ValidationError: the body is not JSON.",
  416: "The range lies outside the file.",
  422: "A field is missing, of the wrong type or out of range (a list); or the provider refused the content (CONTENT_POLICY_VIOLATION).",
  429: "RateLimitExceeded: the provider's limit; Retry-After says when to ask again.",
  500: "InternalError, ConfigurationError or StitchingError.",
  502: "The provider is down or its answer was lost.",
  503: "ServiceTimeout: the work goes on, Location says where to ask; or a part of this server is away.",
  504: "The provider did not finish in time.",
};
