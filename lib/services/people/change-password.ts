import { z } from "zod";
import { checkPassword, hashPassword, verifyPassword } from "#lib/auth/password.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";

export const ChangePassword = z.object({ current: z.string().max(200), next: z.string().max(200) });

/**
 * One's own password. Every session of the account ends, this one too.
 * @throws AppError `forbidden` when the current password is wrong, `invalid` for a weak new one
 */
export async function changePassword(ctx: Ctx, input: z.input<typeof ChangePassword>): Promise<void> {
  const { current, next } = ChangePassword.parse(input);
  if (ctx.actor.kind !== "user") throw new AppError("unauthenticated", "Sign in first.");
  const { userId } = ctx.actor;
  const { passwordHash: before } = await ctx.db.user.findUniqueOrThrow({ where: { id: userId } });
  if (!(await verifyPassword(current, before))) {
    throw new AppError("forbidden", "The current password is not right.");
  }
  checkPassword(next);
  const passwordHash = await hashPassword(next);
  await ctx.db.$transaction(async (tx) => {
    await tx.user.update({ where: { id: userId }, data: { passwordHash, sessionVersion: { increment: 1 } } });
    await audit(tx, ctx, "people.change-password", `user:${userId}`);
  });
}
