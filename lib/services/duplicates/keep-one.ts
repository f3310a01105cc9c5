import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";
import { editImages } from "../curation/edit-images.ts";
import { requireDataset } from "../datasets/require-dataset.ts";

const KeepOne = z.object({ datasetId: z.string(), groupId: z.string(), imageId: z.string() });

/**
 * Deletes all images of a group but one, as one edit that can be undone. @returns how many go
 * @throws AppError as `editImages`, and `gone` when the image is no more in the group
 */
export async function keepOne(ctx: Ctx, input: z.input<typeof KeepOne>): Promise<number> {
  const { datasetId, groupId, imageId } = KeepOne.parse(input);
  await requireDataset(ctx, datasetId);
  requireCan(ctx, "dataset:write");
  const members = await ctx.db.image.findMany({
    where: { datasetId, duplicateGroup: groupId },
    select: { id: true },
  });
  if (members.length < 2 || !members.some(({ id }) => id === imageId)) {
    throw new AppError("gone", "This group has changed since the page was opened: reload it.");
  }
  const others = members.map(({ id }) => id).filter((id) => id !== imageId);
  const selection = { ids: others };
  const edit = await editImages(ctx, { datasetId, selection, change: { kind: "delete" } });
  return edit.imageCount;
}
