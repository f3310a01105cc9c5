import type { Role } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

export interface Self {
  userId: string;
  name: string;
  email: string;
  role: Role;
  workspaceId: string;
  workspaceName: string;
  /** All they belong to, oldest membership first. */
  workspaces: { id: string; name: string }[];
}

/** The person signed in and the workspace being worked in. @throws AppError `unauthenticated`, `forbidden`. */
export async function getSelf(ctx: Ctx): Promise<Self> {
  if (ctx.actor.kind !== "user") throw new AppError("unauthenticated", "Sign in to see this page.");
  const user = await ctx.db.user.findUniqueOrThrow({
    where: { id: ctx.actor.userId },
    include: { memberships: { include: { workspace: true }, orderBy: { createdAt: "asc" } } },
  });
  const here = user.memberships.find(({ workspaceId }) => workspaceId === ctx.workspaceId);
  if (!here)
    throw new AppError("forbidden", "You are not a member of this workspace. Ask its owner to invite you.");
  return {
    userId: user.id,
    name: user.name,
    email: user.email,
    role: here.role,
    workspaceId: here.workspaceId,
    workspaceName: here.workspace.name,
    workspaces: user.memberships.map(({ workspace: { id, name } }) => ({ id, name })),
  };
}
