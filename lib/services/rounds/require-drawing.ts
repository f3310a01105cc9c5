import type { Db, Tx } from "#lib/db/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

/**
 * One's own independent drawing with its round and image. Anybody else's does not exist for the asker, whatever their role: it is read
 * by the verbs that compare drawings.
 * @throws AppError `not_found`
 */
export async function requireDrawing(db: Db | Tx, ctx: Ctx, drawingId: string) {
  const drawing = await db.independentDrawing.findFirst({
    where: {
      id: drawingId,
      userId: ctx.actor.kind === "user" ? ctx.actor.userId : "",
      round: { dataset: { workspaceId: ctx.workspaceId } },
    },
    include: { round: { include: { dataset: { select: { name: true } } } } },
  });
  const image = drawing && (await db.image.findUnique({ where: { id: drawing.imageId } }));
  if (!drawing || !image) throw new AppError("not_found", "You have no such drawing in this workspace.");
  return { ...drawing, image };
}

/** The same, held until the transaction ends: whoever else changes it waits. */
export async function lockDrawing(tx: Tx, ctx: Ctx, drawingId: string) {
  await tx.$queryRaw`SELECT 1 FROM "IndependentDrawing" WHERE "id" = ${drawingId} FOR UPDATE`;
  return requireDrawing(tx, ctx, drawingId);
}
