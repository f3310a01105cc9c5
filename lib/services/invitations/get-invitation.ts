import { z } from "zod";
import { hashLinkToken } from "#lib/auth/link-token.ts";
import type { Role } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";
import { type InvitationState, invitationState } from "./invitation-state.ts";

export interface InvitationOffer {
  state: InvitationState;
  workspaceId: string;
  workspaceName: string;
  role: Role;
  /** The only address that may join. */
  email: string | null;
  invitedBy: string | null;
  expiresAt: Date;
}

const Token = z.string().max(100);

/** What a link offers, to whoever holds it; looking spends nothing. @throws AppError `not_found` for any other token */
export async function getInvitation(ctx: Ctx, token: string): Promise<InvitationOffer> {
  const given = Token.safeParse(token);
  const found = given.success
    ? await ctx.db.invitation.findUnique({
        where: { tokenHash: hashLinkToken(given.data) },
        include: { workspace: { select: { name: true } }, invitedBy: { select: { name: true } } },
      })
    : null;
  if (!found) throw new AppError("not_found", "There is no such invitation. Check that the link is whole.");
  const { workspaceId, workspace, role, email, invitedBy, expiresAt } = found;
  return {
    state: invitationState(found, ctx.clock()),
    workspaceId,
    workspaceName: workspace.name,
    role,
    email,
    invitedBy: invitedBy?.name ?? null,
    expiresAt,
  };
}
