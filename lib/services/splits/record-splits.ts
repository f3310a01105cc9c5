import type { Tx } from "#lib/db/client.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { audit, nameActor } from "../audit.ts";
import type { Ctx } from "../context.ts";
import type { SplitStep } from "./plan-splits.ts";

/**
 * Gives images new splits in one step that can be undone, in the caller's transaction with the data set locked.
 * @param wish what it was for, as it is shown later
 * @returns the assignment's id
 * @throws AppError `conflict` when an image has got another split since the steps were made
 */
export async function recordSplits(
  tx: Tx,
  ctx: Ctx,
  datasetId: string,
  wish: object,
  steps: readonly SplitStep[],
): Promise<string> {
  const [ids, from, to] = [
    steps.map(({ imageId }) => imageId),
    steps.map((step) => step.from),
    steps.map((step) => step.to),
  ];
  const changed = await tx.$executeRaw`
    UPDATE "Image" i SET "split" = s.after
    FROM unnest(${ids}::text[], ${from}::text[], ${to}::text[]) AS s(id, before, after)
    WHERE i."id" = s.id AND i."datasetId" = ${datasetId} AND i."split" = s.before`;
  if (changed !== steps.length) throw changedMeanwhile();
  const id = newId(ctx.clock().getTime());
  await tx.splitAssignment.create({
    data: {
      id,
      datasetId,
      wish: wish as Prisma.InputJsonObject,
      changedCount: steps.length,
      assignedBy: nameActor(ctx.actor),
    },
  });
  await tx.$executeRaw`
    INSERT INTO "SplitChange" ("assignmentId", "imageId", "from", "to")
    SELECT ${id}, s.id, s.before, s.after FROM unnest(${ids}::text[], ${from}::text[], ${to}::text[]) AS s(id, before, after)`;
  await audit(tx, ctx, "splits.assign", `dataset:${datasetId}`, { assignmentId: id, wish, changed });
  return id;
}

export const changedMeanwhile = () =>
  new AppError(
    "conflict",
    "Images or their splits have changed since this was previewed: look at the preview again.",
  );
