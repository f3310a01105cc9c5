import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { JudgeRun, judgeRun } from "#lib/services/metrics/judge-run.ts";
import { listJudges } from "#lib/services/metrics/list-judges.ts";
import { JudgeResponse } from "./judge-response.ts";

const params = z.object({ id: z.string() });

/** Who judges all maps of a run beside the models they explain, and who could. */
export const GET = defineRoute({
  params,
  can: ["run:read", "run"],
  handler: ({ ctx, params }) => listJudges(ctx, params.id),
});

/** Has a model judge all maps of a run. */
export const POST = defineRoute({
  params,
  body: JudgeRun.pick({ modelId: true }),
  response: JudgeResponse,
  can: ["run:start", "run"],
  handler: ({ ctx, params, body }) => judgeRun(ctx, { runId: params.id, ...body }),
});
