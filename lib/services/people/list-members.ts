import { requireCan } from "#lib/auth/can.ts";
import type { Ctx } from "../context.ts";

export interface Member {
  userId: string;
  name: string;
  email: string;
  role: string;
  since: Date;
}

/** Who belongs to the workspace, oldest first. */
export async function listMembers(ctx: Ctx): Promise<Member[]> {
  requireCan(ctx, "people:read");
  const memberships = await ctx.db.membership.findMany({
    where: { workspaceId: ctx.workspaceId },
    include: { user: { select: { name: true, email: true } } },
    orderBy: [{ createdAt: "asc" }, { userId: "asc" }],
  });
  return memberships.map(({ userId, user, role, createdAt }) => ({
    userId,
    ...user,
    role,
    since: createdAt,
  }));
}
