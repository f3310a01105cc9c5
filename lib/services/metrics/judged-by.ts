import { Prisma } from "#lib/db/generated/client.ts";
import { judgedMetricIds } from "#lib/metrics/asks-model.ts";

/**
 * Of the scores `v` of maps of arms `a`, those of one protocol: by the model each map explains, or by one judge for all. What asks
 * no model is the same in both. Maps that explain no model here have scores of the second kind alone.
 */
export function judgedBy(judgeId: string | undefined): Prisma.Sql {
  const asksModel = Prisma.sql`v."metricId" = ANY(${judgedMetricIds()})`;
  const own = Prisma.sql`v."judgeId" = a."modelId"`;
  return judgeId === undefined
    ? Prisma.sql`${own} AND (a."explainsModel" OR NOT ${asksModel})`
    : Prisma.sql`CASE WHEN ${asksModel} THEN v."judgeId" = ${judgeId} ELSE ${own} END`;
}
