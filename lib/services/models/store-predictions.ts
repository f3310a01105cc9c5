import { softmax } from "#lib/explain/softmax.ts";
import type { Ctx } from "../context.ts";
import { readFloat32 } from "../explanations/read-float32.ts";
import { writeFloat32 } from "../explanations/write-float32.ts";

/**
 * Stores what a model answers on images; an answer that is there already stays as it is.
 * @param logits [images, classes], row-major
 */
export async function storePredictions(
  ctx: Ctx,
  modelId: string,
  imageIds: readonly string[],
  logits: Float32Array,
): Promise<void> {
  const classCount = logits.length / imageIds.length;
  await ctx.db.prediction.createMany({
    data: imageIds.map((imageId, row) => {
      const own = logits.slice(row * classCount, (row + 1) * classCount);
      const predictedIndex = own.indexOf(own.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY));
      return {
        modelId,
        imageId,
        logits: writeFloat32(own),
        predictedIndex,
        probability: softmax(own)[predictedIndex] ?? 0,
      };
    }),
    skipDuplicates: true,
  });
}

/** Logits by image id, for the images that have a prediction. */
export async function readLogits(
  ctx: Ctx,
  modelId: string,
  imageIds: readonly string[],
): Promise<Map<string, Float32Array>> {
  const rows = await ctx.db.prediction.findMany({
    where: { modelId, imageId: { in: [...imageIds] } },
    select: { imageId: true, logits: true },
  });
  return new Map(rows.map((row) => [row.imageId, readFloat32(row.logits)]));
}
