import { requireCan } from "#lib/auth/can.ts";
import { IMPORTED } from "#lib/explain/imported.ts";
import type { Ctx } from "../context.ts";

export interface EngineUse {
  /** Name and version, as recorded with each map. */
  engine: string;
  method: string;
  mapCount: number;
  meanMs: number;
}

const LATEST_RUNS = 5;

/** What ran the maths of the latest runs, method by method. */
export async function listEngines(ctx: Ctx): Promise<EngineUse[]> {
  requireCan(ctx, "run:read");
  return ctx.db.$queryRaw<EngineUse[]>`
    WITH latest AS (SELECT "id" FROM "Run" WHERE "workspaceId" = ${ctx.workspaceId} ORDER BY "id" DESC LIMIT ${LATEST_RUNS})
    SELECT m."engine", a."explainerId" AS "method", count(*)::int AS "mapCount", avg(m."elapsedMs") AS "meanMs"
    FROM "RunArm" a JOIN "SaliencyMap" m ON m."armId" = a."id"
    WHERE a."runId" IN (SELECT "id" FROM latest) AND a."explainerId" <> ${IMPORTED}
    GROUP BY 1, 2 ORDER BY 2, 1`;
}
