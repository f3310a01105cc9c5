import type { Model, Prisma } from "#lib/db/generated/client.ts";
import { type ClassSimilarity, classSimilarity } from "#lib/explain/class-similarity.ts";
import type { Ctx } from "../context.ts";
import { readLogits } from "../models/store-predictions.ts";

/** Kept on the run, so that its target classes can be checked long after. */
export interface StoredSimilarity {
  /** [n][n]: mean softmax of class b over held-out images of class a; null without images of a. */
  matrix: ClassSimilarity;
  modelId: string;
  modelName: string;
  /** Held-out images it was averaged over. */
  imageCount: number;
}

/**
 * How alike the classes are to a classifier: s(a, b) = mean over held-out images x of class a of softmax(f(x))_b.
 * Held-out, because on training images a fitted model's confusions are noise. Needs the predictions to be stored.
 */
export async function storeSimilarity(
  ctx: Ctx,
  runId: string,
  model: Model,
  heldOut: readonly { imageId: string; className: string | null }[],
): Promise<StoredSimilarity> {
  const logits = await readLogits(
    ctx,
    model.id,
    heldOut.map((image) => image.imageId),
  );
  const classCount = model.classNames.length;
  const rows: number[] = [];
  const trueClasses: number[] = [];
  for (const { imageId, className } of heldOut) {
    const own = logits.get(imageId);
    const index = model.classNames.indexOf(className ?? "");
    if (!own || index < 0) continue;
    rows.push(...own);
    trueClasses.push(index);
  }
  const similarity: StoredSimilarity = {
    matrix: classSimilarity(Float32Array.from(rows), trueClasses, classCount),
    modelId: model.id,
    modelName: model.name,
    imageCount: trueClasses.length,
  };
  await ctx.db.run.update({
    where: { id: runId },
    data: { similarity: similarity as unknown as Prisma.InputJsonObject },
  });
  return similarity;
}
