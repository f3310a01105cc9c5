import { z } from "zod";
import { generatePassword, hashPassword } from "#lib/auth/password.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";

export const ResetPassword = z.object({ email: z.email().toLowerCase() });

/**
 * A new generated password for someone who forgot theirs; ends their sessions. Only for whoever owns the machine: an
 * owner of one workspace must not get into accounts that work in others.
 * @throws AppError `forbidden`, `not_found`
 */
export async function resetPassword(ctx: Ctx, input: z.input<typeof ResetPassword>): Promise<string> {
  const { email } = ResetPassword.parse(input);
  if (ctx.actor.kind !== "system") {
    throw new AppError(
      "forbidden",
      "Only the command line of the server can do this: bin/whynot people reset-password",
    );
  }
  const user = await ctx.db.user.findUnique({ where: { email } });
  if (!user) throw new AppError("not_found", `There is no account ${email}.`);
  const password = generatePassword();
  const passwordHash = await hashPassword(password);
  await ctx.db.$transaction(async (tx) => {
    await tx.user.update({
      where: { id: user.id },
      data: { passwordHash, sessionVersion: { increment: 1 } },
    });
    await audit(tx, ctx, "people.reset-password", `user:${user.id}`);
  });
  return password;
}
