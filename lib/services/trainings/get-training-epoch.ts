import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";
import { EpochExample } from "./store-epoch.ts";

/** A validation image with its map at the end of an epoch. */
export interface ExampleView {
  image: { id: string; displaySha256: string; width: number; height: number };
  trueClass: string;
  predictedClass: string;
  /** The class the map is about. */
  targetClass: string;
  map: { height: number; width: number; data: number[] };
}

/** The example maps of an epoch, from 0. @throws AppError `not_found` for an epoch that has not ended */
export async function getTrainingEpoch(
  ctx: Ctx,
  trainingId: string,
  epoch: number,
): Promise<{ epoch: number; examples: ExampleView[] }> {
  requireCan(ctx, "model:read");
  const row = await ctx.db.trainingEpoch.findFirst({
    where: { trainingId, epoch, training: { workspaceId: ctx.workspaceId } },
    select: { examples: true, training: { select: { config: true } } },
  });
  if (!row) throw new AppError("not_found", "There is no such epoch of a training in this workspace.");
  const examples = z.array(EpochExample).parse(row.examples);
  const { classNames } = z.object({ classNames: z.array(z.string()) }).parse(row.training.config);
  const images = await ctx.db.image.findMany({
    where: { id: { in: examples.map(({ imageId }) => imageId) } },
    select: { id: true, displaySha256: true, width: true, height: true },
  });
  const byId = new Map(images.map((image) => [image.id, image]));
  const views = examples.flatMap(
    ({ imageId, trueClass, predictedClass, targetClass, height, width, values }) => {
      const image = byId.get(imageId);
      const name = (index: number) => classNames[index] ?? `class ${index}`;
      if (!image) return [];
      return {
        image,
        trueClass: name(trueClass),
        predictedClass: name(predictedClass),
        targetClass: name(targetClass),
        map: { height, width, data: values },
      };
    },
  );
  return { epoch, examples: views };
}
