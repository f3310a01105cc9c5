import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { requireMember } from "./require-member.ts";

export const SignOutEverywhere = z.object({ userId: z.string() });

/**
 * Ends every session of an account at its next request: one's own, or as an owner a member's who is in no other
 * workspace.
 */
export async function signOutEverywhere(ctx: Ctx, input: z.input<typeof SignOutEverywhere>): Promise<void> {
  const { userId } = SignOutEverywhere.parse(input);
  const isOwn = ctx.actor.kind === "user" && ctx.actor.userId === userId;
  if (!isOwn) requireCan(ctx, "people:manage");
  await ctx.db.$transaction(async (tx) => {
    await requireMember(tx, ctx, userId);
    const elsewhere = await tx.membership.count({ where: { userId, workspaceId: { not: ctx.workspaceId } } });
    if (!isOwn && elsewhere > 0 && ctx.actor.kind === "user") {
      throw new AppError(
        "forbidden",
        "This person works in other workspaces too; they can do this themselves.",
      );
    }
    await tx.user.update({ where: { id: userId }, data: { sessionVersion: { increment: 1 } } });
    await audit(tx, ctx, "people.sign-out-everywhere", `user:${userId}`);
  });
}
