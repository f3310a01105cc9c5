import type { Tx } from "#lib/db/client.ts";
import type { Run, RunArm } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { IMPORTED } from "#lib/explain/imported.ts";
import { createRandom } from "#lib/tensor/random.ts";

/**
 * Splits the run's images into those for instruction and practice and those to be rated. Practice tells a rater
 * whether the highlight is on the object, so it takes images whose object is known; fewer when there are fewer. Images that an
 * imported arm among the `arms` has no map of are left out.
 * @throws AppError `invalid` when nothing is left to rate
 */
export async function chooseItems(
  tx: Tx,
  run: Run,
  arms: readonly Pick<RunArm, "id" | "explainerId">[],
  wish: { practice: number; seed: number },
): Promise<{ practice: string[]; rated: string[] }> {
  const imageIds = await explainedByAll(tx, run, arms);
  const frozen = await tx.versionImage.findMany({
    where: { versionId: run.versionId, imageId: { in: imageIds } },
    select: { imageId: true, regions: true },
  });
  const located = new Set(
    frozen
      .filter(({ regions }) => Array.isArray(regions) && regions.length > 0)
      .map(({ imageId }) => imageId),
  );
  const shuffled = createRandom(wish.seed).fork("practice").shuffle(imageIds);
  const practice = shuffled.filter((id) => located.has(id)).slice(0, wish.practice);
  const rated = imageIds.filter((id) => !practice.includes(id));
  if (rated.length === 0)
    throw new AppError(
      "invalid",
      `This study is empty: the arms explain ${imageIds.length} images and ${practice.length} of them are for practice. Choose a run with more images.`,
    );
  return { practice, rated };
}

/** The run's images, in its order, without those that an imported arm has no map of. */
async function explainedByAll(tx: Tx, run: Run, arms: readonly Pick<RunArm, "id" | "explainerId">[]) {
  let imageIds = run.imageIds;
  for (const { id: armId } of arms.filter(({ explainerId }) => explainerId === IMPORTED)) {
    const maps = await tx.saliencyMap.findMany({ where: { armId }, select: { imageId: true } });
    const has = new Set(maps.map(({ imageId }) => imageId));
    imageIds = imageIds.filter((id) => has.has(id));
  }
  return imageIds;
}
