import type { Tx } from "#lib/db/client.ts";
import type { Run } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { knownToAll, likelyClasses } from "#lib/study/likely-classes.ts";
import { readFloat32 } from "../explanations/read-float32.ts";
import type { ChosenArm } from "./choose-arms.ts";

/**
 * Of each image that all models of the arms answer alike, the names of the `count` classes whose maps a trial shows: the answer,
 * and the next likely ones by these models together. They are the same for every arm.
 * @throws AppError `invalid` where the models know too few classes in common, `conflict` while the run is going on
 */
export async function readLikelyClasses(
  tx: Tx,
  run: Run,
  arms: readonly ChosenArm[],
  imageIds: readonly string[],
  count: number,
): Promise<Map<string, string[]>> {
  if (run.state !== "succeeded")
    throw new AppError(
      "conflict",
      `Which classes this study shows follows from the answers of the run "${run.name}", which is still going on: create it when the run is over.`,
    );
  const models = await tx.model.findMany({
    where: { id: { in: arms.map(({ modelId }) => modelId) } },
    orderBy: { id: "asc" },
    select: { id: true, classNames: true },
  });
  const known = knownToAll(models.map(({ classNames }) => classNames)).length;
  if (known < count)
    throw new AppError(
      "invalid",
      `A trial shows maps of ${count} classes, and these arms' models have ${known} in common: choose arms of models with more classes.`,
    );
  const answers = await tx.prediction.findMany({
    where: { modelId: { in: models.map(({ id }) => id) }, imageId: { in: [...imageIds] } },
    select: { modelId: true, imageId: true, logits: true },
  });
  const logitsOf = new Map(
    answers.map(({ modelId, imageId, logits }) => [`${modelId} ${imageId}`, readFloat32(logits)]),
  );
  return new Map(
    imageIds.flatMap((imageId): [string, string[]][] => {
      const own = models.map(({ id, classNames }) => {
        const logits = logitsOf.get(`${id} ${imageId}`);
        if (!logits)
          throw new AppError("conflict", "A model has no answer to one of the images: retry the run.");
        return { classNames, logits };
      });
      const classes = likelyClasses(own, count);
      return classes ? [[imageId, classes]] : [];
    }),
  );
}
