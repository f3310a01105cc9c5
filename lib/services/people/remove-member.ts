import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { closeDoorsOf } from "./close-doors-of.ts";
import { requireAnotherOwner, requireMember } from "./require-member.ts";

export const RemoveMember = z.object({ userId: z.string() });

/**
 * The person loses access at their next request, and the links they made for others stop working; what they did stays.
 * Everyone may leave by themselves. @throws AppError `conflict` for the last owner
 */
export async function removeMember(ctx: Ctx, input: z.input<typeof RemoveMember>): Promise<void> {
  const { userId } = RemoveMember.parse(input);
  const isOwn = ctx.actor.kind === "user" && ctx.actor.userId === userId;
  if (!isOwn) requireCan(ctx, "people:manage");
  const { workspaceId } = ctx;
  await ctx.db.$transaction(async (tx) => {
    const { role } = await requireMember(tx, ctx, userId);
    if (role === "owner") await requireAnotherOwner(tx, ctx, userId);
    await tx.membership.delete({ where: { workspaceId_userId: { workspaceId, userId } } });
    await closeDoorsOf(tx, ctx, userId);
    await audit(tx, ctx, isOwn ? "people.leave" : "people.remove", `user:${userId}`, { role });
  });
}
