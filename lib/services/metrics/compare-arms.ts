import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { compareSamples, type PairedComparison } from "#lib/stats/paired-comparison.ts";
import { createRandom } from "#lib/tensor/random.ts";
import type { Ctx } from "../context.ts";
import { groupBy } from "../group-by.ts";
import { judgedBy } from "./judged-by.ts";
import { keptResults } from "./kept-results.ts";
import { requireJudgedRun } from "./require-judged-run.ts";

export interface ArmComparison {
  reference: { id: string; label: string };
  /** The reference minus each other arm, in the order of the run. */
  rows: (PairedComparison & { label: string })[];
}

interface Value {
  armId: string;
  imageId: string;
  value: number | null;
}

/** Those of finished runs: 2,000 resamples of every pair of arms are worth keeping. */
const finished = keptResults<ArmComparison>(64);

/**
 * One metric of one arm of a run against every other, paired by image: interval of the mean difference, Wilcoxon's signed-rank test
 * corrected by Holm over the arms, rank-biserial correlation. Seeded by the run's seed.
 *
 * @param input.referenceId an arm of the run; the first where it is none
 * @param input.judgeId a judge of the run, in place of the model each map explains
 * @throws AppError `not_found`
 */
export async function compareArms(
  ctx: Ctx,
  input: { runId: string; metricId: string; referenceId?: string; judgeId?: string },
): Promise<ArmComparison> {
  requireCan(ctx, "run:read");
  const run = await requireJudgedRun(ctx, input);
  if (run.arms.length === 0)
    throw new AppError("not_found", "No arm of this run is scored: there is nothing to compare.");
  const reference = run.arms.find(({ id }) => id === input.referenceId) ?? run.arms[0];
  const key = `${run.key} ${input.metricId} ${reference.id}`;
  const kept = finished.get(key);
  if (kept && run.isOver) return kept;

  const values = await ctx.db.$queryRaw<Value[]>`
    SELECT m."armId" AS "armId", m."imageId" AS "imageId", v."value"
    FROM "RunArm" a JOIN "SaliencyMap" m ON m."armId" = a."id" JOIN "MetricValue" v ON v."mapId" = m."id"
    WHERE a."runId" = ${run.id} AND v."metricId" = ${input.metricId} AND ${judgedBy(run.judge?.id)}
    ORDER BY m."imageId", m."target"`;
  const byArm = groupBy(values, ({ armId }) => armId);
  const samples = run.arms.map(({ id }) => {
    const byImage = new Map((byArm.get(id) ?? []).map(({ imageId, value }) => [imageId, value]));
    return { id, values: run.imageIds.map((imageId) => byImage.get(imageId) ?? null) };
  });
  const random = createRandom(run.seed).fork(`compare ${input.metricId}`);
  const labels = new Map(run.arms.map(({ id, label }) => [id, label]));
  const comparison: ArmComparison = {
    reference: { id: reference.id, label: reference.label },
    rows: compareSamples(samples, { random }, reference.id).map((row) => ({
      ...row,
      label: labels.get(row.b) ?? "",
    })),
  };
  if (run.isOver) finished.keep(key, comparison);
  return comparison;
}
