import { requireCan } from "#lib/auth/can.ts";
import { RegionState } from "#lib/db/generated/enums.ts";
import type { Ctx } from "../context.ts";

/** Counted exactly up to here. */
export const MOST_COUNTED = 10_000;

/** Images of a data set by the state of their regions; more than `MOST_COUNTED` come as `MOST_COUNTED + 1`. */
export async function countRegionStates(ctx: Ctx, datasetId: string): Promise<Record<RegionState, number>> {
  requireCan(ctx, "dataset:read");
  const counts = await Promise.all(
    Object.values(RegionState).map(async (state) => {
      const [{ count }] = await ctx.db.$queryRaw<{ count: number }[]>`
        SELECT count(*)::int AS count FROM (
          SELECT 1 FROM "Image" i JOIN "Dataset" d ON d."id" = i."datasetId"
          WHERE i."datasetId" = ${datasetId} AND d."workspaceId" = ${ctx.workspaceId}
            AND i."regionState" = ${state}::"RegionState"
          LIMIT ${MOST_COUNTED + 1}) counted`;
      return [state, count] as const;
    }),
  );
  return Object.fromEntries(counts) as Record<RegionState, number>;
}
