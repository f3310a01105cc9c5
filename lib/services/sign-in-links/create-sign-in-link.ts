import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { requireMember } from "../people/require-member.ts";
import { requireStillMay } from "../people/require-still-may.ts";
import { keepSignInLink } from "./keep-sign-in-link.ts";

export const CreateSignInLink = z.strictObject({ userId: z.string() });

const VALID_MINUTES = 24 * 60;

/**
 * A link for a member who cannot sign in, to be handed over: it works once and for a day, and lets them choose a new
 * password. Whoever makes it could use it, so it is refused for someone who works in other workspaces too.
 * @returns "/signin/link/<token>", this once
 */
export async function createSignInLink(ctx: Ctx, input: z.input<typeof CreateSignInLink>): Promise<string> {
  const { userId } = CreateSignInLink.parse(input);
  requireCan(ctx, "people:manage");
  const { workspaceId } = ctx;
  return ctx.db.$transaction(async (tx) => {
    await requireStillMay(tx, ctx, "people:manage");
    await requireMember(tx, ctx, userId);
    const elsewhere = await tx.membership.findFirst({ where: { userId, workspaceId: { not: workspaceId } } });
    if (elsewhere) {
      throw new AppError(
        "forbidden",
        "This person works in other workspaces too, which you must not get into. Whoever runs the server can help: bin/whynot people reset-password",
      );
    }
    const path = await keepSignInLink(tx, ctx, {
      userId,
      minutes: VALID_MINUTES,
      madeById: ctx.actor.kind === "user" ? ctx.actor.userId : null,
      workspaceId,
    });
    await audit(tx, ctx, "people.sign-in-link", `user:${userId}`);
    return path;
  });
}
