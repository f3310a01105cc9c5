import type { Tx } from "#lib/db/client.ts";
import type { Membership } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

/** @throws AppError `not_found` for someone of another workspace, as for someone who does not exist */
export async function requireMember(tx: Tx, ctx: Ctx, userId: string): Promise<Membership> {
  const { workspaceId } = ctx;
  const membership = await tx.membership.findUnique({
    where: { workspaceId_userId: { workspaceId, userId } },
  });
  if (!membership) throw new AppError("not_found", "There is no such person in this workspace.");
  return membership;
}

/**
 * Locks the workspace's owners against a change by someone else meanwhile.
 * @throws AppError `conflict` when `userId` is the only owner
 */
export async function requireAnotherOwner(tx: Tx, ctx: Ctx, userId: string): Promise<void> {
  const owners = await tx.$queryRaw<{ userId: string }[]>`
    SELECT "userId" FROM "Membership" WHERE "workspaceId" = ${ctx.workspaceId} AND role = 'owner' FOR UPDATE`;
  if (owners.some((owner) => owner.userId !== userId)) return;
  throw new AppError("conflict", "A workspace needs an owner: make someone else one first.");
}
