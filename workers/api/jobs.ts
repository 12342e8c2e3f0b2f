/** Jobs of a project: start, retry, cancel. */
import { ok } from "../contracts/errors.ts";
import type { Result } from "../contracts/errors.ts";
import type { Job } from "../contracts/job.ts";
import { RetryJob, StartJobs } from "../contracts/requests.ts";
import { jobExample, retryJobExample, startJobsExample } from "./examples.ts";
import { defineRoute } from "./route.ts";
import { JobAnswer, JobList } from "./schemas.ts";

export const jobRoutes = [
  defineRoute({
    method: "POST",
    path: "/api/projects/{project_id}/jobs",
    id: "startJobs",
    tag: "Jobs",
    summary: "Start a step",
    description:
      "Draw portraits, write scenes, shoot clips or cut the film. The answer comes before any model " +
      "is called: follow the jobs on the live channel or in the project. A film's options say how its " +
      "clips are joined, what is heard, its format, and which further files are made of it; the schema " +
      "has a whole example.",
    takesIdempotencyKey: true,
    body: { schema: StartJobs, example: startJobsExample },
    answer: {
      status: 202,
      description: "The jobs that were started.",
      schema: JobList,
      example: { jobs: [jobExample] },
    },
    errors: ["conflict", "provider_rejected", "credit_exhausted"],
    handle: async ({ gateway, params, body, key }) => {
      const started = await gateway.startJobs(params.project_id, body, key);
      return started.ok ? ok({ jobs: started.value }) : started;
    },
  }),
  defineRoute({
    method: "POST",
    path: "/api/projects/{project_id}/jobs/{job_id}/retry",
    id: "retryJob",
    tag: "Jobs",
    summary: "Try a failed job again",
    description:
      "A job that has ended never changes: the answer is a new job. The body may be left out; it says " +
      "what is to be different. What a model refused for its content is not sent to it again unchanged.",
    takesIdempotencyKey: true,
    body: { schema: RetryJob, example: retryJobExample, isOptional: true },
    answer: {
      status: 202,
      description: "The new job.",
      schema: JobAnswer,
      example: { job: jobExample },
    },
    errors: ["conflict", "credit_exhausted"],
    handle: async ({ gateway, params, body, key }) =>
      oneJob(await gateway.retryJob(params.project_id, params.job_id, body, key)),
  }),
  defineRoute({
    method: "POST",
    path: "/api/projects/{project_id}/jobs/{job_id}/cancel",
    id: "cancelJob",
    tag: "Jobs",
    summary: "Cancel a job",
    description: "A job that has already ended stays as it is.",
    answer: {
      status: 200,
      description: "The job as it stands now.",
      schema: JobAnswer,
      example: {
        job: { ...jobExample, status: "canceled", endedAt: jobExample.createdAt + 5_000 },
      },
    },
    errors: ["conflict"],
    handle: async ({ gateway, params }) =>
      oneJob(await gateway.cancelJob(params.project_id, params.job_id)),
  }),
];

function oneJob(result: Result<Job>): Result<{ job: Job }> {
  return result.ok ? ok({ job: result.value }) : result;
}
