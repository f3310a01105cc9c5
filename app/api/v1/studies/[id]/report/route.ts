import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { getReports } from "#lib/services/reports/get-report.ts";
import { StudyReport } from "#lib/study/report.ts";

const Computed = z
  .object({ id: z.string(), computedAt: z.date(), answerCount: z.int(), results: StudyReport })
  .nullable();

/** The newest reports: one about people, one about simulated raters. */
export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  response: z.object({ people: Computed, simulated: Computed }),
  can: ["report:read", "study"],
  handler: ({ ctx, params }) => getReports(ctx, params.id),
});
