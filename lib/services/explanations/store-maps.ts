import { newId } from "#lib/db/id.ts";
import { evaluateShard } from "#lib/jobs/definitions/evaluate-shard.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import type { SaliencyMap } from "#lib/tensor/model-view.ts";
import type { Ctx } from "../context.ts";
import { isJudged } from "./check-arms.ts";
import { finishRunIfComplete } from "./finish-run.ts";
import { lockRunningRun } from "./lock-run.ts";
import { writeFloat32 } from "./write-float32.ts";

export interface NewMap {
  imageId: string;
  /** Class index the map explains. */
  target: number;
  map: SaliencyMap;
  elapsedMs: number;
}

/**
 * Stores one arm's maps and asks for their evaluation (if they are to be judged), in one transaction. A map that is there already is left alone and
 * not counted: a shard that runs twice changes nothing. Returns how many were new.
 * @throws AppError `cancelled` when the run was cancelled or failed meanwhile.
 */
export async function storeMaps(
  ctx: Ctx,
  input: { runId: string; armId: string; engine: string; maps: readonly NewMap[] },
): Promise<number> {
  const { runId, armId, engine, maps } = input;
  return ctx.db.$transaction(async (tx) => {
    await lockRunningRun(tx, runId);
    const { targetRule } = await tx.runArm.findUniqueOrThrow({ where: { id: armId } });
    const made = await tx.saliencyMap.createManyAndReturn({
      data: maps.map(({ imageId, target, map, elapsedMs }) => ({
        id: newId(),
        armId,
        imageId,
        target,
        height: map.height,
        width: map.width,
        data: writeFloat32(map.data),
        engine,
        elapsedMs,
      })),
      skipDuplicates: true,
      select: { imageId: true },
    });
    const count = { increment: made.length };
    if (made.length > 0 && isJudged(targetRule)) {
      await tx.run.update({ where: { id: runId }, data: { mapsDone: count } });
      const imageIds = [...new Set(made.map((map) => map.imageId))];
      const options = { workspaceId: ctx.workspaceId, runId, total: imageIds.length };
      await enqueue(tx, evaluateShard, { runId, armId, imageIds }, options);
    }
    if (!isJudged(targetRule)) {
      await tx.run.update({ where: { id: runId }, data: { mapsDone: count, mapsScored: count } });
      await finishRunIfComplete(tx, runId, ctx.clock());
    }
    return made.length;
  });
}
