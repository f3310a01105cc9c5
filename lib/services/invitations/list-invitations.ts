import { requireCan } from "#lib/auth/can.ts";
import type { Role } from "#lib/db/generated/client.ts";
import type { Ctx } from "../context.ts";
import { type InvitationState, invitationState } from "./invitation-state.ts";

export interface InvitationRow {
  id: string;
  role: Role;
  email: string | null;
  state: InvitationState;
  invitedBy: string | null;
  usedBy: string | null;
  mailed: boolean;
  createdAt: Date;
  expiresAt: Date;
}

const CLOSED_SHOWN = 20;

/** All open invitations (`createInvitation` keeps them few) and the latest that are not, newest first. */
export async function listInvitations(ctx: Ctx): Promise<{ open: InvitationRow[]; closed: InvitationRow[] }> {
  requireCan(ctx, "people:manage");
  const now = ctx.clock();
  const { workspaceId } = ctx;
  const read = { include: { invitedBy: true, usedBy: true }, orderBy: { id: "desc" } } as const;
  const [open, closed] = await Promise.all([
    ctx.db.invitation.findMany({
      where: { workspaceId, usedAt: null, revokedAt: null, expiresAt: { gt: now } },
      ...read,
    }),
    ctx.db.invitation.findMany({
      where: {
        workspaceId,
        OR: [{ usedAt: { not: null } }, { revokedAt: { not: null } }, { expiresAt: { lte: now } }],
      },
      ...read,
      take: CLOSED_SHOWN,
    }),
  ]);
  const toRow = (one: (typeof open)[number]): InvitationRow => ({
    id: one.id,
    role: one.role,
    email: one.email,
    state: invitationState(one, now),
    invitedBy: one.invitedBy?.name ?? null,
    usedBy: one.usedBy?.name ?? null,
    mailed: one.mailedAt !== null,
    createdAt: one.createdAt,
    expiresAt: one.expiresAt,
  });
  return { open: open.map(toRow), closed: closed.map(toRow) };
}
