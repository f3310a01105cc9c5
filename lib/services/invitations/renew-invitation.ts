import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { newLinkToken } from "#lib/auth/link-token.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { requireStillMay } from "../people/require-still-may.ts";
import { requireMayGive } from "./create-invitation.ts";
import { expiryOf, type HandedOver, handOver } from "./hand-over.ts";

export const RenewInvitation = z.strictObject({ id: z.string(), byMail: z.boolean().default(false) });

/**
 * A new link for an invitation that is open or has expired, valid as long again; the old link stops working.
 * @throws AppError `conflict` when it was used or revoked, `not_found`
 */
export async function renewInvitation(ctx: Ctx, input: z.input<typeof RenewInvitation>): Promise<HandedOver> {
  const { id, byMail } = RenewInvitation.parse(input);
  requireCan(ctx, "people:manage");
  const { workspaceId } = ctx;
  const { token, tokenHash } = newLinkToken();
  const invitedById = ctx.actor.kind === "user" ? ctx.actor.userId : null;
  await ctx.db.$transaction(async (tx) => {
    await requireStillMay(tx, ctx, "people:manage");
    const before = await tx.invitation.findFirst({ where: { id, workspaceId } });
    if (!before) throw new AppError("not_found", "There is no such invitation in this workspace.");
    requireMayGive(ctx, before.role, true);
    const { count } = await tx.invitation.updateMany({
      where: { id, usedAt: null, revokedAt: null },
      data: { tokenHash, expiresAt: expiryOf(ctx.clock(), before.validDays), mailedAt: null, invitedById },
    });
    if (count === 0) throw new AppError("conflict", "It was used or revoked: make a new invitation.");
    await audit(tx, ctx, "invitation.renew", `invitation:${id}`);
  });
  return handOver(ctx, { id, token, byMail });
}
