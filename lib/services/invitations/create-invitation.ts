import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { EmailAddress } from "#lib/auth/email-address.ts";
import { newLinkToken } from "#lib/auth/link-token.ts";
import { Role } from "#lib/db/generated/client.ts";
import { newId } from "#lib/db/id.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { requireStillMay } from "../people/require-still-may.ts";
import { expiryOf, type HandedOver, handOver } from "./hand-over.ts";

/** So that the list of open invitations stays one a person can look through. */
const MAX_OPEN = 200;

export const CreateInvitation = z.strictObject({
  role: z.enum(Role),
  /** Whom it is for; without one, whoever holds the link may join. */
  email: EmailAddress.optional(),
  validDays: z.number().int().min(1).max(30).default(7),
  /** Said again on purpose when the role is "owner". */
  confirmOwner: z.boolean().default(false),
  /** Send it instead of showing it; needs a mail server and an address. */
  byMail: z.boolean().default(false),
});

/**
 * A link that makes one person a member. Its token leaves only here: in the answer, or in a letter when `byMail`.
 * @throws AppError `forbidden` for an owner's place unless an owner gives it, `invalid` when that was not confirmed,
 *   `conflict` when the address belongs to a member or too many invitations are open
 */
export async function createInvitation(
  ctx: Ctx,
  input: z.input<typeof CreateInvitation>,
): Promise<HandedOver & { id: string }> {
  const { role, email, validDays, confirmOwner, byMail } = CreateInvitation.parse(input);
  requireCan(ctx, "people:manage");
  requireMayGive(ctx, role, confirmOwner);
  if (byMail && !email) throw new AppError("invalid", "Give the address the invitation is to be sent to.");
  const { workspaceId } = ctx;
  const now = ctx.clock();
  const id = newId(now.getTime());
  const { token, tokenHash } = newLinkToken();
  const invitedById = ctx.actor.kind === "user" ? ctx.actor.userId : null;
  await ctx.db.$transaction(async (tx) => {
    await requireStillMay(tx, ctx, "people:manage");
    if (email && (await tx.membership.findFirst({ where: { workspaceId, user: { email } } })))
      throw new AppError("conflict", `${email} is a member of this workspace already.`);
    const open = { workspaceId, usedAt: null, revokedAt: null, expiresAt: { gt: now } };
    if ((await tx.invitation.count({ where: open })) >= MAX_OPEN)
      throw new AppError("conflict", `${MAX_OPEN} invitations are open: revoke those nobody will use first.`);
    await tx.invitation.create({
      data: {
        id,
        workspaceId,
        role,
        email: email ?? null,
        tokenHash,
        validDays,
        expiresAt: expiryOf(now, validDays),
        invitedById,
        createdAt: now,
      },
    });
    await audit(tx, ctx, "invitation.create", `invitation:${id}`, { role, email, validDays });
  });
  return { id, ...(await handOver(ctx, { id, token, byMail })) };
}

/** An owner's place is given by an owner, and on purpose. The machine's owner may give any. */
export function requireMayGive(ctx: Ctx, role: Role, confirmed: boolean): void {
  if (role !== "owner") return;
  if (ctx.actor.kind === "user" && ctx.actor.role !== "owner")
    throw new AppError("forbidden", "Only an owner can invite another owner.");
  if (!confirmed)
    throw new AppError("invalid", "An owner may do everything, also remove you. Confirm that this is meant.");
}
