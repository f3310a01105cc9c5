import { defineRoute } from "#lib/http/define-route.ts";
import { PlanStudy, planStudy } from "#lib/services/studies/plan-study.ts";

/** What a study would come to, before it is created: counts, time, cost and power. */
export const POST = defineRoute({
  body: PlanStudy,
  can: ["study:manage", "study"],
  handler: ({ ctx, body }) => planStudy(ctx, body),
});
