import type { Db, Tx } from "#lib/db/client.ts";
import type { AnnotationRound } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

/** @throws AppError `not_found` for a round of another workspace as for none */
export async function requireRound(db: Db | Tx, ctx: Ctx, roundId: string): Promise<AnnotationRound> {
  const round = await db.annotationRound.findFirst({
    where: { id: roundId, dataset: { workspaceId: ctx.workspaceId } },
  });
  if (!round) throw new AppError("not_found", "There is no such round in this workspace.");
  return round;
}

/**
 * An open round, held until the transaction ends: who draws what, and what is done, is settled one after the other.
 * @throws AppError `not_found`, `conflict` for a closed one
 */
export async function lockOpenRound(tx: Tx, ctx: Ctx, roundId: string): Promise<AnnotationRound> {
  await tx.$queryRaw`
    SELECT 1 FROM "AnnotationRound" r JOIN "Dataset" d ON d."id" = r."datasetId"
    WHERE r."id" = ${roundId} AND d."workspaceId" = ${ctx.workspaceId} FOR UPDATE OF r`;
  const round = await requireRound(tx, ctx, roundId);
  if (round.closedAt)
    throw new AppError("conflict", "This round is closed: nothing is drawn for it any more.");
  return round;
}
