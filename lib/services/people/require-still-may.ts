import { type Action, roleCan } from "#lib/auth/can.ts";
import type { Tx } from "#lib/db/client.ts";
import type { Role } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

/**
 * Holds the asker's membership until the transaction ends, so that a door made by someone who is being removed is
 * either made before, and closed with the removal, or not at all.
 * @throws AppError `forbidden` when the role went away since the request began
 */
export async function requireStillMay(tx: Tx, ctx: Ctx, action: Action): Promise<void> {
  if (ctx.actor.kind !== "user") return;
  const [now] = await tx.$queryRaw<{ role: Role }[]>`
    SELECT role FROM "Membership"
    WHERE "workspaceId" = ${ctx.workspaceId} AND "userId" = ${ctx.actor.userId} FOR SHARE`;
  if (!now || !roleCan(now.role, action)) throw new AppError("forbidden", "Your role has just been changed.");
}
