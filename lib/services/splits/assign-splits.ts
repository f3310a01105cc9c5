import type { z } from "zod";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";
import { lockDataset } from "../datasets/require-dataset.ts";
import { planSplits } from "./plan-splits.ts";
import { changedMeanwhile, recordSplits } from "./record-splits.ts";
import { SplitWish } from "./split-wish.ts";

/**
 * Gives images their splits as previewed, all or none. @returns the assignment's id, to undo it by
 * @throws AppError `not_found`, `forbidden`, `invalid` when nothing would change, `conflict` when the data set is no more what the
 * preview showed
 */
export async function assignImageSplits(
  ctx: Ctx,
  input: z.input<typeof SplitWish>,
  { digest }: { digest: string },
): Promise<string> {
  const wish = SplitWish.parse(input);
  return ctx.db.$transaction(
    async (tx) => {
      await lockDataset(tx, ctx, wish.datasetId);
      const { steps, preview } = await planSplits(tx, wish);
      if (preview.digest !== digest) throw changedMeanwhile();
      if (steps.length === 0)
        throw new AppError("invalid", "Every image has the split it would get already.");
      const { datasetId, ...said } = wish;
      return recordSplits(tx, ctx, datasetId, said, steps);
    },
    { timeout: 120_000, maxWait: 30_000 },
  );
}
