import type { Tx } from "#lib/db/client.ts";
import type { Run } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { createRandom } from "#lib/tensor/random.ts";

/**
 * Splits the run's images into those for instruction and practice and those to be rated. Practice tells a rater
 * whether the highlight is on the object, so it takes images whose object is known; fewer when there are fewer.
 * @throws AppError `invalid` when nothing is left to rate
 */
export async function chooseItems(
  tx: Tx,
  run: Run,
  wish: { practice: number; seed: number },
): Promise<{ practice: string[]; rated: string[] }> {
  const frozen = await tx.versionImage.findMany({
    where: { versionId: run.versionId, imageId: { in: run.imageIds } },
    select: { imageId: true, regions: true },
  });
  const located = new Set(
    frozen
      .filter(({ regions }) => Array.isArray(regions) && regions.length > 0)
      .map(({ imageId }) => imageId),
  );
  const shuffled = createRandom(wish.seed).fork("practice").shuffle(run.imageIds);
  const practice = shuffled.filter((id) => located.has(id)).slice(0, wish.practice);
  const rated = run.imageIds.filter((id) => !practice.includes(id));
  if (rated.length === 0)
    throw new AppError(
      "invalid",
      `This study is empty: the run explains ${run.imageIds.length} images and ${practice.length} of them are for practice. Choose a run with more images.`,
    );
  return { practice, rated };
}
