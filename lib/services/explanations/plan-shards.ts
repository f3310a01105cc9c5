import type { Tx } from "#lib/db/client.ts";
import { IMPORTED } from "#lib/explain/imported.ts";
import { evaluateShard } from "#lib/jobs/definitions/evaluate-shard.ts";
import { explainShard } from "#lib/jobs/definitions/explain-shard.ts";
import { enqueue, type JobDefinition } from "#lib/jobs/queue.ts";
import { isJudged, mapsPerImage } from "./check-arms.ts";
import { lockRunningRun } from "./lock-run.ts";

/** Most images a shard holds: a killed worker repeats at most this much. */
export const MAX_SHARD_IMAGES = 8;
/** Forward passes a shard may cost before it holds fewer images: keeps progress and cancellation fine-grained. */
const MAX_SHARD_FORWARDS = 5000;

/** Images a shard of this explainer holds, given its cost in forward passes an image. */
export function shardSize(forwardsPerImage: number): number {
  const affordable = Math.floor(MAX_SHARD_FORWARDS / Math.max(1, forwardsPerImage));
  return Math.min(MAX_SHARD_IMAGES, Math.max(1, affordable));
}

/**
 * Cuts what a run still lacks (maps to make, maps to score) into shards. What waiting or running jobs cover already is
 * left out, so planning twice, after a kill or a retry, adds nothing twice.
 */
export async function planShards(
  tx: Tx,
  runId: string,
  /** Cost of one map by arm id. */
  forwardsPerMap: ReadonlyMap<string, number>,
): Promise<{ explain: number; evaluate: number }> {
  const run = await lockRunningRun(tx, runId);
  const arms = await tx.runArm.findMany({
    where: { runId },
    orderBy: { position: "asc" },
    include: { model: { select: { classNames: true } } },
  });
  const covered = await coveredPairs(tx, runId);
  const maps = await tx.$queryRaw<{ armId: string; imageId: string; scored: boolean }[]>`
    SELECT m."armId", m."imageId",
           EXISTS (SELECT 1 FROM "MetricValue" v WHERE v."mapId" = m."id" AND v."judgeId" = a."modelId") AS "scored"
    FROM "RunArm" a JOIN "SaliencyMap" m ON m."armId" = a."id" WHERE a."runId" = ${runId}`;
  const made = new Set(maps.map((map) => pair(map.armId, map.imageId)));
  const unscored = new Set(maps.filter((m) => !m.scored).map((m) => pair(m.armId, m.imageId)));

  const shards = { explain: 0, evaluate: 0 };
  const add = async (
    definition: typeof explainShard | typeof evaluateShard,
    armId: string,
    imageIds: string[],
    size: number,
  ) => {
    for (let start = 0; start < imageIds.length; start += size) {
      const part = imageIds.slice(start, start + size);
      const options = { workspaceId: run.workspaceId, runId, total: part.length };
      await enqueue(tx, definition, { runId, armId, imageIds: part }, options);
      shards[definition === explainShard ? "explain" : "evaluate"]++;
    }
  };
  for (const arm of arms) {
    const missing = imagesToExplain(arm, run.imageIds).filter(
      (id) => !made.has(pair(arm.id, id)) && !covered.get(explainShard.kind)?.has(pair(arm.id, id)),
    );
    const maps = mapsPerImage(arm.targetRule, arm.model.classNames.length);
    await add(explainShard, arm.id, missing, shardSize(maps * (forwardsPerMap.get(arm.id) ?? 1)));
    if (!isJudged(arm.targetRule)) continue;
    const toScore = run.imageIds.filter(
      (id) => unscored.has(pair(arm.id, id)) && !covered.get(evaluateShard.kind)?.has(pair(arm.id, id)),
    );
    await add(evaluateShard, arm.id, toScore, MAX_SHARD_IMAGES);
  }
  return shards;
}

/** Maps made elsewhere are there or not: none of them is to be made. */
const imagesToExplain = (arm: { explainerId: string }, imageIds: readonly string[]) =>
  arm.explainerId === IMPORTED ? [] : imageIds;

const pair = (armId: string, imageId: string) => `${armId}/${imageId}`;

/** The (arm, image) pairs that live jobs will see to, by kind of job. */
async function coveredPairs(tx: Tx, runId: string): Promise<Map<string, Set<string>>> {
  const kinds: JobDefinition[] = [explainShard, evaluateShard];
  const jobs = await tx.job.findMany({
    where: {
      runId,
      kind: { in: kinds.map((definition) => definition.kind) },
      state: { in: ["queued", "running"] },
      cancelRequested: false,
    },
    select: { kind: true, payload: true },
  });
  const covered = new Map<string, Set<string>>();
  for (const job of jobs) {
    const { armId, imageIds } = explainShard.payload.parse(job.payload);
    const pairs = covered.get(job.kind) ?? new Set<string>();
    for (const imageId of imageIds) pairs.add(pair(armId, imageId));
    covered.set(job.kind, pairs);
  }
  return covered;
}
