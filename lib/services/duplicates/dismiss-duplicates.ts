import { z } from "zod";
import type { Tx } from "#lib/db/client.ts";
import { AppError } from "#lib/errors.ts";
import { hashDistance, mirrorHash, NEAR_DISTANCE } from "#lib/imaging/perceptual-hash.ts";
import { audit, nameActor } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { lockDataset } from "../datasets/require-dataset.ts";
import { regroupDuplicates } from "./regroup-duplicates.ts";

const DismissDuplicates = z.object({
  datasetId: z.string(),
  /** Of DuplicateGroup. */
  groupId: z.string(),
  /** The image that is not like the others; left out: none of them is like another. */
  imageId: z.string().optional(),
});

/** Groups are small; of a very large one the rest stays as it was paired. */
const MOST_PAIRED = 300;

/**
 * Says that images of a group only look alike: all of them, or one. A later search leaves them apart.
 * @throws AppError `not_found`, `forbidden`, `gone` when the group is no more what was seen
 */
export async function dismissDuplicates(ctx: Ctx, input: z.input<typeof DismissDuplicates>): Promise<void> {
  const { datasetId, groupId, imageId } = DismissDuplicates.parse(input);
  await ctx.db.$transaction(async (tx) => {
    await lockDataset(tx, ctx, datasetId);
    const members = await tx.image.findMany({
      where: { datasetId, duplicateGroup: groupId },
      select: { id: true },
    });
    const ids = members.map(({ id }) => id);
    if (ids.length < 2 || (imageId !== undefined && !ids.includes(imageId))) {
      throw new AppError("gone", "This group has changed since the page was opened: reload it.");
    }
    const one = imageId === undefined ? {} : { OR: [{ firstId: imageId }, { secondId: imageId }] };
    await tx.nearDuplicate.updateMany({
      where: { datasetId, firstId: { in: ids }, secondId: { in: ids }, dismissedBy: null, ...one },
      data: { dismissedBy: nameActor(ctx.actor) },
    });
    if (imageId !== undefined)
      await pairOthers(
        tx,
        datasetId,
        ids.filter((id) => id !== imageId),
      );
    await regroupDuplicates(tx, datasetId);
    await audit(tx, ctx, "duplicates.dismiss", `dataset:${datasetId}`, {
      imageIds: ids,
      ...(imageId ? { imageId } : {}),
    });
  });
}

/** The others may have been grouped by way of the one that left: those that look alike themselves are paired now. */
async function pairOthers(tx: Tx, datasetId: string, ids: string[]): Promise<void> {
  const others = await tx.image.findMany({
    where: { id: { in: ids } },
    orderBy: { id: "asc" },
    take: MOST_PAIRED,
    select: { id: true, perceptualHash: true },
  });
  const hashes = others.map(({ perceptualHash }) => BigInt.asUintN(64, perceptualHash ?? 0n));
  const data = others.flatMap((first, i) =>
    others.slice(i + 1).flatMap((second, offset) => {
      const hash = hashes[i + 1 + offset];
      const distance = Math.min(hashDistance(hashes[i], hash), hashDistance(mirrorHash(hashes[i]), hash));
      return distance <= NEAR_DISTANCE
        ? [{ datasetId, firstId: first.id, secondId: second.id, distance }]
        : [];
    }),
  );
  await tx.nearDuplicate.createMany({ data, skipDuplicates: true });
}
