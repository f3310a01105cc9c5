import type { Ctx } from "../context.ts";
import { finishRunIfComplete } from "../explanations/finish-run.ts";
import { lockRunningRun } from "../explanations/lock-run.ts";
import { insertMetricValues, type ScoredMaps } from "./insert-metric-values.ts";

/**
 * Stores the scores of maps, counts the maps that had none before, and finishes the run with the last of them: all in
 * one transaction, so a repeated shard changes nothing and counters cannot drift. Returns how many maps were new.
 * @param input.judgeId the model that the maps' arm names
 * @throws AppError `cancelled` when the run was cancelled or failed meanwhile.
 */
export async function storeMetricValues(ctx: Ctx, input: ScoredMaps & { runId: string }): Promise<number> {
  return ctx.db.$transaction(async (tx) => {
    await lockRunningRun(tx, input.runId);
    const fresh = await insertMetricValues(tx, input);
    await tx.run.update({ where: { id: input.runId }, data: { mapsScored: { increment: fresh } } });
    await finishRunIfComplete(tx, input.runId, ctx.clock());
    return fresh;
  });
}
