import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { lockDataset } from "../datasets/require-dataset.ts";

const UndoSplits = z.object({ datasetId: z.string(), assignmentId: z.string() });

/**
 * Gives images back the splits they had before one assignment. An image that got yet another split since keeps that.
 * @returns how many went back, and how many were left as they are
 * @throws AppError `not_found`, `forbidden`, `conflict` when it was undone before
 */
export async function undoSplits(
  ctx: Ctx,
  input: z.input<typeof UndoSplits>,
): Promise<{ restored: number; left: number }> {
  const { datasetId, assignmentId } = UndoSplits.parse(input);
  return ctx.db.$transaction(
    async (tx) => {
      await lockDataset(tx, ctx, datasetId);
      const assignment = await tx.splitAssignment.findFirst({ where: { id: assignmentId, datasetId } });
      if (!assignment) throw new AppError("not_found", "There is no such assignment of splits.");
      const { count } = await tx.splitAssignment.updateMany({
        where: { id: assignmentId, undoneAt: null },
        data: { undoneAt: ctx.clock() },
      });
      if (count === 0) throw new AppError("conflict", "This assignment was undone already.");
      const restored = await tx.$executeRaw`
        UPDATE "Image" i SET "split" = s."from" FROM "SplitChange" s
        WHERE s."assignmentId" = ${assignmentId} AND i."id" = s."imageId" AND i."split" = s."to"`;
      const left = assignment.changedCount - restored;
      await audit(tx, ctx, "splits.undo", `dataset:${datasetId}`, { assignmentId, restored, left });
      return { restored, left };
    },
    { timeout: 120_000, maxWait: 30_000 },
  );
}
