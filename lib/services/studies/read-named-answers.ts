import type { Tx } from "#lib/db/client.ts";
import type { Run } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { ChosenArm } from "./choose-arms.ts";

/** What the computer says of an image in one arm. */
export interface NamedAnswer {
  /** The class that the map explains: named, or ruled out. */
  readonly className: string;
  /** What the image is of; null where that is unknown. */
  readonly trueClass: string | null;
  /** Null where the image's class is unknown. */
  readonly correct: boolean | null;
}

/**
 * The answers of the arms on each of these images, an answer an arm.
 * @throws AppError `conflict` while the run is going on, or where it has no map of an arm on an image
 */
export async function readNamedAnswers(
  tx: Tx,
  run: Run,
  arms: readonly ChosenArm[],
  imageIds: readonly string[],
): Promise<Map<string, NamedAnswer[]>> {
  if (run.state !== "succeeded")
    throw new AppError(
      "conflict",
      `Which images this study can show follows from the answers of the run "${run.name}", which is still going on: create it when the run is over.`,
    );
  const models = await tx.model.findMany({
    where: { id: { in: arms.map(({ modelId }) => modelId) } },
    select: { id: true, classNames: true },
  });
  const classNames = new Map(models.map((model) => [model.id, model.classNames]));
  const trueClass = await readTrueClasses(tx, run, imageIds);
  const answers = new Map<string, NamedAnswer[]>(imageIds.map((id) => [id, []]));
  for (const { id, label, modelId, statement } of arms) {
    const maps = await tx.saliencyMap.findMany({
      where: { armId: id, imageId: { in: [...imageIds] } },
      orderBy: { id: "desc" },
      select: { imageId: true, target: true },
    });
    // Of several maps the first stands, as where stimuli are drawn.
    const targets = new Map(maps.map(({ imageId, target }) => [imageId, target]));
    for (const imageId of imageIds) {
      const target = targets.get(imageId);
      if (target === undefined)
        throw new AppError(
          "conflict",
          `The run has no map of "${label}" for one of the images: retry the run.`,
        );
      const className = classNames.get(modelId)![target];
      const actual = trueClass.get(imageId) ?? null;
      const correct = actual === null ? null : (actual === className) === (statement === "for");
      answers.get(imageId)!.push({ className, trueClass: actual, correct });
    }
  }
  return answers;
}

/** Answers that all arms give, each with whether it is right. */
export async function judgeAnswers(
  tx: Tx,
  run: Run,
  answers: ReadonlyMap<string, string>,
): Promise<Map<string, NamedAnswer[]>> {
  const trueClass = await readTrueClasses(tx, run, [...answers.keys()]);
  return new Map(
    [...answers].map(([imageId, className]) => {
      const actual = trueClass.get(imageId) ?? null;
      return [
        imageId,
        [{ className, trueClass: actual, correct: actual === null ? null : actual === className }],
      ];
    }),
  );
}

async function readTrueClasses(
  tx: Tx,
  run: Run,
  imageIds: readonly string[],
): Promise<Map<string, string | null>> {
  const frozen = await tx.versionImage.findMany({
    where: { versionId: run.versionId, imageId: { in: [...imageIds] } },
    select: { imageId: true, className: true },
  });
  return new Map(frozen.map(({ imageId, className }) => [imageId, className]));
}
