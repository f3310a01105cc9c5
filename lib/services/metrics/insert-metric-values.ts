import type { Tx } from "#lib/db/client.ts";
import type { Prisma } from "#lib/db/generated/client.ts";

/** One metric of one map: a value, or the reason why there is none. Never 0 or NaN in place of "undefined". */
export interface MetricRow {
  metricId: string;
  profile: string;
  value: number | null;
  undefinedReason: string | null;
  parameters: Record<string, unknown>;
}

/** The scores one model gave, by map. */
export interface ScoredMaps {
  judgeId: string;
  scored: ReadonlyMap<string, readonly MetricRow[]>;
}

/**
 * Writes the scores of the maps that have none of these metrics by this judge yet. Belongs under a lock: then each map is counted
 * once. @returns how many maps that were
 */
export async function insertMetricValues(tx: Tx, { judgeId, scored }: ScoredMaps): Promise<number> {
  const metricIds = [
    ...new Set([...scored.values()].flatMap((rows) => rows.map(({ metricId }) => metricId))),
  ];
  const known = await tx.metricValue.findMany({
    where: { mapId: { in: [...scored.keys()] }, judgeId, metricId: { in: metricIds } },
    distinct: ["mapId"],
    select: { mapId: true },
  });
  const isKnown = new Set(known.map(({ mapId }) => mapId));
  const fresh = [...scored].filter(([mapId]) => !isKnown.has(mapId));
  await tx.metricValue.createMany({
    data: fresh.flatMap(([mapId, rows]) => rows.map((row) => ({ ...toRecord(mapId, row), judgeId }))),
  });
  return fresh.length;
}

function toRecord(mapId: string, row: MetricRow): Omit<Prisma.MetricValueCreateManyInput, "judgeId"> {
  const defined = row.value !== null;
  if (defined === (row.undefinedReason !== null) || (row.value !== null && !Number.isFinite(row.value))) {
    throw new Error(`${row.metricId} of map ${mapId}: exactly one of a finite value and a reason is wanted`);
  }
  return {
    mapId,
    metricId: row.metricId,
    profile: row.profile,
    value: row.value,
    undefinedReason: row.undefinedReason,
    parameters: row.parameters as Prisma.InputJsonObject,
  };
}
