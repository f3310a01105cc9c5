import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";
import { lockDataset } from "../datasets/require-dataset.ts";
import { recordSplits } from "../splits/record-splits.ts";

const MoveGroup = z.object({
  datasetId: z.string(),
  groupId: z.string(),
  split: z.string().trim().min(1, "Choose a split.").max(100),
});

/**
 * Moves all images of a group into one split, as one step that can be undone among the splits. @returns how many moved
 * @throws AppError `not_found`, `forbidden`, `gone` when the group is no more what was seen
 */
export async function moveGroup(ctx: Ctx, input: z.input<typeof MoveGroup>): Promise<number> {
  const { datasetId, groupId, split } = MoveGroup.parse(input);
  return ctx.db.$transaction(async (tx) => {
    await lockDataset(tx, ctx, datasetId);
    const members = await tx.image.findMany({
      where: { datasetId, duplicateGroup: groupId },
      select: { id: true, split: true },
    });
    if (members.length < 2) {
      throw new AppError("gone", "This group has changed since the page was opened: reload it.");
    }
    const steps = members.flatMap(({ id, split: from }) =>
      from === split ? [] : [{ imageId: id, from, to: split }],
    );
    if (steps.length > 0) await recordSplits(tx, ctx, datasetId, { duplicates: groupId, split }, steps);
    return steps.length;
  });
}
