import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { retryRun } from "#lib/services/explanations/retry-run.ts";
import { RunResponse } from "../../run-response.ts";

export const POST = defineRoute({
  params: z.object({ id: z.string() }),
  response: RunResponse,
  can: ["run:start", "run"],
  handler: ({ ctx, params }) => retryRun(ctx, { runId: params.id }),
});
