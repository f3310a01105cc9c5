import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

export interface Self {
  userId: string;
  name: string;
  email: string;
  role: string;
  workspaceName: string;
}

/** The person signed in and the workspace being worked in. @throws AppError `unauthenticated`, `forbidden`. */
export async function getSelf(ctx: Ctx): Promise<Self> {
  if (ctx.actor.kind !== "user") throw new AppError("unauthenticated", "Sign in to see this page.");
  const membership = await ctx.db.membership.findUnique({
    where: { workspaceId_userId: { workspaceId: ctx.workspaceId, userId: ctx.actor.userId } },
    include: { user: true, workspace: true },
  });
  if (!membership)
    throw new AppError("forbidden", "You are not a member of this workspace. Ask its owner to invite you.");
  const { user, workspace, role } = membership;
  return { userId: user.id, name: user.name, email: user.email, role, workspaceName: workspace.name };
}
