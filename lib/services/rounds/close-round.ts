import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { enqueueAgreement } from "./request-agreement.ts";
import { lockOpenRound } from "./require-round.ts";

const CloseRound = z.object({ roundId: z.string() });

/**
 * Closes a round for good: nobody is blind to its images any more, so nothing drawn later would be independent. Drawings that are not
 * done stay, and count nowhere.
 * @throws AppError `not_found`, `forbidden`, `conflict` when it is closed
 */
export async function closeRound(ctx: Ctx, input: unknown): Promise<void> {
  const { roundId } = CloseRound.parse(input);
  requireCan(ctx, "region:review");
  await ctx.db.$transaction(async (tx) => {
    await lockOpenRound(tx, ctx, roundId);
    await tx.annotationRound.update({ where: { id: roundId }, data: { closedAt: ctx.clock() } });
    await enqueueAgreement(tx, ctx, roundId);
    await audit(tx, ctx, "round.close", `round:${roundId}`);
  });
}
