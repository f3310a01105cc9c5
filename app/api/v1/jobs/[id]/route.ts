import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { getJob } from "#lib/services/jobs/get-job.ts";

export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  can: ["job:read", "job"],
  handler: ({ ctx, params }) => getJob(ctx, params.id),
});
