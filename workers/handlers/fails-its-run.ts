import type { Ctx } from "#lib/services/context.ts";
import { failRun } from "#lib/services/explanations/fail-run.ts";

/** A part of a run that failed for good fails the run, which says why and can be retried. */
export const failsItsRun = {
  onFailed: ({ ctx, payload, message }: { ctx: Ctx; payload: { runId: string }; message: string }) =>
    failRun(ctx, payload.runId, message),
};
