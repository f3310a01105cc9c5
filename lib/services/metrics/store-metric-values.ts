import type { Tx } from "#lib/db/client.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import type { Ctx } from "../context.ts";
import { finishRunIfComplete } from "../explanations/finish-run.ts";
import { lockRunningRun } from "../explanations/lock-run.ts";

/** One metric of one map: a value, or the reason why there is none. Never 0 or NaN in place of "undefined". */
export interface MetricRow {
  metricId: string;
  profile: string;
  value: number | null;
  undefinedReason: string | null;
  parameters: Record<string, unknown>;
}

/**
 * Stores the scores of maps, counts the maps that had none before, and finishes the run with the last of them: all in
 * one transaction, so a repeated shard changes nothing and counters cannot drift. Returns how many maps were new.
 * @throws AppError `cancelled` when the run was cancelled or failed meanwhile.
 */
export async function storeMetricValues(
  ctx: Ctx,
  input: { runId: string; scored: ReadonlyMap<string, readonly MetricRow[]> },
): Promise<number> {
  return ctx.db.$transaction(async (tx) => {
    await lockRunningRun(tx, input.runId);
    const fresh = await withoutScores(tx, [...input.scored.keys()]);
    await tx.metricValue.createMany({
      data: fresh.flatMap((mapId) => (input.scored.get(mapId) ?? []).map((row) => toRecord(mapId, row))),
    });
    await tx.run.update({ where: { id: input.runId }, data: { mapsScored: { increment: fresh.length } } });
    await finishRunIfComplete(tx, input.runId, ctx.clock());
    return fresh.length;
  });
}

async function withoutScores(tx: Tx, mapIds: string[]): Promise<string[]> {
  const rows = await tx.metricValue.findMany({
    where: { mapId: { in: mapIds } },
    distinct: ["mapId"],
    select: { mapId: true },
  });
  const known = new Set(rows.map((row) => row.mapId));
  return mapIds.filter((id) => !known.has(id));
}

function toRecord(mapId: string, row: MetricRow): Prisma.MetricValueCreateManyInput {
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
