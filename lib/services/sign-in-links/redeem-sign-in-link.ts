import { z } from "zod";
import type { SignedIn } from "#lib/auth/check-credentials.ts";
import { checkPassword, hashPassword } from "#lib/auth/password.ts";
import type { Tx } from "#lib/db/client.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { mustChoosePassword, requireUsableLink, type UsableLink } from "./get-sign-in-link.ts";

export const RedeemSignInLink = z.strictObject({
  token: z.string().max(100),
  /** A new one, which ends every earlier session. */
  password: z.string().max(200).optional(),
});

/**
 * Spends the link and says who is signed in by it: of two who try at the same time, one is.
 * @throws AppError `gone` for a link that does not work, `invalid` for a weak password or one that is missing where it
 *   has to be chosen; the link is not spent then
 */
export async function redeemSignInLink(ctx: Ctx, input: z.input<typeof RedeemSignInLink>): Promise<SignedIn> {
  const { token, password } = RedeemSignInLink.parse(input);
  await requireUsableLink(ctx.db, token, ctx.clock());
  if (password !== undefined) checkPassword(password);
  const passwordHash = password === undefined ? undefined : await hashPassword(password);
  return ctx.db.$transaction(async (tx) => {
    const link = await requireUsableLink(tx, token, ctx.clock());
    // Compare and set: a second try waits here and finds it used.
    const { count } = await tx.signInLink.updateMany({
      where: { id: link.id, usedAt: null },
      data: { usedAt: ctx.clock() },
    });
    if (count !== 1) throw new AppError("gone", "This link has just been used. Ask for a new one.");
    if (!passwordHash && mustChoosePassword(link)) {
      throw new AppError("invalid", "Choose a password: this is the first letter to reach your address.");
    }
    const user = await confirm(tx, ctx, link, passwordHash);
    for (const { workspaceId } of link.user.memberships) {
      await audit(tx, { ...ctx, workspaceId }, "people.use-sign-in-link", `user:${user.id}`, {
        mailed: link.workspaceId === null,
        newPassword: passwordHash !== undefined,
      });
    }
    return user;
  });
}

/** @throws AppError `gone` when the person's sessions were ended meanwhile */
async function confirm(
  tx: Tx,
  ctx: Ctx,
  { user, workspaceId }: UsableLink,
  passwordHash: string | undefined,
): Promise<SignedIn> {
  const { id, email, name, sessionVersion, confirmedAt } = user;
  const { count } = await tx.user.updateMany({
    where: { id, sessionVersion },
    data: {
      confirmedAt: confirmedAt ?? (workspaceId === null ? ctx.clock() : null),
      ...(passwordHash ? { passwordHash, sessionVersion: { increment: 1 } } : {}),
    },
  });
  if (count !== 1) throw new AppError("gone", "All sessions were just ended, and with them this link.");
  return { id, email, name, sessionVersion: passwordHash ? sessionVersion + 1 : sessionVersion };
}
