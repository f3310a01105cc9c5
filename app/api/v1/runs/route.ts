import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { listRuns } from "#lib/services/explanations/list-runs.ts";
import { StartRun, startRun } from "#lib/services/explanations/start-run.ts";
import { RunResponse } from "./run-response.ts";

export const GET = defineRoute({
  query: z.object({ after: z.string().optional(), before: z.string().optional() }),
  can: ["run:read", "run"],
  handler: ({ ctx, query }) => listRuns(ctx, query),
});

/** Starts an explanation run. */
export const POST = defineRoute({
  body: StartRun,
  response: RunResponse,
  can: ["run:start", "run"],
  handler: ({ ctx, body }) => startRun(ctx, body),
});
