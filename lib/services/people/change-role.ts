import { z } from "zod";
import { requireCan, roleCan } from "#lib/auth/can.ts";
import { Role } from "#lib/db/generated/client.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { closeDoorsOf } from "./close-doors-of.ts";
import { requireAnotherOwner, requireMember } from "./require-member.ts";

export const ChangeRole = z.object({ userId: z.string(), role: z.enum(Role) });

/**
 * Works at the person's next request; for someone who may no longer invite, the links they made stop working.
 * @throws AppError `conflict` when the last owner would cease to be one
 */
export async function changeRole(ctx: Ctx, input: z.input<typeof ChangeRole>): Promise<void> {
  const { userId, role } = ChangeRole.parse(input);
  requireCan(ctx, "people:manage");
  const { workspaceId } = ctx;
  await ctx.db.$transaction(async (tx) => {
    const before = await requireMember(tx, ctx, userId);
    if (before.role === role) return;
    if (before.role === "owner") await requireAnotherOwner(tx, ctx, userId);
    await tx.membership.update({ where: { workspaceId_userId: { workspaceId, userId } }, data: { role } });
    if (!roleCan(role, "people:manage")) await closeDoorsOf(tx, ctx, userId);
    await audit(tx, ctx, "people.change-role", `user:${userId}`, { before: before.role, after: role });
  });
}
