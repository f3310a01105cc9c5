import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { listJobs } from "#lib/services/jobs/list-jobs.ts";

/** Jobs of the workspace, newest first; `runId` narrows them to one run. */
export const GET = defineRoute({
  query: z.object({
    runId: z.string().optional(),
    after: z.string().optional(),
    before: z.string().optional(),
  }),
  can: ["job:read", "job"],
  handler: ({ ctx, query }) => listJobs(ctx, query),
});
