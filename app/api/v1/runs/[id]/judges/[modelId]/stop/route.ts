import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { stopJudge } from "#lib/services/metrics/stop-judge.ts";
import { JudgeResponse } from "../../judge-response.ts";

export const POST = defineRoute({
  params: z.object({ id: z.string(), modelId: z.string() }),
  response: JudgeResponse,
  can: ["run:cancel", "run"],
  handler: ({ ctx, params }) => stopJudge(ctx, { runId: params.id, modelId: params.modelId }),
});
