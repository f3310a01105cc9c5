import type { Ctx } from "#lib/services/context.ts";
import { getMetricTable, type MetricTable } from "#lib/services/metrics/get-metric-table.ts";
import type { RunJudges } from "#lib/services/metrics/list-judges.ts";

/** The tables of both protocols, by the judge that is shown or else the first that has judged anything; null without one. */
export async function bothProtocols(
  ctx: Ctx,
  runId: string,
  { judges }: RunJudges,
  judgeId: string | undefined,
): Promise<{ own: MetricTable; judged: MetricTable } | null> {
  const judge = judges.find(({ modelId, mapsJudged, state }) =>
    judgeId ? modelId === judgeId : mapsJudged > 0 || state === "succeeded",
  );
  if (!judge) return null;
  const [own, judged] = await Promise.all([
    getMetricTable(ctx, runId),
    getMetricTable(ctx, runId, { judgeId: judge.modelId }),
  ]);
  return { own, judged };
}
