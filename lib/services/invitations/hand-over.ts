import { AppError } from "#lib/errors.ts";
import { invitationMail } from "#lib/mail/invitation-mail.ts";
import type { Ctx } from "../context.ts";

const DAY_MS = 86_400_000;

export function expiryOf(now: Date, validDays: number): Date {
  return new Date(now.getTime() + validDays * DAY_MS);
}

/** How the link reaches the person invited: by mail, or by the path for its maker to hand over. */
export interface HandedOver {
  mailedTo: string | null;
  /** "/join/<token>", this once; null when it was mailed. */
  path: string | null;
  /** Why it was not mailed although that was asked for. */
  problem: string | null;
}

/** A letter that cannot be sent loses nothing: the link is shown instead, with the reason. */
export async function handOver(
  ctx: Ctx,
  { id, token, byMail }: { id: string; token: string; byMail: boolean },
): Promise<HandedOver> {
  const path = `/join/${token}`;
  if (!byMail) return { mailedTo: null, path, problem: null };
  const { email, role, expiresAt, workspace, invitedBy } = await ctx.db.invitation.findUniqueOrThrow({
    where: { id },
    include: { workspace: { select: { name: true } }, invitedBy: { select: { name: true } } },
  });
  try {
    if (!ctx.mailer) throw new AppError("unavailable", "No mail server is configured.");
    if (!email) throw new AppError("invalid", "The invitation is for nobody in particular.");
    const names = { workspace: workspace.name, invitedBy: invitedBy?.name };
    await ctx.mailer.send(invitationMail({ to: email, role, expiresAt, path, ...names }));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    ctx.log.warn({ err: error, invitationId: id }, "invitation could not be mailed");
    return { mailedTo: null, path, problem: error.message };
  }
  await ctx.db.invitation.update({ where: { id }, data: { mailedAt: ctx.clock() } });
  return { mailedTo: email, path: null, problem: null };
}
