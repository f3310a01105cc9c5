import { defineRoute } from "#lib/http/define-route.ts";
import { EstimateRun, estimateRun } from "#lib/services/explanations/estimate-run.ts";

/** What a run would cost, before it is started: passes, maps, and time as far as it was measured here. */
export const POST = defineRoute({
  body: EstimateRun,
  can: ["run:start", "run"],
  handler: ({ ctx, body }) => estimateRun(ctx, body),
});
