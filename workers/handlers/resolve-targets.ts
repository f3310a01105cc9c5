import { AppError } from "#lib/errors.ts";
import { resolveTarget, targetRule } from "#lib/explain/targets.ts";
import type { Ctx } from "#lib/services/context.ts";
import { EVERY_CLASS } from "#lib/services/explanations/check-arms.ts";
import type { StoredSimilarity } from "#lib/services/explanations/store-similarity.ts";
import { readLogits } from "#lib/services/models/store-predictions.ts";
import type { LoadedArm } from "./load-arm.ts";
import type { VersionItem } from "./version-images.ts";

export interface MapTask {
  item: VersionItem;
  target: number;
}

/** The maps an arm makes of images: its rule applied to the truth and to what the arm's own model answers. */
export async function resolveTargets(
  ctx: Ctx,
  { arm, run, model }: LoadedArm,
  items: readonly VersionItem[],
): Promise<MapTask[]> {
  if (arm.targetRule === EVERY_CLASS) {
    return items.flatMap((item) => model.classNames.map((_, target) => ({ item, target })));
  }
  const rule = targetRule.parse(arm.targetRule);
  const similarity = run.similarity as StoredSimilarity | null;
  const answers = await readLogits(
    ctx,
    model.id,
    items.map((item) => item.imageId),
  );
  return items.map((item) => {
    const logits = answers.get(item.imageId);
    if (!logits)
      throw new AppError("invalid", `"${model.name}" has no prediction for ${item.sha256}: retry the run.`);
    const trueClass = model.classNames.indexOf(item.className ?? "");
    const target = resolveTarget(rule, {
      trueClass: trueClass < 0 ? null : trueClass,
      logits,
      similarity: similarity?.matrix ?? null,
    });
    return { item, target };
  });
}
