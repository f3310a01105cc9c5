import type { Tx } from "#lib/db/client.ts";
import type { Model } from "#lib/db/generated/client.ts";
import { passesOfMap } from "#lib/explain/cost/passes.ts";
import {
  type FinishedShard,
  type MeasuredArm,
  measureSpeeds,
  type Preparation,
  type Speeds,
} from "#lib/explain/cost/speeds.ts";
import { evaluateShard } from "#lib/jobs/definitions/evaluate-shard.ts";
import { explainPrepare } from "#lib/jobs/definitions/explain-prepare.ts";
import { explainShard } from "#lib/jobs/definitions/explain-shard.ts";
import { curveForwards } from "#lib/metrics/faithfulness/curves.ts";
import { costModelOf } from "#lib/scouter/classifier-config.ts";
import { type ExplainerRegistry, mapsPerImage } from "./check-arms.ts";

/** Shards looked at; older ones ran on another version of the code as likely as not. */
const RECENT_SHARDS = 2000;
const RECENT_RUNS = 20;
/** Maps of an arm that its pace is taken from: more would only take longer. */
const MAPS_OF_AN_ARM = 256;

interface ShardRow {
  kind: string;
  armId: string;
  images: number;
  startedAt: Date;
  finishedAt: Date;
}

/** How fast workers were on the latest shards of this workspace, as far as these models go. */
export async function readSpeeds(
  db: Tx,
  workspaceId: string,
  { models, explainers }: { models: readonly Model[]; explainers: ExplainerRegistry },
): Promise<Speeds> {
  const rows = await db.$queryRaw<ShardRow[]>`
    SELECT "kind", "payload"->>'armId' AS "armId", "total" AS "images", "startedAt", "finishedAt" FROM "Job"
    WHERE "workspaceId" = ${workspaceId} AND "kind" IN (${explainShard.kind}, ${evaluateShard.kind})
      AND "state" = 'succeeded' AND "attempts" = 1 AND "total" > 0
    ORDER BY "id" DESC LIMIT ${RECENT_SHARDS}`;
  const arms = await measuredArms(db, [...new Set(rows.map(({ armId }) => armId))], { models, explainers });
  return measureSpeeds(rows.map(toShard), arms, await readPreparations(db, workspaceId));
}

/** Of the latest runs, what was missing when they were started, and what their first job took. */
function readPreparations(db: Tx, workspaceId: string): Promise<Preparation[]> {
  return db.$queryRaw<Preparation[]>`
    SELECT ("Run"."estimate"->'preparation'->>'forwards')::int AS "forwards",
      (extract(epoch FROM j."finishedAt" - j."startedAt") * 1000)::float8 AS "ms"
    FROM "Job" j JOIN "Run" ON "Run"."id" = j."runId"
    WHERE j."workspaceId" = ${workspaceId} AND j."kind" = ${explainPrepare.kind} AND j."state" = 'succeeded'
      AND j."attempts" = 1 AND "Run"."estimate"->'preparation' IS NOT NULL
    ORDER BY j."id" DESC LIMIT ${RECENT_RUNS}`;
}

const toShard = ({ kind, armId, images, startedAt, finishedAt }: ShardRow): FinishedShard => ({
  armId,
  kind: kind === explainShard.kind ? "explain" : "score",
  images,
  startedMs: startedAt.getTime(),
  endedMs: finishedAt.getTime(),
});

async function measuredArms(
  db: Tx,
  ids: readonly string[],
  { models, explainers }: { models: readonly Model[]; explainers: ExplainerRegistry },
): Promise<MeasuredArm[]> {
  const byId = new Map(models.map((model) => [model.id, model]));
  const arms = await db.runArm.findMany({
    where: { id: { in: [...ids] }, modelId: { in: [...byId.keys()] } },
  });
  const armIds = arms.map(({ id }) => id);
  const times = await db.$queryRaw<{ armId: string; maps: number; mapMs: number }[]>`
    SELECT "arm"."id" AS "armId", count(*)::int AS "maps", avg("map"."elapsedMs")::float8 AS "mapMs"
    FROM unnest(${armIds}::text[]) AS "arm"("id"),
      LATERAL (SELECT "elapsedMs" FROM "SaliencyMap" WHERE "armId" = "arm"."id" LIMIT ${MAPS_OF_AN_ARM}) AS "map"
    GROUP BY 1`;
  const timeOf = new Map(times.map((row) => [row.armId, row]));
  return arms.flatMap(({ id, explainerId, modelId, options, targetRule }) => {
    const model = byId.get(modelId);
    const explainer = explainers.get(explainerId);
    const parsed = explainer?.options.safeParse(options);
    if (!model || !explainer || !parsed?.success) return [];
    const sizes = costModelOf(model.config);
    const time = timeOf.get(id);
    return {
      id,
      explainerId,
      modelId,
      options: parsed.data,
      mapsPerImage: mapsPerImage(targetRule, model.classNames.length),
      passes: passesOfMap(explainer, parsed.data, sizes),
      scoringForwards: curveForwards(sizes.inputSize),
      maps: time?.maps ?? 0,
      mapMs: time?.mapMs ?? 0,
    };
  });
}
