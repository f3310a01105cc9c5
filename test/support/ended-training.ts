import { newId } from "#lib/db/id.ts";
import { ModelConfig } from "#lib/scouter/model-config.ts";
import { FC_RECIPE } from "#lib/scouter/training/settings.ts";
import type { Ctx } from "#lib/services/context.ts";

const EPOCHS = 6;
const CELLS = 6;

/** A training that failed after some epochs, with maps of the version's first images, written straight into the database. */
export async function createEndedTraining(ctx: Ctx, versionId: string): Promise<string> {
  const items = await ctx.db.versionImage.findMany({ where: { versionId }, orderBy: { position: "asc" } });
  const classNames = [...new Set(items.flatMap(({ className }) => className ?? []))].sort();
  const config = ModelConfig.parse({
    format: 1,
    kind: "fc",
    backbone: "tiny",
    classNames,
    inputSize: 48,
    normalisation: { mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] },
    slotHead: null,
  });
  const examples = items.slice(0, 4).map(({ imageId, className }, row) => ({
    imageId,
    trueClass: classNames.indexOf(className ?? ""),
    predictedClass: 0,
    targetClass: classNames.indexOf(className ?? ""),
    height: CELLS,
    width: CELLS,
    values: Array.from({ length: CELLS * CELLS }, (_, i) => Math.cos(i + row)),
  }));
  const training = await ctx.db.training.create({
    data: {
      id: newId(),
      workspaceId: ctx.workspaceId,
      versionId,
      name: "Ended training",
      wish: { kind: "fc", seed: "0", ramp: true, set: [] },
      config,
      settings: FC_RECIPE,
      kind: "fc",
      backbone: "tiny",
      inputSize: 48,
      state: "failed",
      error: "The disk was full.",
      step: EPOCHS,
      steps: FC_RECIPE.epochs,
      epochCount: FC_RECIPE.epochs,
      trainCount: 50,
      validationCount: items.length,
      unlabelledCount: 0,
      startedBy: "system",
      epochs: {
        create: Array.from({ length: EPOCHS }, (_, epoch) => ({
          epoch,
          trainLoss: 2 / (epoch + 1),
          trainAccuracy: 1 - 1 / (epoch + 2),
          validationLoss: 2.2 / (epoch + 1),
          validationAccuracy: 1 - 1.2 / (epoch + 2),
          seconds: epoch,
          examples,
        })),
      },
    },
  });
  return training.id;
}
