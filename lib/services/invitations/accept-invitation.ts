import { z } from "zod";
import { EmailAddress } from "#lib/auth/email-address.ts";
import { hashLinkToken } from "#lib/auth/link-token.ts";
import { checkPassword, hashPassword } from "#lib/auth/password.ts";
import type { Tx } from "#lib/db/client.ts";
import type { Invitation, Role, User } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { requireOpen } from "./invitation-state.ts";

/** Says who joins and nothing of what they become: that is the invitation's to say. */
export const AcceptInvitation = z.strictObject({
  token: z.string().max(100),
  /** For someone new; whoever is signed in joins without. */
  account: z
    .strictObject({
      name: z.string().trim().min(1, "Say what others shall call you.").max(100),
      email: EmailAddress,
      password: z.string().max(200),
    })
    .optional(),
});

export interface Joined {
  userId: string;
  workspaceId: string;
  role: Role;
}

/**
 * Makes one person a member, once: of two who try at the same time, one gets in.
 * @param signedInAs who asks, as their session says; undefined for someone new
 * @throws AppError `gone` when the link was used, revoked or has expired; `forbidden` when it is for another address;
 *   `conflict` for a member, and for a new account whose address is known. The link is not spent then.
 */
export async function acceptInvitation(
  ctx: Ctx,
  input: z.input<typeof AcceptInvitation>,
  signedInAs: string | undefined,
): Promise<Joined> {
  const { token, account } = AcceptInvitation.parse(input);
  if (!account && !signedInAs) throw new AppError("unauthenticated", "Sign in, or make an account to join.");
  const tokenHash = hashLinkToken(token);
  const offer = await ctx.db.invitation.findUnique({ where: { tokenHash } });
  if (!offer) throw new AppError("not_found", "There is no such invitation. Check that the link is whole.");
  requireOpen(offer, ctx.clock());
  if (account) checkPassword(account.password);
  const passwordHash = account && (await hashPassword(account.password));
  return ctx.db.$transaction(async (tx) => {
    const invitation = await spend(tx, ctx, tokenHash);
    const user =
      account && passwordHash
        ? await createUser(tx, ctx, invitation, { name: account.name, email: account.email, passwordHash })
        : await tx.user.findUniqueOrThrow({ where: { id: signedInAs } });
    return join(tx, ctx, invitation, user);
  });
}

/** Compare and set: the row is held until the transaction ends, and what is thrown after this gives it back. */
async function spend(tx: Tx, ctx: Ctx, tokenHash: string): Promise<Invitation> {
  const now = ctx.clock();
  const { count } = await tx.invitation.updateMany({
    where: { tokenHash, usedAt: null, revokedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  const invitation = await tx.invitation.findUnique({ where: { tokenHash } });
  if (count === 1 && invitation) return invitation;
  if (invitation) requireOpen(invitation, now);
  throw new AppError("gone", "This link has been replaced by a newer one. Ask for that.");
}

async function createUser(
  tx: Tx,
  ctx: Ctx,
  invitation: Invitation,
  account: { name: string; email: string; passwordHash: string },
): Promise<User> {
  requireAddressed(invitation, account.email);
  // A mailed link was seen by nobody but who reads that address.
  const confirmedAt = invitation.mailedAt && invitation.email ? ctx.clock() : null;
  const id = newId();
  const { count } = await tx.user.createMany({ data: { id, ...account, confirmedAt }, skipDuplicates: true });
  if (count === 1) return tx.user.findUniqueOrThrow({ where: { id } });
  throw new AppError("conflict", `${account.email} has an account already: sign in with it to join.`, {
    reason: "account",
  });
}

async function join(tx: Tx, ctx: Ctx, invitation: Invitation, user: User): Promise<Joined> {
  const { id, workspaceId, role } = invitation;
  requireAddressed(invitation, user.email);
  const joined = await tx.membership.createMany({
    data: { workspaceId, userId: user.id, role },
    skipDuplicates: true,
  });
  if (joined.count === 0)
    throw new AppError("conflict", "You are a member of this workspace already.", { reason: "member" });
  await tx.invitation.update({ where: { id }, data: { usedById: user.id } });
  const asMember = { ...ctx, workspaceId, actor: { kind: "user" as const, userId: user.id, role } };
  await audit(tx, asMember, "people.join", `user:${user.id}`, { invitation: id, role });
  return { userId: user.id, workspaceId, role };
}

function requireAddressed({ email }: Invitation, given: string): void {
  if (email === null || email === given) return;
  throw new AppError("forbidden", `This invitation is for ${email}, not for ${given}.`, {
    reason: "address",
  });
}
