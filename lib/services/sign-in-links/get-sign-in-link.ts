import { z } from "zod";
import { hashLinkToken } from "#lib/auth/link-token.ts";
import type { Tx } from "#lib/db/client.ts";
import type { SignInLink, User } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

export interface SignInOffer {
  name: string;
  email: string;
  /** The first letter to reach this address: until now someone else may have chosen address and password. */
  mustChoosePassword: boolean;
}

const Token = z.string().max(100);

/** Whom a link signs in, for whoever holds it; looking spends nothing. @throws AppError `gone` */
export async function getSignInLink(ctx: Ctx, token: string): Promise<SignInOffer> {
  const link = await requireUsableLink(ctx.db, token, ctx.clock());
  const { name, email } = link.user;
  return { name, email, mustChoosePassword: mustChoosePassword(link) };
}

export type UsableLink = SignInLink & { user: User & { memberships: { workspaceId: string }[] } };

/** @throws AppError `gone`, for all reasons alike */
export async function requireUsableLink(
  tx: Pick<Tx, "signInLink">,
  token: string,
  now: Date,
): Promise<UsableLink> {
  const given = Token.safeParse(token);
  const link = given.success
    ? await tx.signInLink.findUnique({
        where: { tokenHash: hashLinkToken(given.data) },
        include: { user: { include: { memberships: { select: { workspaceId: true } } } } },
      })
    : null;
  if (link && link.usedAt === null && link.expiresAt > now && isStillTrusted(link)) return link;
  throw new AppError("gone", "This link has been used, replaced or has expired. Ask for a new one.");
}

/** A link made by an owner opens an account that works in their workspace only, as it did when it was made. */
function isStillTrusted({ workspaceId, sessionVersion, user }: UsableLink): boolean {
  if (user.sessionVersion !== sessionVersion) return false;
  if (workspaceId === null) return true;
  return user.memberships.length === 1 && user.memberships[0].workspaceId === workspaceId;
}

export function mustChoosePassword({ workspaceId, user }: UsableLink): boolean {
  return workspaceId === null && user.confirmedAt === null;
}
