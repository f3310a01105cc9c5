import type { Ctx } from "../context.ts";
import { insertMetricValues, type ScoredMaps } from "./insert-metric-values.ts";
import { lockJudge, requireJudging } from "./lock-judge.ts";

/**
 * Stores what a judge says of maps that explain other models, counts them, and ends its work with the last one, in one
 * transaction: saying it twice changes nothing. Returns how many maps were new.
 * @throws AppError `cancelled` when the judge was stopped or failed meanwhile
 */
export async function storeJudgements(ctx: Ctx, input: ScoredMaps & { runId: string }): Promise<number> {
  const { runId, judgeId: modelId } = input;
  return ctx.db.$transaction(async (tx) => {
    const { mapCount, mapsJudged } = requireJudging(await lockJudge(tx, runId, modelId));
    const fresh = await insertMetricValues(tx, input);
    const done = mapsJudged + fresh;
    await tx.runJudge.update({
      where: { runId_modelId: { runId, modelId } },
      data: {
        mapsJudged: done,
        ...(done >= mapCount ? { state: "succeeded", finishedAt: ctx.clock() } : {}),
      },
    });
    return fresh;
  });
}
