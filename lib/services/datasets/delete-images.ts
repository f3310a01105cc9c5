import { z } from "zod";
import type { Tx } from "#lib/db/client.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { regroupDuplicates } from "../duplicates/regroup-duplicates.ts";
import { releaseImageFiles } from "../files/release-files.ts";
import { lockDataset } from "./require-dataset.ts";

const DeleteImages = z.object({
  datasetId: z.string(),
  imageIds: z.array(z.string()).min(1, "Choose the images to delete.").max(10_000),
});

/**
 * Deletes images with their regions and predictions: all of them, or none when a frozen version has one. Their files go later,
 * unless something else names them. Images that are gone already are not missed.
 * @returns how many were deleted
 * @throws AppError `not_found`, `forbidden`, `conflict` with `details.versions` ({id, number}) and `details.imageIds`
 */
export async function deleteImages(ctx: Ctx, input: z.input<typeof DeleteImages>): Promise<number> {
  const { datasetId, imageIds } = DeleteImages.parse(input);
  return ctx.db.$transaction(
    async (tx) => {
      await lockDataset(tx, ctx, datasetId);
      const images = await tx.image.findMany({
        where: { datasetId, id: { in: imageIds } },
        select: { id: true, fileName: true, sha256: true, duplicateGroup: true },
      });
      const ids = images.map(({ id }) => id);
      if (ids.length === 0) return 0;
      await refuseFrozen(tx, ids);
      await releaseImageFiles(tx, ctx, ids);
      const { count } = await tx.image.deleteMany({ where: { id: { in: ids } } });
      if (images.some(({ duplicateGroup }) => duplicateGroup !== null))
        await regroupDuplicates(tx, datasetId);
      await tx.dataset.update({ where: { id: datasetId }, data: { imageCount: { decrement: count } } });
      const names = images.map(({ fileName, sha256 }) => ({ fileName, sha256 }));
      await audit(tx, ctx, "images.delete", `dataset:${datasetId}`, { count, images: names });
      return count;
    },
    { timeout: 120_000, maxWait: 30_000 },
  );
}

async function refuseFrozen(tx: Tx, imageIds: string[]): Promise<void> {
  const frozen = await tx.$queryRaw<{ imageId: string; id: string; number: number }[]>`
    SELECT DISTINCT m."imageId", v."id", v."number" FROM "VersionImage" m JOIN "DatasetVersion" v ON v."id" = m."versionId"
    WHERE m."imageId" = ANY(${imageIds}) ORDER BY v."number"`;
  if (frozen.length === 0) return;
  const versions = [...new Map(frozen.map(({ id, number }) => [id, { id, number }])).values()];
  const kept = [...new Set(frozen.map(({ imageId }) => imageId))];
  const which = kept.length === imageIds.length ? "They are" : `${kept.length} of these images are`;
  throw new AppError(
    "conflict",
    `${kept.length === 1 && imageIds.length === 1 ? "It is" : which} part of ${nameVersions(versions)}: a frozen version keeps its images. Delete the version first, or leave the images out.`,
    { versions, imageIds: kept },
  );
}

function nameVersions(versions: readonly { number: number }[]): string {
  const names = versions.slice(0, 5).map(({ number }) => `v${number}`);
  const more = versions.length > 5 ? ` and ${versions.length - 5} more` : "";
  return `${versions.length === 1 ? "version" : "versions"} ${names.join(", ")}${more}`;
}
