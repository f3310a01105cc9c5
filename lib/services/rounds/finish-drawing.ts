import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { presentMarks } from "./drawn-mark.ts";
import { enqueueAgreement } from "./request-agreement.ts";
import { lockDrawing, requireDrawing } from "./require-drawing.ts";
import { lockOpenRound } from "./require-round.ts";

export const FinishDrawing = z.object({
  drawingId: z.string(),
  /** Of the drawing as the person saw it. */
  revision: z.int().min(0),
});

/**
 * Says that one's own independent drawing is complete, also that there is nothing to mark. It counts from then on, and does not change.
 * Again it changes nothing.
 * @throws AppError `not_found` for anybody else's drawing; `conflict` when it was changed since, in a closed round, or when as many people
 * as are wanted have done the image meanwhile
 */
export async function finishDrawing(ctx: Ctx, input: unknown): Promise<{ roundId: string }> {
  const { drawingId, revision } = FinishDrawing.parse(input);
  requireCan(ctx, "region:write");
  return ctx.db.$transaction(async (tx) => {
    const { roundId, imageId, doneAt } = await requireDrawing(tx, ctx, drawingId);
    if (doneAt) return { roundId };
    const { peopleWanted } = await lockOpenRound(tx, ctx, roundId);
    const drawing = await lockDrawing(tx, ctx, drawingId);
    if (drawing.doneAt) return { roundId };
    if (drawing.revision !== revision) {
      throw new AppError("conflict", "This drawing was changed in another window: look at it again.", {
        revision: drawing.revision,
      });
    }
    const done = await tx.independentDrawing.count({ where: { roundId, imageId, doneAt: { not: null } } });
    if (done >= peopleWanted) {
      throw new AppError("conflict", "As many people as are wanted have drawn this image meanwhile.");
    }
    await tx.independentDrawing.update({ where: { id: drawingId }, data: { doneAt: ctx.clock() } });
    await enqueueAgreement(tx, ctx, roundId);
    await audit(tx, ctx, "drawing.finish", `drawing:${drawingId}`, {
      roundId,
      imageId,
      regions: presentMarks(drawing.regions).length,
    });
    return { roundId };
  });
}
