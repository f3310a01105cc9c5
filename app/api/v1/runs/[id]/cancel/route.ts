import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { cancelRun } from "#lib/services/explanations/cancel-run.ts";
import { RunResponse } from "../../run-response.ts";

export const POST = defineRoute({
  params: z.object({ id: z.string() }),
  response: RunResponse,
  can: ["run:cancel", "run"],
  handler: ({ ctx, params }) => cancelRun(ctx, { runId: params.id }),
});
