import type { Tx } from "#lib/db/client.ts";
import type { Ctx } from "../context.ts";

/** Revokes the links to the workspace a person has made and that are still open: nobody comes back by their own. */
export async function closeDoorsOf(tx: Tx, ctx: Ctx, userId: string): Promise<void> {
  const { workspaceId } = ctx;
  await tx.invitation.updateMany({
    where: { workspaceId, invitedById: userId, usedAt: null, revokedAt: null },
    data: { revokedAt: ctx.clock() },
  });
  await tx.signInLink.deleteMany({ where: { workspaceId, madeById: userId, usedAt: null } });
}
