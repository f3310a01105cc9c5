import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";

export const RevokeInvitation = z.strictObject({ id: z.string() });

/** The link stops working at once; again changes nothing. @throws AppError `conflict` when it was used, `not_found` */
export async function revokeInvitation(ctx: Ctx, input: z.input<typeof RevokeInvitation>): Promise<void> {
  const { id } = RevokeInvitation.parse(input);
  requireCan(ctx, "people:manage");
  const { workspaceId } = ctx;
  await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.invitation.updateMany({
      where: { id, workspaceId, usedAt: null, revokedAt: null },
      data: { revokedAt: ctx.clock() },
    });
    if (count === 1) return audit(tx, ctx, "invitation.revoke", `invitation:${id}`);
    const now = await tx.invitation.findFirst({ where: { id, workspaceId } });
    if (!now) throw new AppError("not_found", "There is no such invitation in this workspace.");
    if (now.usedAt)
      throw new AppError("conflict", "Someone has joined by it already: remove the member instead.");
  });
}
