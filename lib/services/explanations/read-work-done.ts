import type { Tx } from "#lib/db/client.ts";
import { evaluateShard } from "#lib/jobs/definitions/evaluate-shard.ts";
import { explainPrepare } from "#lib/jobs/definitions/explain-prepare.ts";
import { explainShard } from "#lib/jobs/definitions/explain-shard.ts";

/** Finished work on a run. Times are those of workers, ms. */
export interface WorkDone {
  /** Answers and statistics, before the first map. */
  preparationMs: number;
  /** By arm. */
  explain: ReadonlyMap<string, PartDone>;
  score: ReadonlyMap<string, PartDone>;
  /** Shards worked on at once; null before the first one is done. */
  parallel: number | null;
}

export interface PartDone {
  images: number;
  ms: number;
}

const KINDS = [explainShard.kind, evaluateShard.kind];

/** What the jobs of a run took so far, in two small reads. */
export async function readWorkDone(db: Pick<Tx, "$queryRaw">, runId: string): Promise<WorkDone> {
  const rows = await db.$queryRaw<({ kind: string; armId: string } & PartDone)[]>`
    SELECT "kind", "payload"->>'armId' AS "armId", sum("total")::int AS "images",
      (sum(extract(epoch FROM "finishedAt" - "startedAt")) * 1000)::float8 AS "ms"
    FROM "Job" WHERE "runId" = ${runId} AND "kind" = ANY(${[...KINDS, explainPrepare.kind]}) AND "state" = 'succeeded'
    GROUP BY 1, 2`;
  const partsOf = (kind: string) =>
    new Map(rows.filter((row) => row.kind === kind).map(({ armId, images, ms }) => [armId, { images, ms }]));
  return {
    preparationMs: rows.find(({ kind }) => kind === explainPrepare.kind)?.ms ?? 0,
    explain: partsOf(explainShard.kind),
    score: partsOf(evaluateShard.kind),
    parallel: await readParallel(db, runId),
  };
}

/** Time worked over time in which anything was worked on: of each shard, what lies after the end of all that began before it. */
async function readParallel(db: Pick<Tx, "$queryRaw">, runId: string): Promise<number | null> {
  const [{ worked, busy }] = await db.$queryRaw<{ worked: number | null; busy: number | null }[]>`
    SELECT sum(extract(epoch FROM "finishedAt" - "startedAt"))::float8 AS "worked",
      sum(greatest(0, extract(epoch FROM "finishedAt" - greatest("startedAt", coalesce("before", "startedAt")))))::float8 AS "busy"
    FROM (
      SELECT "startedAt", "finishedAt",
        max("finishedAt") OVER (ORDER BY "startedAt", "id" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS "before"
      FROM "Job" WHERE "runId" = ${runId} AND "kind" = ANY(${KINDS}) AND "state" = 'succeeded'
    ) AS "shards"`;
  return worked && busy ? Math.max(1, worked / busy) : null;
}
