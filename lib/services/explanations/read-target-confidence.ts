import { softmax } from "#lib/explain/softmax.ts";
import type { Ctx } from "../context.ts";
import { groupBy } from "../group-by.ts";
import { readFloat32 } from "./read-float32.ts";

/** What a map explains: a class of a model on an image of a version. */
export interface ExplainedClass {
  modelId: string;
  versionId: string;
  imageId: string;
  /** Class index of the model. */
  target: number;
}

/** How sure the model is of the class that a map explains, here and in general. */
export interface TargetConfidence {
  /** Softmax probability of the class on this image; null before the model answered. */
  probability: number | null;
  /** Share of the held-out images of the class that the model gets right (its recall); null without a report. */
  accuracy: { value: number; images: number } | null;
}

interface ClassAccuracy {
  modelId: string;
  versionId: string;
  className: string;
  images: number;
  correct: number;
}

/**
 * The model's probability and accuracy of each explained class, in the same order: what a map stands on. Accuracy is that of split
 * "test" where there is a report on it, else of another held-out split, else of "train". The caller has authorised the maps.
 */
export async function readTargetConfidence(
  ctx: Ctx,
  explained: readonly ExplainedClass[],
): Promise<TargetConfidence[]> {
  if (explained.length === 0) return [];
  const modelIds = [...new Set(explained.map(({ modelId }) => modelId))];
  const [answers, models] = await Promise.all([
    ctx.db.prediction.findMany({
      where: {
        modelId: { in: modelIds },
        imageId: { in: [...new Set(explained.map(({ imageId }) => imageId))] },
      },
      select: { modelId: true, imageId: true, logits: true },
    }),
    ctx.db.model.findMany({ where: { id: { in: modelIds } }, select: { id: true, classNames: true } }),
  ]);
  const classNames = new Map(models.map((model) => [model.id, model.classNames]));
  const nameOf = ({ modelId, target }: ExplainedClass) => classNames.get(modelId)?.[target] ?? "";
  const accuracies = await readAccuracies(ctx, explained, [...new Set(explained.map(nameOf))]);
  const logits = new Map(answers.map((one) => [`${one.modelId} ${one.imageId}`, readFloat32(one.logits)]));
  return explained.map((one) => {
    const own = logits.get(`${one.modelId} ${one.imageId}`);
    const known = accuracies.get(`${one.modelId} ${one.versionId} ${nameOf(one)}`);
    return {
      probability: own && one.target < own.length ? softmax(own)[one.target] : null,
      accuracy:
        known && known.images > 0 ? { value: known.correct / known.images, images: known.images } : null,
    };
  });
}

/** By "model version class": the best split's row of each. */
async function readAccuracies(
  ctx: Ctx,
  explained: readonly ExplainedClass[],
  names: string[],
): Promise<Map<string, ClassAccuracy>> {
  const modelIds = [...new Set(explained.map(({ modelId }) => modelId))];
  const versionIds = [...new Set(explained.map(({ versionId }) => versionId))];
  const rows = await ctx.db.$queryRaw<ClassAccuracy[]>`
    SELECT r."modelId", r."versionId", c->>'className' AS "className", (c->>'images')::int AS "images",
           (c->>'correct')::int AS "correct"
    FROM "ClassificationReport" r CROSS JOIN LATERAL jsonb_array_elements(r."results"->'perClass') c
    WHERE r."modelId" = ANY(${modelIds}) AND r."versionId" = ANY(${versionIds}) AND c->>'className' = ANY(${names})
    ORDER BY r."split" = 'test' DESC, r."split" <> 'train' DESC, r."split"`;
  const byClass = groupBy(rows, (row) => `${row.modelId} ${row.versionId} ${row.className}`);
  return new Map([...byClass].map(([key, splits]) => [key, splits[0]]));
}
